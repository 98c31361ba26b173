import { z } from 'zod'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { formatUsdExact } from '@/lib/domain/money'
import { QUALITIES } from '@/lib/domain/quality'
import { COVERAGE_STATES } from '@/lib/domain/coverage-days'
import { BUCKETS } from '@/lib/domain/timeline-buckets'
import {
  BASES,
  DIMENSIONS,
  GROUPINGS,
  METRICS,
  POOLS,
  type Dimension,
  type TimelineFilters,
} from '@/lib/domain/timeline-request'
import { utcDay } from '@/lib/parse-text'
import { getTimeline, type NamedRow, type Timeline } from '@/lib/queries/timeline'
import { endpoint } from '../endpoint'

const ids = z
  .array(z.string().min(1, 'must not be empty').max(500, 'must be at most 500 characters'))
  .optional()
/** Of what a key is and is for: an empty value or `null` is usage without a key. */
const keys = z
  .array(z.string().max(500, 'must be at most 500 characters'))
  .transform((values) => values.map((value) => (value === '' || value === 'null' ? null : value)))
  .optional()

const query = z.object({
  from: utcDay,
  to: utcDay,
  bucket: z.enum(BUCKETS).default('day'),
  group: z.enum(GROUPINGS).default('none'),
  basis: z.enum(BASES).default('spread'),
  metric: z.enum(METRICS).default('cost'),
  data: z.enum(DATA_SCOPES).default('real'),
  organization: ids,
  workspace: ids,
  key: keys,
  model: ids,
  product: ids,
  person: ids,
  plan: ids,
  pool: z.array(z.enum(POOLS)).optional(),
  owner: keys.describe('A mail address; none = of keys nobody owns'),
  application: keys,
  environment: keys,
  tag: keys.describe('Of every key that has it; or the tags of a group, joined by " + "'),
  cost_centre: keys,
})

const usd = z.string().regex(/^-?\d+\.\d{2,9}$/)
const count = z.int()
const row = z.object({
  start: z.string(),
  group: z.string().nullable(),
  name: z.string(),
  pool: z.enum(POOLS),
  quality: z.enum(QUALITIES),
  amount_usd: usd.optional(),
  uncached_input: count.optional(),
  cache_write_5m: count.optional(),
  cache_write_1h: count.optional(),
  cache_read: count.optional(),
  output: count.optional(),
  web_searches: count.optional(),
  requests: count.optional(),
})
const answer = z.object({
  from: z.string(),
  to: z.string(),
  bucket: z.enum(BUCKETS),
  group: z.enum(GROUPINGS),
  basis: z.enum(BASES),
  metric: z.enum(METRICS),
  currency: z.literal('USD'),
  rows: z.array(row),
  total_usd: usd,
  by_pool_usd: z.object({ plan: usd, usage_credits: usd, api: usd, api_credit: usd }),
  coverage: z.array(z.object({ day: z.string(), state: z.enum(COVERAGE_STATES) })),
})

/** `GET /api/v1/timeline`. Source: contract.md. */
export const readTimeline = endpoint(
  {
    permission: 'read',
    query,
    summary: 'Plan fees and API usage on one time axis; `from` inclusive, `to` exclusive, UTC days.',
    answer,
  },
  async ({ viewer, query: asked, now }) => {
    const { from, to, bucket, group, basis, metric, data } = asked
    const filters: TimelineFilters = Object.fromEntries(
      DIMENSIONS.flatMap((dimension: Dimension) => (asked[dimension] ? [[dimension, asked[dimension]]] : [])),
    )
    return answerOf(
      await getTimeline(viewer, { range: { from, to }, bucket, group, basis, metric, filters, data }, now),
    )
  },
)

function answerOf({ request, rows, total, byPool, coverage }: Timeline) {
  const { range, bucket, group, basis, metric } = request
  return {
    from: range.from,
    to: range.to,
    bucket,
    group,
    basis,
    metric,
    currency: 'USD',
    rows: rows.map((line) => ({
      start: line.start,
      group: line.group,
      name: line.name,
      pool: line.pool,
      ...figuresOf(line, metric),
      quality: line.quality,
    })),
    total_usd: formatUsdExact(total),
    by_pool_usd: {
      plan: formatUsdExact(byPool.plan),
      usage_credits: formatUsdExact(byPool.usage_credits),
      api: formatUsdExact(byPool.api),
      api_credit: formatUsdExact(byPool.api_credit),
    },
    coverage,
  }
}

function figuresOf({ amount, usage }: NamedRow, metric: Timeline['request']['metric']) {
  if (metric === 'cost') return { amount_usd: formatUsdExact(amount) }
  if (metric === 'requests') return { requests: usage.requests }
  return {
    uncached_input: usage.uncachedInput,
    cache_write_5m: usage.cacheWrite5m,
    cache_write_1h: usage.cacheWrite1h,
    cache_read: usage.cacheRead,
    output: usage.output,
    web_searches: usage.webSearches,
  }
}
