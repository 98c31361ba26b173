'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { countAttempt } from '@/lib/auth/attempt-limit'
import { invite, withdrawInvitation } from '@/lib/commands/invitations'
import { createPasswordReset } from '@/lib/commands/password-resets'
import { changeRole, disablePerson, enablePerson, forgetIdentities } from '@/lib/commands/people'
import { resetTwoFactor } from '@/lib/commands/two-factor'
import { ROLES } from '@/lib/domain/viewer'
import { emailAddress } from '@/lib/parse-text'
import { invitationMail } from '@/lib/publish/account-mails'
import { mailOutcome } from '@/lib/publish/mail'

const INVITATIONS_PER_PERSON = 60

const id = z.uuid('must be the id of a person')

export const invitePerson = formAction(
  z.object({ email: emailAddress, role: z.enum(ROLES) }),
  'manage_people',
  async ({ actor, input, now }) => {
    await countAttempt([{ subject: `invite:${actor.id}`, limit: INVITATIONS_PER_PERSON }], new Date())
    const invited = await invite(actor, input, now)
    revalidatePath('/settings/people')
    const { email, url } = invited
    return { email, url, mail: await mailOutcome(invitationMail(invited, actor.name)) }
  },
)

export const withdraw = formAction(
  z.object({ id: z.uuid() }),
  'manage_people',
  async ({ actor, input, now }) => {
    await withdrawInvitation(actor, input.id, now)
    revalidatePath('/settings/people')
  },
)

export const giveRole = formAction(
  z.object({ id, role: z.enum(ROLES) }),
  'manage_people',
  async ({ actor, input, now }) => {
    const changed = await changeRole(actor, input, now)
    revalidatePath('/settings/people', 'layout')
    return changed
  },
)

export const disable = formAction(z.object({ id }), 'manage_people', async ({ actor, input, now }) => {
  const offboarded = await disablePerson(actor, input.id, now)
  revalidatePath('/settings/people', 'layout')
  return offboarded
})

export const enable = formAction(z.object({ id }), 'manage_people', async ({ actor, input, now }) => {
  await enablePerson(actor, input.id, now)
  revalidatePath('/settings/people', 'layout')
})

export const makeResetLink = formAction(z.object({ id }), 'manage_people', async ({ actor, input, now }) => {
  const { url } = await createPasswordReset(actor, input.id, now)
  return { url }
})

export const unbindSignOn = formAction(z.object({ id }), 'manage_people', async ({ actor, input, now }) => {
  await forgetIdentities(actor, input.id, now)
  revalidatePath('/settings/people', 'layout')
})

export const resetSecondFactor = formAction(
  z.object({ id }),
  'manage_security',
  async ({ actor, input, now }) => {
    await resetTwoFactor(actor, input.id, now)
    revalidatePath('/settings/people', 'layout')
  },
)
