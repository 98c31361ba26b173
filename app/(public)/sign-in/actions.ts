'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { runForm, type FormOutcome } from '@/app/form-action'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { keepSession } from '@/lib/auth/current-session'
import { signInWithPassword } from '@/lib/auth/sign-in'
import { codeAddress, localPath } from '@/lib/auth/sign-in-address'
import { currentTime } from '@/lib/env'
import { emailAddress } from '@/lib/parse-text'

const credentials = z.object({
  email: emailAddress,
  password: z.string().min(1, 'must not be empty').max(1000, 'is too long'),
  next: z.string().max(2000).optional(),
})

export async function signIn(_previous: unknown, form: FormData): Promise<FormOutcome<never>> {
  return runForm(credentials, form, async (input) => {
    const browser = askingBrowser(await headers())
    const { sessionId, needsCode } = await signInWithPassword(input, browser, currentTime(), new Date())
    await keepSession(sessionId)
    const next = localPath(input.next)
    redirect(needsCode ? codeAddress(next) : next)
  })
}
