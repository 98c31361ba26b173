'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { runForm, type FormOutcome } from '@/app/form-action'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { keepSession } from '@/lib/auth/current-session'
import { countLinkAttempt } from '@/lib/auth/door-links'
import { hashPassword } from '@/lib/auth/password'
import { systemActor } from '@/lib/auth/system-actor'
import { welcomeOf } from '@/lib/auth/welcome'
import { createOwner } from '@/lib/commands/owner'
import { signInWithLink, UNUSABLE_LINK } from '@/lib/commands/sign-in-links'
import { passwordProblem } from '@/lib/domain/password-strength'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { emailAddress, plainText } from '@/lib/parse-text'

const linkToken = z.string().max(200)
const ownerForm = z
  .object({ token: linkToken, name: plainText(100), email: emailAddress, password: z.string() })
  .superRefine(({ email, password }, context) => {
    const problem = passwordProblem(password, email)
    if (problem) context.addIssue({ code: 'custom', path: ['password'], message: problem })
  })
const linkForm = z.object({ token: linkToken, password: z.string() })

/** Whoever holds the link could read the output of the server: nobody is signed in yet. */
const holder = () => systemActor('sign-in link')

export async function becomeOwner(_previous: unknown, form: FormData): Promise<FormOutcome<never>> {
  return runForm(ownerForm, form, async ({ token, name, email, password }) => {
    const now = currentTime()
    const browser = askingBrowser(await headers())
    const attempt = await countLinkAttempt(browser, new Date())
    const welcome = await welcomeOf(token, now) // before the costly hash
    if (welcome.state === 'unusable') throw new ExpectedError('not_found', UNUSABLE_LINK)
    const passwordHash = await hashPassword(password)
    const owner = { linkToken: token, name, email, passwordHash, userAgent: browser.userAgent }
    const { sessionId } = await createOwner(holder(), owner, now)
    await attempt.succeeded()
    await keepSession(sessionId)
    redirect('/start')
  })
}

export async function signInAsOwner(_previous: unknown, form: FormData): Promise<FormOutcome<never>> {
  return runForm(linkForm, form, async ({ token, password }) => {
    const now = currentTime()
    const browser = askingBrowser(await headers())
    const attempt = await countLinkAttempt(browser, new Date())
    const welcome = await welcomeOf(token, now)
    if (welcome.state !== 'owner') throw new ExpectedError('not_found', UNUSABLE_LINK)
    const problem = password === '' ? null : passwordProblem(password, welcome.email)
    if (problem) throw new ExpectedError('invalid', problem, { parameter: 'password' })
    const passwordHash = password === '' ? null : await hashPassword(password)
    const { userAgent } = browser
    const { sessionId } = await signInWithLink(holder(), { token, passwordHash, userAgent }, now)
    await attempt.succeeded()
    await keepSession(sessionId)
    redirect('/')
  })
}
