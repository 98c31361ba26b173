'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { BulkResult } from '@/components/keys/key-batch'
import { prepareBulk } from '@/components/keys/prepare-bulk'
import { WRITABLE_KEY_STATUSES } from '@/lib/domain/key-change'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { plainText } from '@/lib/parse-text'
import {
  actOnKey,
  type KeyOutcome,
  lookAtKey,
  MOST_REASON,
  previewKeyChanges,
  undoKeyAction,
} from '@/lib/sync/act-on-key'
import { keyReference, keyReferences } from './key-references'

const id = plainText(200)
const reason = plainText(MOST_REASON)
const key = { organization: id, key: id }
const settings = { clock: currentTime }
const status = z.enum(WRITABLE_KEY_STATUSES)
const final = z.literal('yes').optional()

/** Archiving has no way back, so it is asked for twice. */
function confirmedFinal<S extends z.ZodType<{ status: string; final?: string | undefined }>>(schema: S) {
  return schema.refine(({ status: wanted, final: said }) => wanted !== 'archived' || said === 'yes', {
    path: ['final'],
    message: 'Say that you know that archiving is final. Nothing was changed.',
  })
}

export const changeStatus = formAction(
  confirmedFinal(z.object({ ...key, reason, status, final })),
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

/** What a change of several would mean, before anybody confirms it. */
export const previewSeveral = formAction(
  z.object({ keys: keyReferences, status }),
  'change_keys',
  async ({ actor, input, now }) => {
    const change = { field: 'status', wanted: input.status } as const
    return prepareBulk(await previewKeyChanges(actor, { keys: input.keys, change }, now), input.status)
  },
)

/** One of several: the page asks for one after the other, so that it can show how far it is and be told to stop. */
export const changeOneOfSeveral = formAction(
  confirmedFinal(z.object({ key: keyReference, reason, status, final })),
  'change_keys',
  ({ actor, input: { key: one, reason: why, status: wanted } }) =>
    oneOfSeveral(() =>
      actOnKey(actor, { ...one, change: { field: 'status', wanted }, reason: why }, settings),
    ),
)

export const undoOneOfSeveral = formAction(z.object({ change: id }), 'change_keys', ({ actor, input }) =>
  oneOfSeveral(() => undoKeyAction(actor, input.change, settings)),
)

/** Why Anthropic was not asked is a result like others: the keys after it are still to come. */
async function oneOfSeveral(change: () => Promise<KeyOutcome>): Promise<BulkResult> {
  try {
    const { state, status: found, failure, actionId, canUndo } = await change()
    return { state, status: found, sentence: failure, undo: canUndo ? actionId : null }
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.kind === 'incomplete') throw error
    return { state: 'not asked', status: null, sentence: error.message, undo: null }
  }
}
