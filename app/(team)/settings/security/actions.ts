'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { currentSession } from '@/lib/auth/current-session'
import { requireOwnPassword } from '@/lib/auth/sign-in'
import { beginSetup, confirmSetup, requireOwnCode } from '@/lib/auth/two-factor'
import { openGuides } from '@/lib/commands/public-guides'
import { requireTwoFactor } from '@/lib/commands/security-settings'
import { disableTwoFactor, renewRecoveryCodes } from '@/lib/commands/two-factor'
import { ExpectedError } from '@/lib/errors'
import { getOwnAccount } from '@/lib/queries/own-account'

const code = z.string().trim().min(1, 'must not be empty').max(100, 'is too long')

export const beginTwoFactor = formAction(z.object({}), 'own_account', async ({ actor, now }) => {
  const session = await currentSession()
  return beginSetup(actor, session?.email ?? '', now)
})

/** Does not renew the page: it shows the recovery codes, once. */
export const confirmTwoFactor = formAction(
  z.object({ code }),
  'own_account',
  async ({ actor, input, now }) => {
    const session = await currentSession()
    if (!session) throw new ExpectedError('unauthenticated', 'You have been signed out. Sign in again.')
    return confirmSetup(actor, { sessionId: session.id, code: input.code }, now, new Date())
  },
)

export const newRecoveryCodes = formAction(
  z.object({ code }),
  'own_account',
  async ({ actor, input, now }) => {
    await requireOwnCode(actor, input.code, now, new Date())
    return renewRecoveryCodes(actor, now)
  },
)

export const turnTwoFactorOff = formAction(
  z.object({ code, current_password: z.string().max(1000).default('') }),
  'own_account',
  async ({ actor, input, now }) => {
    // Whoever only signs on at a provider has no password to give.
    if ((await getOwnAccount(actor)).hasPassword)
      await requireOwnPassword(actor.id ?? '', input.current_password, new Date())
    await requireOwnCode(actor, input.code, now, new Date())
    await disableTwoFactor(actor, now)
    revalidatePath('/settings/security')
  },
)

export const setRequirement = formAction(
  z.object({ required: z.enum(['on', 'off']) }),
  'manage_security',
  async ({ actor, input, now }) => {
    await requireTwoFactor(actor, input.required === 'on', now)
    revalidatePath('/settings/security')
  },
)

export const setPublicGuides = formAction(
  z.object({ open: z.enum(['on', 'off']) }),
  'open_guides',
  async ({ actor, input, now }) => {
    await openGuides(actor, input.open === 'on', now)
    revalidatePath('/settings/security')
  },
)
