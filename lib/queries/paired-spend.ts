import { dayTable, filterConditions, organizationCondition } from '@/lib/db/timeline-tables'
import { pool } from '@/lib/db/client'
import { type PairAmount, type PairedSpend, pairSpend } from '@/lib/domain/comparison'
import { type Day, type DayRange, earlier, isWithin, later } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import { besideCoverage } from './figures-beside'
import { coverageSeen, type Reading, RememberedFigures, stretchesOf } from './remembered-figures'
import type { CoverageRow, TimelineSources } from './timeline-sources'

const remembered = new RememberedFigures<PairedSpend>()

/** Some thousand pairs each, so fewer of them. */
const STRETCHES = 24
const rememberedStretches = new RememberedFigures<Reading<PairAmount[]>>(STRETCHES)

/**
 * API spend of two periods side by side: what the earlier one cost, and which model on which key moved most either way.
 * It reads more than anything else on the page, and the same while somebody changes groups, buckets and metrics; after a
 * sync only the last days.
 */
export function pairedSpend(
  now: DayRange,
  before: DayRange,
  filters: TimelineFilters,
  sources: TimelineSources,
  today: Day,
): Promise<PairedSpend> {
  const question = { filters, organizationIds: sources.organizations.map(({ id }) => id) }
  const beside = (range: DayRange) => besideCoverage({ group: 'none', filters }, range)
  const readPeriod = async (range: DayRange) => {
    const stretches = stretchesOf(range, today).map((days) =>
      rememberedStretches.get(
        question,
        [days],
        sources,
        async () => {
          const reading = await queryPairs(days, question)
          return { figures: reading, coverage: reading.coverage }
        },
        beside(days),
      ),
    )
    const readings = await Promise.all(stretches)
    return {
      pairs: readings.flatMap(({ figures }) => figures),
      coverage: readings.flatMap(({ coverage }) => coverage),
    }
  }
  const read = async (): Promise<Reading<PairedSpend>> => {
    const [ofNow, ofBefore] = await Promise.all([readPeriod(now), readPeriod(before)])
    const coverage = ofBefore.coverage.filter(({ day }) => !isWithin(day, now)) // periods may overlap
    return { figures: pairSpend(ofNow.pairs, ofBefore.pairs), coverage: [...ofNow.coverage, ...coverage] }
  }
  const all = { from: earlier(now.from, before.from), to: later(now.to, before.to) }
  return remembered.get(question, [now, before], sources, read, beside(all))
}

interface PairRow {
  model: string | null
  keyId: string | null
  amount: bigint
  /** In the one row that carries nothing else. */
  coverage: CoverageRow[] | null
}

async function queryPairs(
  days: DayRange,
  { filters, organizationIds }: { filters: TimelineFilters; organizationIds: readonly string[] },
): Promise<Reading<PairAmount[]>> {
  const values: unknown[] = [days.from, days.to]
  const within = (table: string) =>
    `${table}.day >= $1::date and ${table}.day < $2::date and ${organizationCondition(table, organizationIds, values)}`
  const conditions = [within('f'), ...filterConditions(filters, values)].join(' and ')
  // Movers are told by model and key, whatever is filtered by.
  const table = dayTable({ group: 'key', filters: { model: [], ...filters } })
  const { rows } = await pool().query<PairRow>(
    `select f.model, f.api_key_id as "keyId", sum(f.amount_nano)::bigint as amount, null::json as coverage
     from ${table} f where ${conditions} group by 1, 2
     union all
     select null, null, 0, ${coverageSeen(within('v'))}`,
    values,
  )
  return {
    figures: rows.flatMap(({ model, keyId, amount, coverage }) =>
      coverage === null ? [{ model, keyId, amount: nano(amount) }] : [],
    ),
    coverage: rows.find(({ coverage }) => coverage !== null)?.coverage ?? [],
  }
}
