'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { setGuardExemption } from '@/lib/commands/guard-exemptions'
import { setIdleDays } from '@/lib/commands/idle-days'
import { plainText } from '@/lib/parse-text'

const days = z
  .string()
  .trim()
  .regex(/^\d{1,4}$/, 'must be a whole number of days')
  .transform(Number)

export const saveIdleDays = formAction(
  z.object({ days }),
  'manage_settings',
  async ({ actor, input, now }) => {
    await setIdleDays(actor, input.days, now)
    revalidatePath('/', 'layout')
    return { days: input.days }
  },
)

const exemption = z.object({
  key: plainText(300).regex(/^\S+ \S+$/, 'must name a key and its organisation'),
  exempt: z.enum(['yes', 'no']),
})

export const saveGuardExemption = formAction(exemption, 'manage_guard', async ({ actor, input, now }) => {
  const [organizationId = '', keyId = ''] = input.key.split(' ')
  await setGuardExemption(actor, { organizationId, keyId, isExempt: input.exempt === 'yes' }, now)
  revalidatePath('/', 'layout')
})
