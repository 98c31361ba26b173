'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { runForm, type FormOutcome } from '@/app/form-action'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { keepSession } from '@/lib/auth/current-session'
import { countLinkAttempt, invitationBehind } from '@/lib/auth/door-links'
import { hashPassword } from '@/lib/auth/password'
import { systemActor } from '@/lib/auth/system-actor'
import { acceptInvitation, UNUSABLE_INVITATION } from '@/lib/commands/invitations'
import { passwordProblem } from '@/lib/domain/password-strength'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { plainText } from '@/lib/parse-text'

const joinForm = z.object({ token: z.string().max(200), name: plainText(100), password: z.string() })

/** Whoever holds the link is whom it was given to: nobody is signed in yet. */
export async function join(_previous: unknown, form: FormData): Promise<FormOutcome<never>> {
  return runForm(joinForm, form, async ({ token, name, password }) => {
    const now = currentTime()
    const browser = askingBrowser(await headers())
    const attempt = await countLinkAttempt(browser, new Date())
    const invitation = await invitationBehind(token, now) // before the costly hash
    if (!invitation) throw new ExpectedError('not_found', UNUSABLE_INVITATION)
    const problem = passwordProblem(password, invitation.email)
    if (problem) throw new ExpectedError('invalid', problem, { parameter: 'password' })
    const passwordHash = await hashPassword(password)
    const accepted = { token, name, passwordHash, userAgent: browser.userAgent }
    const { sessionId } = await acceptInvitation(systemActor('invitation', invitation.role), accepted, now)
    await attempt.succeeded()
    await keepSession(sessionId)
    redirect('/')
  })
}
