'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { createToken, revokeToken } from '@/lib/commands/tokens'
import { ROLES } from '@/lib/domain/viewer'
import { plainText } from '@/lib/parse-text'

const DAY_MS = 24 * 60 * 60 * 1000

const newToken = z.object({
  name: plainText(100),
  role: z.enum(ROLES),
  days: z.enum(['30', '90', '365', 'never']),
})

export const makeToken = formAction(newToken, 'manage_tokens', async ({ actor, input, now }) => {
  const expiresAt = input.days === 'never' ? null : new Date(now.getTime() + Number(input.days) * DAY_MS)
  const { token } = await createToken(actor, { name: input.name, role: input.role, expiresAt }, now)
  revalidatePath('/settings/tokens')
  return { name: input.name, token }
})

export const endToken = formAction(
  z.object({ id: z.uuid() }),
  'manage_tokens',
  async ({ actor, input, now }) => {
    await revokeToken(actor, input.id, now)
    revalidatePath('/settings/tokens')
  },
)
