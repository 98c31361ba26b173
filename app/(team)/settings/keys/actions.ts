'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { setIdleDays } from '@/lib/commands/idle-days'

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
