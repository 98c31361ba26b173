'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { factsOfUse, keyChoices } from '@/components/keys/prepare-key-control'
import { prepareStanding } from '@/components/review/prepare-lines'
import type { Deactivated, DeactivationOffer, Said } from '@/components/review/task-actions'
import { reopenReview, signReview } from '@/lib/commands/review-signing'
import { clearLine, decideLine, type LineName, noteDeactivated } from '@/lib/commands/reviews'
import type { ShownStanding } from '@/components/review/task-state'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { DECISIONS, type LineStanding } from '@/lib/domain/review'
import { type Actor, isAllowed, refusalSentence } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { plainText } from '@/lib/parse-text'
import { getKeyControl } from '@/lib/queries/key-control'
import { reviewStandings } from '@/lib/queries/review-standings'
import { actOnKey, MOST_REASON, previewKeyChange } from '@/lib/sync/act-on-key'

const id = plainText(200)
const review = { period: plainText(20), data: z.enum(DATA_SCOPES) }
const nothing = z.literal('').transform(() => null)
const note = nothing.or(plainText(1000))

/**
 * How a line is to stand: its decision, note and assignee, as whoever says it saw them. Where somebody was faster, nothing is
 * changed, and how it stands now comes back.
 */
export const sayOfLine = formAction(
  z.object({
    ...review,
    line: id,
    decision: nothing.or(z.enum(DECISIONS)),
    note,
    assignee: nothing.or(plainText(254)),
    seen: z.coerce.number().int().min(0),
  }),
  'review_spend',
  async ({ actor, input, now }): Promise<Said> => {
    const { period, data, line: lineId, decision, seen, ...rest } = input
    const name = { period, data, lineId }
    try {
      const standing = await sayAll(actor, name, { decision, seen, ...rest }, now)
      return { kind: 'saved', standing: own(actor, standing) }
    } catch (error) {
      if (!(error instanceof ExpectedError) || error.parameter !== 'revision') throw error
      const found = await reviewStandings(actor, period, data)
      const standing = found?.lines.find((one) => one.id === lineId)
      if (!standing) throw error
      return { kind: 'conflict', standing: prepareStanding(standing, actor.timeZone) }
    }
  },
)

function own(actor: Actor, standing: LineStanding): ShownStanding {
  return prepareStanding({ ...standing, changedBy: actor.name }, actor.timeZone)
}

interface Wanted extends Pick<LineStanding, 'decision' | 'note' | 'assignee'> {
  seen: number
}

/** A decision that is taken back takes its note along in the books; what is to stay of it is said anew. */
async function sayAll(
  actor: Actor,
  name: LineName,
  { decision, note: text, assignee, seen }: Wanted,
  now: Date,
): Promise<LineStanding> {
  if (decision !== null) return decideLine(actor, name, { decision, note: text, assignee, seen }, now)
  const found = await reviewStandings(actor, name.period, name.data)
  const stands = found?.lines.find((line) => line.id === name.lineId)
  if (!stands?.decision) return decideLine(actor, name, { note: text, assignee, seen }, now)
  const cleared = await clearLine(actor, name, { seen }, now)
  if (text === null && assignee === null) return cleared
  return decideLine(actor, name, { note: text, assignee, seen: cleared.revision }, now)
}

/** The dry run of deactivating a key, or why it cannot be done from here. */
export const offerDeactivation = formAction(
  z.object({ organization: id, key: id }),
  'review_spend',
  async ({ actor, input, now }): Promise<DeactivationOffer> => {
    const key = { organizationId: input.organization, id: input.key }
    const control = await getKeyControl(actor, key)
    if (!control) return obstacle('This key is not listed any more.')
    const choice = keyChoices(control.status).find(({ status }) => status === 'inactive')
    if (!choice) return obstacle(`As last read, this key is ${control.status}: it is stopped already.`)
    if (!isAllowed(actor.role, 'change_keys')) return obstacle(refusalSentence(actor.role, 'change_keys'))
    const change = { field: 'status', wanted: 'inactive' } as const
    const preview = await previewKeyChange(
      actor,
      { organizationId: key.organizationId, keyId: key.id, change },
      now,
    )
    if (preview.obstacle) return obstacle(preview.obstacle)
    const { verb, consequence } = choice
    return { kind: 'offer', name: control.name, verb, consequence, facts: factsOfUse(preview) }
  },
)

function obstacle(sentence: string): DeactivationOffer {
  return { kind: 'obstacle', sentence }
}

/** Deactivates the key of a line at Anthropic; only what was confirmed there stands on the line. */
export const deactivateFromLine = formAction(
  z.object({
    ...review,
    line: id,
    organization: id,
    key: id,
    reason: plainText(MOST_REASON),
    status: z.literal('inactive'),
  }),
  'change_keys',
  async ({ actor, input, now }): Promise<Deactivated> => {
    const { state, failure } = await actOnKey(
      actor,
      {
        ...{ organizationId: input.organization, keyId: input.key, reason: input.reason },
        change: { field: 'status', wanted: input.status },
      },
      { clock: currentTime },
    )
    if (state !== 'confirmed')
      return {
        standing: null,
        sentence: `${failure ?? 'Anthropic has not confirmed it.'} The key’s page tells how it stands.`,
      }
    const name = { period: input.period, data: input.data, lineId: input.line }
    const standing = await noteDeactivated(actor, name, now)
    return { standing: own(actor, standing), sentence: null }
  },
)

export const sign = formAction(
  z.object({ ...review, note: note.optional() }),
  'review_spend',
  async ({ actor, input, now }) => {
    await signReview(actor, input, { note: input.note ?? null }, now)
    revalidatePath('/review', 'layout')
  },
)

export const reopen = formAction(z.object(review), 'review_spend', async ({ actor, input, now }) => {
  await reopenReview(actor, input, now)
  revalidatePath('/review', 'layout')
})
