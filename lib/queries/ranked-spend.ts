import { pool } from '@/lib/db/client'
import type { Day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { NO_USAGE } from '@/lib/domain/timeline'
import { bucketStarts, dayOfStart } from '@/lib/domain/timeline-buckets'
import { MOST_DRAWN, NO_SPEND, type RankedSpend } from '@/lib/domain/timeline-picture'
import { apiMatches, groupOfApi, type Metric } from '@/lib/domain/timeline-request'
import { besideCoverage } from './figures-beside'
import { coverageSeen, RememberedFigures, type Reading } from './remembered-figures'
import { usageOf } from './spend-cells'
import { openDays, type CoverageRow, type TimelineSources } from './timeline-sources'
import {
  bucketNumber,
  dayTable,
  groupColumn,
  hourTable,
  isEstimated,
  isOpen,
  isWithinDay,
  organizationCondition,
  selectionConditions,
  USAGE_COLUMNS,
  type Selection,
} from '@/lib/db/timeline-tables'

const TOKENS = 'f.uncached_input + f.cache_read + f.cache_write_5m + f.cache_write_1h + f.output'

/** Per metric: what is summed, and what makes a group or cell be there at all, and provisional where its day is open. */
const COUNTS: Record<Metric, { figure: string; has: string }> = {
  cost: { figure: 'f.amount_nano', has: 'f.cost_lines > 0' },
  tokens: { figure: TOKENS, has: `${TOKENS} + f.web_searches > 0` },
  requests: { figure: 'coalesce(f.requests, 0)', has: 'f.requests > 0' },
}

type UsageColumn = (typeof USAGE_COLUMNS)[keyof typeof USAGE_COLUMNS]

interface GroupRow extends Partial<Record<UsageColumn, bigint>> {
  bucket: null
  /** Null: nothing the metric counts. */
  place: number | null
  value: string | null
  amount: bigint
  provisional: boolean
  final: boolean
  estimated: boolean
  /** Whether some of it is not. */
  exact: boolean
  /** In the one row that carries nothing else. */
  coverage: CoverageRow[] | null
}

interface CellRow {
  bucket: number
  /** Null: the tail. */
  place: number | null
  count: bigint
  /** Null where it follows from the bucket alone. */
  provisional: boolean | null
  coverage: null
}

const remembered = new RememberedFigures<RankedSpend>()

/**
 * API spend as a page shows it, in one statement: every group's sum over the range, ranked, and per bucket only the groups
 * that get a colour, with the rest folded into one. Not every key of every day crosses to this process. A group is mixed
 * when some of its organisation-days are final and some are not.
 */
export async function rankedSpend(selection: Selection, sources: TimelineSources): Promise<RankedSpend> {
  const { range, filters } = selection
  if (range.from >= range.to || !apiMatches(filters)) return NO_SPEND
  const read = () => queryRanked(selection, openDays(sources, range))
  return remembered.get(selection, [range], sources, read, besideCoverage(selection, range))
}

async function queryRanked(
  selection: Selection,
  openDays: ReadonlySet<Day> | null,
): Promise<Reading<RankedSpend>> {
  const { text, values } = rankedStatement(selection, openDays)
  const { rows } = await pool().query<GroupRow | CellRow>(text, values)
  return {
    figures: spendOf(rows, selection, openDays),
    coverage: rows.find(({ coverage }) => coverage !== null)?.coverage ?? [],
  }
}

/** The statement behind `rankedSpend`; exported so that what it costs can be measured. */
export function rankedStatement(
  selection: Selection,
  openDays: ReadonlySet<Day> | null,
): { text: string; values: unknown[] } {
  const { range, bucket, group, metric } = selection
  const starts = bucketStarts(range, bucket)
  const values: unknown[] = [range.from, range.to]
  const { number, groupBy } = bucketNumber(selection, starts, values)
  const where = selectionConditions(selection, values)
  const open = isOpen(openDays, values)
  const { figure, has } = COUNTS[metric]
  const usage = metric === 'cost' ? [] : Object.values(USAGE_COLUMNS)
  const provisional = `coalesce(bool_or(${open}) filter (where ${has}), false)`
  const ours = isEstimated(selection)
  const estimated = ours ? `coalesce(bool_or(${ours}), false)` : 'false'
  const exact = ours ? `coalesce(bool_or(not ${ours}) filter (where ${has}), false)` : 'true'
  const isKnown = openDays !== null && isWithinDay(bucket) && !ours
  const pale = isKnown ? 'null' : ours ? `(${provisional} or ${estimated})` : provisional
  values.push(MOST_DRAWN.api ?? 0)
  const limit = `$${values.length}::int`
  const column = groupColumn(group)
  let value = column ?? 'null::text'
  const unnamed = column && groupOfApi(group, null)
  if (unnamed) {
    values.push(unnamed)
    value = `coalesce(${column}, $${values.length}::text)`
  }
  const inScope = organizationCondition('v', selection.organizationIds, values)
  const all = ['amount', 'count', ...usage].map((name) => `sum(${name})::bigint as ${name}`).join(', ')
  const any = ['provisional', 'final', 'estimated', 'exact', 'has'].map(
    (name) => `bool_or(${name}) as ${name}`,
  )
  const isPale = isKnown ? 'null' : 'bool_or(provisional or estimated)'
  const isHour = bucket === 'hour'
  const isPlace = (given: string) =>
    `${unnamed ? `p.value = ${given}` : isSame('p.value', given)} and p.place <= p.colours`
  // Hours stand in other tables than days; of all else the days are read once, for groups and buckets.
  const text = `with sums as materialized (
       select ${isHour ? 'null::int' : number} as bucket, ${value} as value, sum(f.amount_nano)::bigint as amount,
         sum(${figure})::bigint as count, ${usage.map((name) => `sum(f.${name})::bigint as ${name},`).join(' ')}
         ${provisional} as provisional,
         coalesce(bool_or(not ${open}) filter (where ${has}), false) as final,
         ${estimated} as estimated, ${exact} as exact,
         bool_or(${has}) as has
       from ${dayTable(selection)} f where ${where} group by 1, 2
     ), groups as (
       select value, ${all}, ${any.join(', ')} from sums group by 1
     ), places as (
       select value, row_number() over (order by count desc, value collate "C" nulls first)::int as place,
         case when count(*) over () > ${limit} + 1 then ${limit} else count(*) over () end as colours
       from groups where has
     )
     select null::int as bucket, p.place, g.value, g.amount, g.count,
       ${usage.map((name) => `g.${name},`).join(' ')} g.provisional, g.final, g.estimated, g.exact, null::json as coverage
     from groups g left join places p on ${isSame('p.value', 'g.value')}
     union all
     ${
       isHour
         ? `select ${number}, p.place, null, null, sum(${figure})::bigint,
       ${usage.map(() => 'null,').join(' ')} ${pale}, null, null, null, null
     from ${hourTable(selection, metric === 'cost' ? 'cost' : 'usage')} f left join places p on ${isPlace(value)}
     where ${where} group by ${groupBy}, p.place having bool_or(${has})`
         : `select s.bucket, p.place, null, null, sum(s.count)::bigint,
       ${usage.map(() => 'null,').join(' ')} ${isPale}, null, null, null, null
     from sums s left join places p on ${isPlace('s.value')}
     group by s.bucket, p.place having bool_or(s.has)`
     }
     union all
     select null, null, null, 0, 0, ${usage.map(() => 'null,').join(' ')} false, false, false, true,
       ${coverageSeen(`v.day >= $1::date and v.day < $2::date and ${inScope}`)}`
  return { text, values }
}

function spendOf(
  rows: readonly (GroupRow | CellRow)[],
  { range, bucket, metric }: Selection,
  openDays: ReadonlySet<Day> | null,
): RankedSpend {
  const starts = bucketStarts(range, bucket)
  const spend: RankedSpend = { groups: [], cells: [], amount: nano(0n) }
  let amount = 0n
  for (const row of rows) {
    if (row.bucket === null) {
      amount += row.amount
      if (row.place === null) continue
      spend.groups[row.place - 1] = {
        value: row.value,
        amount: nano(row.amount),
        usage: metric === 'cost' ? NO_USAGE : usageOf(row),
        provisional: row.provisional,
        estimated: row.estimated,
        mixed: row.estimated ? row.exact : row.provisional && row.final,
      }
    } else {
      const start = starts[row.bucket - 1]
      if (start === undefined) throw new RangeError(`bucket ${row.bucket} lies outside the range`)
      const provisional = row.provisional ?? openDays?.has(dayOfStart(start)) ?? true
      spend.cells.push({ start, place: row.place, figure: row.count, provisional })
    }
  }
  return { ...spend, amount: nano(amount) }
}

/** Equal, nulls too, in a form that can be hashed. */
function isSame(one: string, other: string): string {
  return `coalesce(${one}, '') = coalesce(${other}, '') and (${one} is null) = (${other} is null)`
}
