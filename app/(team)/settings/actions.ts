'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { currentSession } from '@/lib/auth/current-session'
import { hashPassword } from '@/lib/auth/password'
import { requireOwnPassword } from '@/lib/auth/sign-in'
import { changePassword, changeProfile } from '@/lib/commands/profile'
import { passwordProblem } from '@/lib/domain/password-strength'
import { ExpectedError } from '@/lib/errors'
import { emailAddress, plainText } from '@/lib/parse-text'

const profile = z.object({
  name: plainText(100),
  email: emailAddress,
  current_password: z.string().max(1000),
})

export const saveProfile = formAction(profile, 'read', async ({ actor, input, now }) => {
  const session = await currentSession()
  if (!session) throw signedOut()
  // Whoever can change the e-mail can take the account: asked for again, as for the password.
  if (input.email !== session.email)
    await requireOwnPassword(session.viewer.id ?? '', input.current_password, new Date())
  await changeProfile(actor, { name: input.name, email: input.email }, now)
  revalidatePath('/', 'layout')
})

const newPassword = z.object({
  current_password: z.string().min(1, 'must not be empty').max(1000, 'is too long'),
  new_password: z.string(),
})

export const savePassword = formAction(newPassword, 'read', async ({ actor, input, now }) => {
  const session = await currentSession()
  if (!session) throw signedOut()
  const problem = passwordProblem(input.new_password, session.email)
  if (problem) throw new ExpectedError('invalid', problem, { parameter: 'new_password' })
  await requireOwnPassword(session.viewer.id ?? '', input.current_password, new Date())
  const passwordHash = await hashPassword(input.new_password)
  const { ended } = await changePassword(actor, { passwordHash, keepSessionId: session.id }, now)
  return { ended }
})

function signedOut(): ExpectedError {
  return new ExpectedError('unauthenticated', 'You have been signed out. Sign in again; nothing was changed.')
}
