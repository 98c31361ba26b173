import { pool } from '@/lib/db/client'
import { USAGE_COLUMNS } from '@/lib/db/timeline-tables'
import { addsUp } from '@/lib/domain/coverage-days'
import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf, earlier, later, type DayRange } from '@/lib/domain/day'
import { countedCosts } from '@/lib/domain/explained-spend'
import { nano } from '@/lib/domain/money'
import type { ReviewFigures } from '@/lib/domain/review'
import { buildFigures, comparedRanges, explainByKey, type RangePools } from '@/lib/domain/review-figures'
import type { ReviewPeriod } from '@/lib/domain/review-period'
import type { CountedCost } from '@/lib/domain/spend-change'
import { visibleRange } from '@/lib/domain/timeline'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { costsOfKinds, KIND_SUMS } from './kind-sums'
import { usageOf } from './spend-cells'
import { getTimeline } from './timeline'
import { contentOf, loadSources } from './timeline-sources'

const TRIES = 5

/**
 * The figures of a period as they stand, all of one and the same state of what was read: where a sync stores something in
 * between, they are taken again.
 */
export async function readReviewFigures(
  viewer: Viewer,
  period: ReviewPeriod,
  data: DataScope,
  now: Date,
): Promise<ReviewFigures> {
  const compared = comparedRanges(period, dayOf(now))
  const all = {
    from: earlier(compared.longBefore.from, compared.before.from),
    to: later(period.range.to, compared.before.to),
  }
  const stateNow = async () => contentOf(await loadSources(all, {}, data), [all])
  for (let tries = 0; tries < TRIES; tries++) {
    const state = await stateNow()
    const taken = await takeFigures(viewer, { period, compared, data }, now)
    if ((await stateNow()) === state) return buildFigures(taken)
  }
  throw new ExpectedError(
    'unavailable',
    'The figures of this period are being read right now. Look again in a minute; nothing was changed.',
  )
}

/** What each pool came to in these days, from the timeline itself. */
export async function readPools(
  viewer: Viewer,
  range: DayRange,
  data: DataScope,
  now: Date,
): Promise<RangePools & { coverage: Awaited<ReturnType<typeof getTimeline>>['coverage'] }> {
  const request = { range, bucket: 'total', group: 'pool', basis: 'spread', metric: 'cost' } as const
  const { byPool, coverage } = await getTimeline(viewer, { ...request, filters: {}, data }, now)
  const hasSource = (await countOrganizations(data)) > 0
  const isRead = coverage.every(({ day, state }) => addsUp(state) || day > dayOf(now))
  return { byPool, isKnown: !hasSource || isRead, coverage: hasSource ? coverage : [] }
}

async function countOrganizations(data: DataScope): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    'select count(*)::int as count from organizations where is_demo = $1',
    [data === 'demo'],
  )
  return rows[0]?.count ?? 0
}

async function takeFigures(
  viewer: Viewer,
  { period, compared, data }: { period: ReviewPeriod; compared: ReviewFigures['compared']; data: DataScope },
  now: Date,
) {
  const poolsOf = (range: DayRange) => readPools(viewer, range, data, now)
  const [ofNow, before, longBefore, costsNow, costsBefore] = await Promise.all([
    poolsOf(period.range),
    poolsOf(compared.before),
    poolsOf(compared.longBefore),
    countedByKey(visibleRange(period.range, dayOf(now)), data),
    countedByKey(compared.before, data),
  ])
  return {
    ...{ period, compared, takenAt: now, before, longBefore },
    now: ofNow,
    change: explainByKey(costsBefore, costsNow),
    coverage: ofNow.coverage.filter(({ day }) => day <= dayOf(now)),
  }
}

/** All API use of these days by key, model and kind, and what it cost. */
async function countedByKey({ from, to }: DayRange, data: DataScope): Promise<Map<string, CountedCost[]>> {
  const usage = Object.values(USAGE_COLUMNS).map((name) => `sum(f.${name})::bigint as ${name}`)
  const { rows } = await pool().query<
    { key: string; model: string | null; amount: bigint } & Parameters<typeof usageOf>[0]
  >(
    `select concat_ws(' ', f.organization_id, f.api_key_id) as key, f.model, sum(f.amount_nano)::bigint as amount,
       ${[...usage, ...KIND_SUMS].join(', ')}
     from spend_rollup f where f.organization_id in (select id from organizations where is_demo = $3)
       and f.day >= $1::date and f.day < $2::date group by f.organization_id, f.api_key_id, f.model`,
    [from, to, data === 'demo'],
  )
  const keys = new Map<string, CountedCost[]>()
  for (const row of rows) {
    const cells = keys.get(row.key) ?? []
    cells.push(...countedCosts(row.model, nano(row.amount), usageOf(row), costsOfKinds(row)))
    keys.set(row.key, cells)
  }
  return keys
}
