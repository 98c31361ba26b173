import { pool } from '@/lib/db/client'
import type { PairedSpend } from '@/lib/domain/comparison'
import { earlier, later, type DayRange } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { besideCoverage } from './figures-beside'
import { coverageSeen, RememberedFigures, type Reading } from './remembered-figures'
import type { CoverageRow, TimelineSources } from './timeline-sources'
import { dayTable, filterConditions, organizationCondition } from '@/lib/db/timeline-tables'

const remembered = new RememberedFigures<PairedSpend>()

/**
 * API spend of two periods side by side: what the earlier one cost, and which model on which key moved most either way.
 * It reads more than anything else on the page, and the same while somebody changes groups, buckets and metrics.
 */
export function pairedSpend(
  now: DayRange,
  before: DayRange,
  filters: TimelineFilters,
  sources: TimelineSources,
): Promise<PairedSpend> {
  const organizationIds = sources.organizations.map(({ id }) => id)
  const question = { filters, organizationIds }
  const read = () => queryPairs(now, before, filters, organizationIds)
  const all = { from: earlier(now.from, before.from), to: later(now.to, before.to) }
  return remembered.get(
    question,
    [now, before],
    sources,
    read,
    besideCoverage({ group: 'none', filters }, all),
  )
}

interface PairRow {
  model: string | null
  keyId: string | null
  moved: bigint
  before: bigint
  coverage: CoverageRow[]
}

/** The first row is the largest rise, the last one the largest fall; of equal ones the first by model and key. */
async function queryPairs(
  now: DayRange,
  before: DayRange,
  filters: TimelineFilters,
  organizationIds: readonly string[],
): Promise<Reading<PairedSpend>> {
  const values: unknown[] = [now.from, now.to, before.from, before.to]
  const isNow = (day: string) => `(${day} >= $1::date and ${day} < $2::date)`
  const isBefore = (day: string) => `(${day} >= $3::date and ${day} < $4::date)`
  const within = (day: string) => `(${isNow(day)} or ${isBefore(day)})`
  const conditions = [
    within('f.day'),
    organizationCondition('f', organizationIds, values),
    ...filterConditions(filters, values),
  ].join(' and ')
  const seen = `${within('v.day')} and ${organizationCondition('v', organizationIds, values)}`
  // Movers are told by model and key, whatever is filtered by.
  const table = dayTable({ group: 'key', filters: { model: [], ...filters } })
  const { rows } = await pool().query<PairRow>(
    `with pairs as (
       select f.model, f.api_key_id,
         coalesce(sum(f.amount_nano) filter (where ${isNow('f.day')}), 0) as now,
         coalesce(sum(f.amount_nano) filter (where ${isBefore('f.day')}), 0) as before
       from ${table} f where ${conditions} group by 1, 2
     ), moved as (
       select model, api_key_id, now - before as moved from pairs
     ), whole as (
       select coalesce(sum(before), 0)::bigint as before, ${coverageSeen(seen)} as coverage from pairs
     ), most as (
       (select * from moved order by moved desc, model collate "C", api_key_id collate "C" limit 1)
       union all
       (select * from moved order by moved, model collate "C", api_key_id collate "C" limit 1)
     )
     select most.model, most.api_key_id as "keyId", coalesce(most.moved, 0)::bigint as moved, whole.before, whole.coverage
     from whole left join most on true`,
    values,
  )
  const movers = rows.map(({ model, keyId, moved }) => ({ model, keyId, difference: nano(moved) }))
  const [first] = rows
  return {
    figures: {
      before: nano(first?.before ?? 0n),
      rise: movers.find(({ difference }) => difference > 0n) ?? null,
      fall: movers.find(({ difference }) => difference < 0n) ?? null,
    },
    coverage: first?.coverage ?? [],
  }
}
