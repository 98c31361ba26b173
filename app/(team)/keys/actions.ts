'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { WRITABLE_KEY_STATUSES } from '@/lib/domain/key-change'
import { currentTime } from '@/lib/env'
import { plainText } from '@/lib/parse-text'
import { actOnKey, actOnKeys, lookAtKey, MOST_REASON, undoKeyAction } from '@/lib/sync/act-on-key'

const id = plainText(200)
const reason = plainText(MOST_REASON)
const key = { organization: id, key: id }
const settings = { clock: currentTime }

export const changeStatus = formAction(
  z.object({ ...key, reason, status: z.enum(WRITABLE_KEY_STATUSES) }),
  'change_keys',
  async ({ actor, input }) => {
    const change = { field: 'status', wanted: input.status } as const
    const reference = { organizationId: input.organization, keyId: input.key }
    const { state } = await actOnKey(actor, { ...reference, change, reason: input.reason }, settings)
    revalidatePath('/', 'layout')
    return { state }
  },
)

export const renameKey = formAction(
  z.object({ ...key, reason, name: plainText(500) }),
  'change_keys',
  async ({ actor, input }) => {
    const change = { field: 'name', wanted: input.name } as const
    const reference = { organizationId: input.organization, keyId: input.key }
    const { state } = await actOnKey(actor, { ...reference, change, reason: input.reason }, settings)
    revalidatePath('/', 'layout')
    return { state }
  },
)

export const undoChange = formAction(z.object({ change: id }), 'change_keys', async ({ actor, input }) => {
  const { state } = await undoKeyAction(actor, input.change, settings)
  revalidatePath('/', 'layout')
  return { state }
})

/** How a change that was not confirmed stands by now. */
export const lookAgain = formAction(z.object(key), 'change_keys', async ({ actor, input }) => {
  await lookAtKey(actor, { organizationId: input.organization, keyId: input.key }, settings)
  revalidatePath('/', 'layout')
})

const reference = plainText(401).transform((text, context) => {
  const [organizationId = '', keyId = '', ...rest] = text.split(' ')
  if (organizationId !== '' && keyId !== '' && rest.length === 0) return { organizationId, keyId }
  context.addIssue('names no key')
  return z.NEVER
})

export const changeSeveral = formAction(
  z.object({
    keys: z.preprocess((given) => [given].flat(), z.array(reference).min(1, 'Choose at least one key.')),
    reason,
    status: z.enum(WRITABLE_KEY_STATUSES),
  }),
  'change_keys',
  async ({ actor, input }) => {
    const change = { field: 'status', wanted: input.status } as const
    const results = await actOnKeys(actor, { keys: input.keys, change, reason: input.reason }, settings)
    revalidatePath('/', 'layout')
    return results.map(({ organizationId, keyId, name, ...result }) => ({
      ...{ id: `${organizationId} ${keyId}`, name },
      ...('outcome' in result
        ? { state: result.outcome.state, status: result.outcome.status, sentence: result.outcome.failure }
        : { state: 'not asked' as const, status: null, sentence: result.notAsked }),
    }))
  },
)
