import { z } from 'zod'
import { WRITABLE_KEY_STATUSES } from '@/lib/domain/key-change'
import type { KeyUse } from '@/lib/domain/key-use'
import { formatUsdExact, type Nano } from '@/lib/domain/money'
import { currentTime } from '@/lib/env'
import { plainText } from '@/lib/parse-text'
import { findKeyNamed } from '@/lib/queries/key-named'
import {
  actOnKey,
  type KeyOutcome,
  type KeyPreview,
  MOST_REASON,
  previewKeyChange,
} from '@/lib/sync/act-on-key'
import { endpoint } from '../endpoint'
import { problem } from '../problem'

const usd = z.string().nullable().describe('US dollars, exact; null = the source does not bill per key')
const sums = { spend_usd: usd, tokens: z.int(), requests: z.int() }
const use = z.object({
  ...sums,
  models: z.array(z.object({ model: z.string().nullable(), ...sums })).describe('The most expensive first'),
  products: z.array(z.object({ product: z.string().nullable(), ...sums })),
  people: z
    .array(z.object({ person: z.string(), ...sums }))
    .describe('Whom Anthropic names; the rest is nobody’s'),
})

const whyChanged = z
  .string()
  .max(MOST_REASON)
  .refine((text) => !text.includes('\u0000'), 'must not contain a NUL character')
  .optional()
  .describe('Needed unless it is a dry run')

const done = z.object({
  status: z.string().describe('As read back from Anthropic'),
  confirmed: z.literal(true),
  audit_id: z.string(),
})
const dryRun = z.object({
  would: z.enum(WRITABLE_KEY_STATUSES).describe('The status the key would have'),
  status: z.string().describe('The last known one'),
  obstacle: z.string().nullable().describe('Why it cannot be done now; null = nothing known'),
  used_7d: use.describe('The last 7 UTC days, today included'),
  used_30d: use,
  saves_monthly_usd: usd.describe(
    'What stopping the key saves: the mean of the closed days of the last 30, times 30; null = not known',
  ),
})

/**
 * Sets a key's status at Anthropic. 200 only where reading the key back confirmed it; whatever else Anthropic did is a 502 with
 * `confirmed: false`, the last known `status` and `audit_id`. A dry run writes nothing and asks Anthropic nothing. 403 for the
 * role, a read-only connection and told stories; 409 where the key is beyond change, somebody else is changing it, or the id is
 * ambiguous; 422 without a reason. Source: contract.md, "Keys".
 */
export const changeKeyStatus = endpoint(
  {
    permission: 'change_keys',
    summary: 'Deactivate, reactivate or archive a key at Anthropic',
    params: z.object({ id: plainText(200) }),
    query: z.object({ organization: plainText(200).optional() }),
    body: z.object({
      status: z.enum(WRITABLE_KEY_STATUSES),
      reason: whyChanged,
      dry_run: z.boolean().optional(),
    }),
    answer: z.union([done, dryRun]),
  },
  async ({ viewer, params, query, body, now }) => {
    const key = await findKeyNamed(viewer, params.id, query.organization)
    const change = { field: 'status', wanted: body.status } as const
    if (body.dry_run) return previewOf(body.status, await previewKeyChange(viewer, { ...key, change }, now))
    const request = { ...key, change, reason: body.reason ?? '' }
    const outcome = await actOnKey(viewer, request, { clock: currentTime })
    if (outcome.state !== 'confirmed') return notConfirmed(outcome)
    return { status: outcome.status, confirmed: true, audit_id: outcome.auditId }
  },
)

/**
 * Gives a key another name at Anthropic, with the same care and the same errors as a status; `dry_run` says what stands in the
 * way. `PATCH /api/v1/keys/{id}` says whose a key is here and takes the role member; this changes it there and takes admin.
 */
export const renameKey = endpoint(
  {
    permission: 'change_keys',
    summary: 'Rename a key at Anthropic',
    params: z.object({ id: plainText(200) }),
    query: z.object({ organization: plainText(200).optional() }),
    body: z.object({ name: plainText(500), reason: whyChanged, dry_run: z.boolean().optional() }),
    answer: z.union([
      done.extend({ name: z.string().describe('As read back from Anthropic') }),
      z.object({ would: z.string(), name: z.string(), obstacle: dryRun.shape.obstacle }),
    ]),
  },
  async ({ viewer, params, query, body, now }) => {
    const key = await findKeyNamed(viewer, params.id, query.organization)
    const change = { field: 'name', wanted: body.name } as const
    if (body.dry_run) {
      const { name, obstacle } = await previewKeyChange(viewer, { ...key, change }, now)
      return { would: body.name, name, obstacle }
    }
    const outcome = await actOnKey(
      viewer,
      { ...key, change, reason: body.reason ?? '' },
      { clock: currentTime },
    )
    if (outcome.state !== 'confirmed') return notConfirmed(outcome)
    return { name: outcome.name, status: outcome.status, confirmed: true, audit_id: outcome.auditId }
  },
)

function notConfirmed({ failure, status, name, auditId }: KeyOutcome): Response {
  return problem('upstream', {
    detail: failure ?? 'Anthropic did not confirm the change.',
    more: { confirmed: false, status, name, audit_id: auditId },
  })
}

function previewOf(would: (typeof WRITABLE_KEY_STATUSES)[number], preview: KeyPreview) {
  return {
    would,
    status: preview.status,
    obstacle: preview.obstacle,
    used_7d: answeredUse(preview.used7d),
    used_30d: answeredUse(preview.used30d),
    saves_monthly_usd: usdOf(preview.savesMonthly),
  }
}

function answeredUse({ models, products, people, ...all }: KeyUse) {
  return {
    ...sumsOf(all),
    models: models.map(({ model, ...some }) => ({ model, ...sumsOf(some) })),
    products: products.map(({ product, ...some }) => ({ product, ...sumsOf(some) })),
    people: people.map(({ person, ...some }) => ({ person, ...sumsOf(some) })),
  }
}

function sumsOf({ spend, tokens, requests }: Pick<KeyUse, 'spend' | 'tokens' | 'requests'>) {
  return { spend_usd: usdOf(spend), tokens, requests }
}

const usdOf = (amount: Nano | null) => (amount === null ? null : formatUsdExact(amount))
