import { z } from 'zod'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { formatUsdExact, nano } from '@/lib/domain/money'
import { ExpectedError } from '@/lib/errors'
import { plainText, utcDay } from '@/lib/parse-text'
import { getRevision, listRevisions, type RevisedFact, type Revision } from '@/lib/queries/revisions'
import { endpoint } from '../endpoint'
import { listPage, pageLimit } from '../list-page'

const usd = z.string().regex(/^-?\d+\.\d{2,9}$/)
const id = z.string().nullable()

const revision = z.object({
  id: z.string(),
  organization_id: z.string(),
  day: z.string(),
  noticed_at: z.iso.datetime(),
  before_usd: usd,
  after_usd: usd,
  delta_usd: usd.describe('0.00 where only usage changed, or how the same amount is split'),
  rows: z.int().describe('How many facts changed'),
  sentence: z.string(),
})

const cost = z.object({ amount_usd: usd, list_amount_usd: usd.nullable() })
const usage = z.object({
  uncached_input: z.int(),
  cache_write_5m: z.int(),
  cache_write_1h: z.int(),
  cache_read: z.int(),
  output: z.int(),
  web_searches: z.int(),
  requests: z.int().nullable(),
})
const said = z.union([cost, usage]).nullable().describe('null = it was not there')

const changedFact = z.object({
  kind: z.enum(['cost', 'usage']),
  starts_at: z.iso.datetime(),
  api_key_id: id,
  workspace_id: id,
  model: id,
  product: id,
  service_tier: id,
  cost_type: id,
  token_type: id,
  before: said,
  after: said,
})

function revisionOf(found: Revision) {
  return {
    id: found.id,
    organization_id: found.organizationId,
    day: found.day,
    noticed_at: found.noticedAt.toISOString(),
    before_usd: formatUsdExact(found.before),
    after_usd: formatUsdExact(found.after),
    delta_usd: formatUsdExact(found.delta),
    rows: found.rows,
    sentence: found.sentence,
  }
}

function saidOf(fact: RevisedFact | null) {
  if (fact === null || !('amount' in fact)) return fact
  const { amount, list } = fact
  return {
    amount_usd: formatUsdExact(nano(BigInt(amount))),
    list_amount_usd: list === null ? null : formatUsdExact(nano(BigInt(list))),
  }
}

/**
 * Days that were final and that Anthropic changed afterwards, newest first. `from` is inclusive, `to` exclusive: UTC days of
 * the figures, not of noticing. 400 for a `cursor` this list did not give.
 */
export const readRevisions = endpoint(
  {
    permission: 'read',
    summary: 'List what Anthropic restated',
    query: z.object({
      from: utcDay.optional(),
      to: utcDay.optional(),
      organization: plainText(100).optional(),
      data: z.enum(DATA_SCOPES).default('real'),
      limit: pageLimit(50),
      cursor: plainText(100).optional(),
    }),
    answer: listPage(revision),
  },
  async ({ viewer, query }) => {
    const { from = null, to = null, organization = null, data, limit, cursor = null } = query
    const search = { from, to, organizationId: organization, data, before: cursor, limit: limit + 1 }
    const found = await listRevisions(viewer, search)
    if (!found)
      throw new ExpectedError('invalid', 'cursor: is not one this list gave.', { parameter: 'cursor' })
    const page = found.slice(0, limit)
    return {
      data: page.map(revisionOf),
      next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
)

/** One restatement with every fact that changed, before and after. 404 for an id that is none. */
export const readRevision = endpoint(
  {
    permission: 'read',
    summary: 'Read what Anthropic restated of a day',
    params: z.object({ id: z.string().max(100) }),
    answer: revision.extend({ changes: z.array(changedFact) }),
  },
  async ({ viewer, params }) => {
    const found = await getRevision(viewer, params.id)
    if (!found)
      throw new ExpectedError('not_found', 'There is no restatement with this id.', { parameter: 'id' })
    const changes = found.changes.map((change) => ({
      kind: change.kind,
      starts_at: change.startsAt.toISOString(),
      api_key_id: change.apiKeyId,
      workspace_id: change.workspaceId,
      model: change.model,
      product: change.product,
      service_tier: change.serviceTier,
      cost_type: change.costType,
      token_type: change.tokenType,
      before: saidOf(change.before),
      after: saidOf(change.after),
    }))
    return { ...revisionOf(found), changes }
  },
)
