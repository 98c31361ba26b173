'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { runForm, type FormOutcome } from '@/app/form-action'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { keepSession } from '@/lib/auth/current-session'
import { countLinkAttempt, resetBehind } from '@/lib/auth/door-links'
import { hashPassword } from '@/lib/auth/password'
import { systemActor } from '@/lib/auth/system-actor'
import { resetPassword, UNUSABLE_RESET } from '@/lib/commands/password-resets'
import { passwordProblem } from '@/lib/domain/password-strength'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'

const resetForm = z.object({ token: z.string().max(200), password: z.string() })

/** Whoever holds the link is whom it was given to: nobody is signed in yet. */
export async function setNewPassword(_previous: unknown, form: FormData): Promise<FormOutcome<never>> {
  return runForm(resetForm, form, async ({ token, password }) => {
    const now = currentTime()
    const browser = askingBrowser(await headers())
    const attempt = await countLinkAttempt(browser, new Date())
    const reset = await resetBehind(token, now) // before the costly hash
    if (!reset) throw new ExpectedError('not_found', UNUSABLE_RESET)
    const problem = passwordProblem(password, reset.email)
    if (problem) throw new ExpectedError('invalid', problem, { parameter: 'password' })
    const passwordHash = await hashPassword(password)
    const { userAgent } = browser
    const holder = systemActor('password link', 'viewer')
    const { sessionId } = await resetPassword(holder, { token, passwordHash, userAgent }, now)
    await attempt.succeeded()
    await keepSession(sessionId)
    redirect('/')
  })
}
