'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { currentSession } from '@/lib/auth/current-session'
import { revokeOtherSessions, revokeSession } from '@/lib/commands/sessions'

export const endSession = formAction(
  z.object({ id: z.uuid() }),
  'own_account',
  async ({ actor, input, now }) => {
    await revokeSession(actor, input.id, now)
    revalidatePath('/settings/sessions')
  },
)

export const endOtherSessions = formAction(z.object({}), 'own_account', async ({ actor, now }) => {
  const session = await currentSession()
  await revokeOtherSessions(actor, session?.id ?? '', now)
  revalidatePath('/settings/sessions')
})
