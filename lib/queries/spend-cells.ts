import { pool } from '@/lib/db/client'
import type { Day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { NO_USAGE, type ApiCell, type Usage } from '@/lib/domain/timeline'
import { bucketStarts, dayOfStart } from '@/lib/domain/timeline-buckets'
import { apiMatches } from '@/lib/domain/timeline-request'
import {
  bucketNumber,
  COUNTED,
  dayTable,
  groupColumn,
  hourTable,
  isByHourInside,
  isEstimated,
  isOpen,
  isWithinDay,
  selectionConditions,
  USAGE_COLUMNS,
  type Selection,
} from '@/lib/db/timeline-tables'

/**
 * API spend summed in the database per bucket and the one dimension that is wanted. `openDays` are the days that are not
 * final, where all organisations agree on them; else each row's own coverage is looked up.
 */
export async function spendCells(
  selection: Selection,
  openDays: ReadonlySet<Day> | null,
): Promise<ApiCell[]> {
  const { range, bucket, metric, filters } = selection
  if (range.from >= range.to || !apiMatches(filters)) return []
  const usage = metric !== 'cost'
  if (!isByHourInside(selection)) {
    const table = bucket === 'hour' ? hourTable(selection, 'cost') : dayTable(selection)
    return cellsOf(table, selection, { cost: true, usage }, openDays)
  }
  const [ofCost, ofUsage] = await Promise.all([
    cellsOf(hourTable(selection, 'cost'), selection, { cost: true, usage: false }, openDays),
    usage ? cellsOf(hourTable(selection, 'usage'), selection, { cost: false, usage: true }, openDays) : [],
  ])
  return [...ofCost, ...ofUsage]
}

interface Wanted {
  cost: boolean
  usage: boolean
}

interface CellRow {
  bucket: number
  value: string | null
  /** Only where it does not follow from the bucket alone. */
  provisional?: boolean
  estimated?: boolean
  amount?: bigint
  priced?: boolean
}

/** A day is final when its coverage says so; what stands on another is provisional. */
async function cellsOf(
  table: string,
  selection: Selection,
  wanted: Wanted,
  openDays: ReadonlySet<Day> | null,
): Promise<ApiCell[]> {
  const { range, bucket, group } = selection
  const starts = bucketStarts(range, bucket)
  const values: unknown[] = [range.from, range.to]
  const { number, groupBy } = bucketNumber(selection, starts, values)
  const sums: string[] = []
  if (wanted.cost) sums.push('sum(f.amount_nano)::bigint as amount', 'bool_or(f.cost_lines > 0) as priced')
  if (wanted.usage)
    sums.push(...Object.values(USAGE_COLUMNS).map((name) => `sum(f.${name})::bigint as ${name}`))
  if (openDays === null || !isWithinDay(bucket)) {
    // Only what makes the figure up makes it provisional: not usage without a price, nor cost without usage.
    const counted = wanted.usage ? COUNTED : 'f.cost_lines > 0'
    const open = isOpen(openDays, values)
    sums.push(`coalesce(bool_or(${open}) filter (where ${counted}), false) as provisional`)
  }
  const estimated = wanted.cost ? isEstimated(selection) : null
  if (estimated) sums.push(`bool_or(${estimated}) as estimated`)
  const { rows } = await pool().query<CellRow & Partial<Record<(typeof USAGE_COLUMNS)[keyof Usage], bigint>>>(
    `select ${number} as bucket, ${groupColumn(group) ?? 'null::text'} as value, ${sums.join(', ')}
     from ${table} f where ${selectionConditions(selection, values)} group by ${groupBy}, 2`,
    values,
  )
  const isOpenBucket = starts.map((start) => openDays?.has(dayOfStart(start)) ?? true)
  return rows.map((row): ApiCell => ({
    start: starts[row.bucket - 1] ?? range.from,
    value: row.value,
    amount: nano(row.amount ?? 0n),
    priced: row.priced ?? false,
    usage: wanted.usage ? usageOf(row) : NO_USAGE,
    provisional: row.provisional ?? isOpenBucket[row.bucket - 1] ?? true,
    estimated: row.estimated ?? false,
  }))
}

export function usageOf(row: Partial<Record<(typeof USAGE_COLUMNS)[keyof Usage], bigint>>): Usage {
  const usage = { ...NO_USAGE }
  for (const name of Object.keys(USAGE_COLUMNS) as (keyof Usage)[])
    usage[name] = row[USAGE_COLUMNS[name]] ?? 0n
  return usage
}
