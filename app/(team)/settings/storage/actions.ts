'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { setRetention } from '@/lib/commands/retention'
import { RETENTION_CHOICES, type Retention } from '@/lib/domain/retention'

function choice(name: keyof Retention) {
  const offered = RETENTION_CHOICES[name].map(String)
  return z
    .string()
    .refine((text) => offered.includes(text), 'must be one of the periods offered')
    .transform((text) => (text === 'null' ? null : Number(text)))
}

const retention = z.object({
  facts: choice('facts'),
  revisions: choice('revisions'),
  audit: choice('audit'),
  sync_runs: choice('sync_runs'),
})

export const saveRetention = formAction(retention, 'delete_data', async ({ actor, input, now }) => {
  await setRetention(actor, input, now)
  revalidatePath('/settings/storage')
})
