import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf, type Day, type DayRange, daysBetween, earlier, addDays } from '@/lib/domain/day'
import {
  addUp,
  type DayBilled,
  type DayUsage,
  reconcile,
  type Reconciled,
  type ReconciledDay,
} from '@/lib/domain/reconciliation'
import type { Viewer } from '@/lib/domain/viewer'
import { loadPriceBook } from './model-prices'
import { coverageOf, loadSources } from './timeline-sources'

export interface ReconciliationSearch {
  /** Half-open; nothing after today is in it. */
  range: DayRange
  data: DataScope
  organizationId?: string
}

export interface Reconciliation {
  /** Days with a bill or with use, and final days without either, the newest first. */
  days: ReconciledDay[]
  /** Of the days that are final. */
  closed: Reconciled
  /** Of the days that are not; null where there are none. */
  open: Reconciled | null
  /** Days of the range that were not read. */
  missing: number
  organizations: { id: string; name: string }[]
  hasLegacy: boolean
}

const WITHIN = `f.day >= $1::date and f.day < $2::date and f.organization_id = any($3::text[])`

/** Each day's bill beside what its use costs at list price. */
export async function getReconciliation(
  _viewer: Viewer,
  { range: asked, data, organizationId }: ReconciliationSearch,
  now: Date,
): Promise<Reconciliation> {
  const range = { from: asked.from, to: earlier(asked.to, addDays(dayOf(now), 1)) }
  if (daysBetween(range.from, range.to) < 0) range.to = range.from
  const filters = organizationId === undefined ? {} : { organization: [organizationId] }
  const sources = await loadSources(range, filters, data)
  const ids = sources.organizations.map(({ id }) => id)
  const values = [range.from, range.to, ids]
  const [book, usage, billed] = await Promise.all([
    loadPriceBook(),
    pool().query<DayUsage>(
      `select f.day, c.source::text, f.model, f.service_tier as "serviceTier", f.speed, f.context_window as "contextWindow",
         f.inference_geo as "inferenceGeo", f.is_mixed as "isMixed", sum(f.uncached_input)::bigint as "uncachedInput",
         sum(f.cache_read)::bigint as "cacheRead", sum(f.cache_write_5m)::bigint as "cacheWrite5m",
         sum(f.cache_write_1h)::bigint as "cacheWrite1h", sum(f.output)::bigint as output,
         sum(f.web_searches)::bigint as "webSearches"
       from priceable_usage f join coverage c using (organization_id, day) where ${WITHIN} group by 1, 2, 3, 4, 5, 6, 7, 8`,
      values,
    ),
    pool().query<DayBilled>(
      `select f.day, c.source::text, f.model, f.cost_type as "costType", f.token_type as "tokenType",
         sum(f.amount_nano)::bigint as amount, sum(f.list_amount_nano)::bigint as list, sum(f.cost_lines)::bigint as lines
       from billed_kinds f join coverage c using (organization_id, day) where ${WITHIN} group by 1, 2, 3, 4, 5`,
      values,
    ),
  ])
  const states = new Map(coverageOf(sources, range).map(({ day, state }) => [day, state]))
  const found = reconcile(usage.rows, billed.rows, (on) => states.get(on) === 'synced', book)
  const days = withQuietDays(found, states)
  const open = days.filter(({ isFinal }) => !isFinal)
  return {
    days,
    closed: addUp(days.filter(({ isFinal }) => isFinal)),
    open: open.length > 0 ? addUp(open) : null,
    missing: [...states.values()].filter((state) => state === 'not_synced').length,
    organizations: sources.organizations.map(({ id, name }) => ({ id, name })),
    hasLegacy: sources.days.some(({ source }) => source === 'legacy'),
  }
}

/** A final day without bill and use is a real zero. */
function withQuietDays(found: readonly ReconciledDay[], states: ReadonlyMap<Day, string>): ReconciledDay[] {
  const known = new Map(found.map((one) => [one.day, one]))
  const quiet = [...states].flatMap(([day, state]) =>
    state === 'synced' && !known.has(day) ? [{ ...addUp([]), day, isFinal: true, sources: [] }] : [],
  )
  return [...found, ...quiet].sort((a, b) => (a.day < b.day ? 1 : -1))
}
