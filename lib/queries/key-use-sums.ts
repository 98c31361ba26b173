import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, dayOf, type Day, day, type DayRange } from '@/lib/domain/day'
import { coverageSeen, type Reading, RememberedFigures, stretchesOf } from './remembered-figures'
import { hasLegacyDays, loadSources, type TimelineSources } from './timeline-sources'
import { USAGE_COLUMNS } from '@/lib/db/timeline-tables'

/** What one value of the dimension key adds up to; null: use without a key. */
export interface UseSum {
  organizationId: string
  value: string | null
  /** Of all days that are known. */
  total: bigint
  isPriced: boolean
  firstUsedOn: Day | null
  lastUsedOn: Day | null
  /** Of the range. */
  spend: bigint
  isSpendPriced: boolean
  isUsed: boolean
  /** Whether a day of it that cost something is not final. */
  isOpen: boolean
  /** Whether any of that was split over keys by us. */
  isEstimated: boolean
  /** Of the period before. */
  before: bigint
}

export interface UseQuestion {
  range: DayRange
  before: DayRange
  data: DataScope
  organizationId?: string
  /** One key alone. */
  keyId?: string
}

const remembered = new RememberedFigures<UseSum[]>()
export const EVER = { from: day('2000-01-01'), to: day('2199-12-31') }

/** What is older is hardly ever restated: summed once and remembered as long as it stays the same. */
const RECENT_DAYS = 35

/** What has been read of the organisations in question, ever. */
export function keySources({ organizationId, data }: UseQuestion): Promise<TimelineSources> {
  return loadSources(EVER, organizationId === undefined ? {} : { organization: [organizationId] }, data)
}

/** What every key used, each summed over all its days. Of all there is, only the last days are read anew after a sync. */
export async function useSums(question: UseQuestion, sources: TimelineSources, now: Date): Promise<UseSum[]> {
  const { keyId, range, before } = question
  const ids = sources.organizations.map(({ id }) => id)
  const hasLegacy = hasLegacyDays(sources, range)
  if (keyId !== undefined) return (await sumsWithin(EVER, question, ids, hasLegacy)).figures
  const today = dayOf(now)
  const cut = addDays(today, 1 - RECENT_DAYS)
  const parts = [{ from: EVER.from, to: cut }, ...stretchesOf({ from: cut, to: EVER.to }, today)].map(
    (days) =>
      remembered.get({ range, before, ids }, [days], sources, () =>
        sumsWithin(days, question, ids, hasLegacy),
      ),
  )
  return merge(await Promise.all(parts))
}

const COUNTED = Object.values(USAGE_COLUMNS)
const IS_USE = `(f.amount_nano <> 0 or f.${COUNTED.join(' + f.')} > 0)`

async function sumsWithin(
  days: DayRange,
  { range, before, keyId }: UseQuestion,
  organizationIds: readonly string[],
  hasLegacy: boolean,
): Promise<Reading<UseSum[]>> {
  const isIn = 'f.day >= $4::date and f.day < $5::date'
  const estimated = `coalesce(bool_or((f.organization_id, f.day) in (
         select c.organization_id, c.day from coverage c where c.source = 'legacy'))
         filter (where ${isIn} and f.cost_lines > 0), false)`
  const source =
    keyId === undefined
      ? `(select * from spend_day_parts where dimension = 'key')`
      : '(select *, api_key_id as value from spend_rollup where api_key_id = $8)'
  const within = (table: string) =>
    `${table}.organization_id = any($3::text[]) and ${table}.day >= $1::date and ${table}.day < $2::date`
  const { rows } = await pool().query<UseSum & { coverage: Reading<unknown>['coverage'] | null }>(
    `select f.organization_id as "organizationId", f.value, sum(f.amount_nano)::bigint as total,
       bool_or(f.cost_lines > 0) as "isPriced",
       min(f.day) filter (where ${IS_USE}) as "firstUsedOn", max(f.day) filter (where ${IS_USE}) as "lastUsedOn",
       coalesce(sum(f.amount_nano) filter (where ${isIn}), 0)::bigint as spend,
       coalesce(bool_or(f.cost_lines > 0) filter (where ${isIn}), false) as "isSpendPriced",
       coalesce(bool_or(${IS_USE}) filter (where ${isIn}), false) as "isUsed",
       coalesce(bool_or((f.organization_id, f.day) in (
         select c.organization_id, c.day from coverage c where c.state <> 'synced'))
         filter (where ${isIn} and f.cost_lines > 0), false) as "isOpen",
       ${hasLegacy ? estimated : 'false'} as "isEstimated",
       coalesce(sum(f.amount_nano) filter (where f.day >= $6::date and f.day < $7::date), 0)::bigint as before,
       null::json as coverage
     from ${source} f where ${within('f')} group by 1, 2
     union all
     select '', null, 0, false, null, null, 0, false, false, false, false, 0, ${coverageSeen(within('v'))}`,
    [
      ...[days.from, days.to, organizationIds, range.from, range.to, before.from, before.to],
      ...(keyId === undefined ? [] : [keyId]),
    ],
  )
  return {
    figures: rows.filter(({ coverage }) => coverage === null),
    coverage: rows.find(({ coverage }) => coverage !== null)?.coverage ?? [],
  }
}

function merge(parts: readonly UseSum[][]): UseSum[] {
  const merged = new Map<string, UseSum>()
  for (const sum of parts.flat()) {
    const name = JSON.stringify([sum.organizationId, sum.value])
    const there = merged.get(name)
    merged.set(name, there ? joined(there, sum) : sum)
  }
  return [...merged.values()]
}

/** Two stretches of days, the earlier first. */
function joined(a: UseSum, b: UseSum): UseSum {
  return {
    organizationId: a.organizationId,
    value: a.value,
    total: a.total + b.total,
    isPriced: a.isPriced || b.isPriced,
    firstUsedOn: a.firstUsedOn ?? b.firstUsedOn,
    lastUsedOn: b.lastUsedOn ?? a.lastUsedOn,
    spend: a.spend + b.spend,
    isSpendPriced: a.isSpendPriced || b.isSpendPriced,
    isUsed: a.isUsed || b.isUsed,
    isOpen: a.isOpen || b.isOpen,
    isEstimated: a.isEstimated || b.isEstimated,
    before: a.before + b.before,
  }
}
