'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { currentSession } from '@/lib/auth/current-session'
import { hashPassword } from '@/lib/auth/password'
import { requireOwnPassword } from '@/lib/auth/sign-in'
import { singleSignOn } from '@/lib/auth/single-sign-on'
import { changePassword, changeProfile } from '@/lib/commands/profile'
import { passwordProblem } from '@/lib/domain/password-strength'
import { timeZoneNamed } from '@/lib/domain/time-zone'
import { ExpectedError } from '@/lib/errors'
import { emailAddress, plainText } from '@/lib/parse-text'

const profile = z.object({
  name: plainText(100),
  email: emailAddress,
  current_password: z.string().max(1000),
  time_zone: z.union([
    z.literal('').transform(() => null),
    z.string().refine((zone) => timeZoneNamed(zone) !== null, 'must be a time zone of the list'),
  ]),
})

export const saveProfile = formAction(profile, 'own_account', async ({ actor, input, now }) => {
  const session = await currentSession()
  if (!session) throw signedOut()
  // Whoever can change the e-mail can take the account: asked for again, as for the password.
  if (input.email !== session.email) {
    if (singleSignOn()) throw vouchedEmail()
    await requireOwnPassword(session.viewer.id ?? '', input.current_password, new Date())
  }
  await changeProfile(actor, { name: input.name, email: input.email, timeZone: input.time_zone }, now)
  revalidatePath('/', 'layout')
})

const newPassword = z.object({
  current_password: z.string().min(1, 'must not be empty').max(1000, 'is too long'),
  new_password: z.string(),
})

export const savePassword = formAction(newPassword, 'own_account', async ({ actor, input, now }) => {
  const session = await currentSession()
  if (!session) throw signedOut()
  const problem = passwordProblem(input.new_password, session.email)
  if (problem) throw new ExpectedError('invalid', problem, { parameter: 'new_password' })
  await requireOwnPassword(session.viewer.id ?? '', input.current_password, new Date())
  const passwordHash = await hashPassword(input.new_password)
  const { ended } = await changePassword(actor, { passwordHash, keepSessionId: session.id }, now)
  return { ended }
})

/** Else somebody could take a colleague's address before the colleague first signs in, and share their account. */
function vouchedEmail(): ExpectedError {
  return new ExpectedError(
    'forbidden',
    'With single sign-on an e-mail is what the provider vouches for, so it cannot be changed here. Nothing was changed.',
    { parameter: 'email' },
  )
}

function signedOut(): ExpectedError {
  return new ExpectedError('unauthenticated', 'You have been signed out. Sign in again; nothing was changed.')
}
