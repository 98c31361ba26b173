'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { runForm, type FormOutcome } from '@/app/form-action'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { countLinkAttempt } from '@/lib/auth/door-links'
import { currentWaitingSession, dropSessionCookie } from '@/lib/auth/current-session'
import { localPath } from '@/lib/auth/sign-in-address'
import { giveSecondFactor } from '@/lib/auth/two-factor'
import { revokeSession } from '@/lib/commands/sessions'
import { currentTime } from '@/lib/env'

const codeForm = z.object({
  code: z.string().trim().min(1, 'must not be empty').max(100, 'is too long'),
  next: z.string().max(2000).optional(),
})

export async function giveCode(_previous: unknown, form: FormData): Promise<FormOutcome<never>> {
  return runForm(codeForm, form, async ({ code, next }) => {
    const waiting = await currentWaitingSession()
    if (!waiting) redirect('/sign-in?error=CodeTooLate')
    const attempt = await countLinkAttempt(askingBrowser(await headers()), new Date())
    await giveSecondFactor(waiting, code, currentTime(), new Date())
    await attempt.succeeded()
    redirect(localPath(next))
  })
}

/** Back to the first step. */
export async function startOver(): Promise<void> {
  const waiting = await currentWaitingSession()
  if (waiting) await revokeSession(waiting.viewer, waiting.id, currentTime())
  await dropSessionCookie()
  redirect('/sign-in')
}
