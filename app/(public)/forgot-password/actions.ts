'use server'

import { headers } from 'next/headers'
import { after } from 'next/server'
import { z } from 'zod'
import { runForm, type FormOutcome } from '@/app/form-action'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { countResetRequest } from '@/lib/auth/door-links'
import { systemActor } from '@/lib/auth/system-actor'
import { requestPasswordReset } from '@/lib/commands/password-resets'
import { currentTime } from '@/lib/env'
import { emailAddress } from '@/lib/parse-text'
import { passwordResetMail } from '@/lib/publish/account-mails'
import { canSendMail, sendMail } from '@/lib/publish/mail'
import { withoutSecrets } from '@/lib/without-secrets'

/** Answers the same, in the same time, whoever has this e-mail: what happens, happens after the answer. */
export async function askForLink(_previous: unknown, form: FormData): Promise<FormOutcome<void>> {
  return runForm(z.object({ email: emailAddress }), form, async ({ email }) => {
    await countResetRequest(email, askingBrowser(await headers()), new Date())
    if (!canSendMail()) return
    const now = currentTime()
    after(async () => {
      try {
        const link = await requestPasswordReset(systemActor('sign-in page', 'viewer'), email, now)
        if (link) await sendMail(passwordResetMail(link))
      } catch (error) {
        process.stderr.write(`A link for a new password was not mailed: ${withoutSecrets(error)}\n`)
      }
    })
  })
}
