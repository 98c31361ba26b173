import { pool } from '@/lib/db/client'
import { startOf, type Day, type DayRange } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { NO_USAGE, type ApiCell, type Usage } from '@/lib/domain/timeline'
import { bucketStarts, dayOfStart, type Bucket } from '@/lib/domain/timeline-buckets'
import {
  apiMatches,
  storedValues,
  type Grouping,
  type Metric,
  type TimelineFilters,
} from '@/lib/domain/timeline-request'

const COLUMNS = {
  organization: 'organization_id',
  workspace: 'workspace_id',
  key: 'api_key_id',
  model: 'model',
  product: 'product',
} as const

const USAGE_COLUMNS = {
  uncachedInput: 'uncached_input',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  cacheRead: 'cache_read',
  output: 'output',
  webSearches: 'web_searches',
  requests: 'requests',
} as const satisfies Record<keyof Usage, string>

const COUNTED = Object.values(USAGE_COLUMNS)
  .map((name) => `f.${name} > 0`)
  .join(' or ')

/** Conditions on columns of the facts or the rollup, with their values appended to `values`. */
export function filterConditions(filters: TimelineFilters, values: unknown[]): string[] {
  const conditions: string[] = []
  for (const [dimension, column] of Object.entries(COLUMNS) as [keyof typeof COLUMNS, string][]) {
    const wanted = filters[dimension]
    if (!wanted) continue
    const stored = storedValues(dimension, wanted)
    values.push(stored.filter((value) => value !== null))
    const named = `f.${column} = any($${values.length}::text[])`
    conditions.push(stored.includes(null) ? `(${named} or f.${column} is null)` : named)
  }
  return conditions
}

interface Selection {
  /** Half-open, nothing after today in it. */
  range: DayRange
  bucket: Bucket
  group: Grouping
  metric: Metric
  filters: TimelineFilters
}

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
  if (bucket !== 'hour') {
    const table = looksInside(selection) ? 'spend_rollup' : 'spend_days'
    return cellsOf(table, selection, { cost: true, usage }, openDays)
  }
  const [ofCost, ofUsage] = await Promise.all([
    cellsOf('cost_facts', selection, { cost: true, usage: false }, openDays),
    usage ? cellsOf('usage_facts', selection, { cost: false, usage: true }, openDays) : [],
  ])
  return [...ofCost, ...ofUsage]
}

type Table = 'spend_rollup' | 'spend_days' | 'cost_facts' | 'usage_facts'

const INSIDE = ['workspace', 'key', 'model', 'product'] as const

/** Whether a day's sum is not enough, because something within it is grouped or filtered. */
function looksInside({ group, filters }: Selection): boolean {
  return INSIDE.some((dimension) => dimension === group || filters[dimension])
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
  amount?: bigint
  priced?: boolean
}

async function cellsOf(
  table: Table,
  selection: Selection,
  wanted: Wanted,
  openDays: ReadonlySet<Day> | null,
): Promise<ApiCell[]> {
  const starts = bucketStarts(selection.range, selection.bucket)
  const { text, values } = cellQuery(table, selection, starts, wanted, openDays)
  const { rows } = await pool().query<CellRow & Partial<Record<string, bigint>>>(text, values)
  const isOpen = starts.map((start) => openDays?.has(dayOfStart(start)) ?? true)
  return rows.map((row): ApiCell => ({
    start: starts[row.bucket - 1] ?? selection.range.from,
    value: row.value,
    amount: nano(row.amount ?? 0n),
    priced: row.priced ?? false,
    usage: wanted.usage ? usageOf(row) : NO_USAGE,
    provisional: row.provisional ?? isOpen[row.bucket - 1] ?? true,
  }))
}

function usageOf(row: Partial<Record<string, bigint>>): Usage {
  const usage = { ...NO_USAGE }
  for (const name of Object.keys(USAGE_COLUMNS) as (keyof Usage)[])
    usage[name] = row[USAGE_COLUMNS[name]] ?? 0n
  return usage
}

/** The statement behind the cells. A day is final when its coverage says so; what stands on another is provisional. */
function cellQuery(
  table: Table,
  { range, bucket, group, filters }: Selection,
  starts: string[],
  wanted: Wanted,
  openDays: ReadonlySet<Day> | null,
): { text: string; values: unknown[] } {
  const values: unknown[] = [range.from, range.to]
  let index = '1'
  if (bucket === 'day') index = '(f.day - $1::date) + 1'
  else if (bucket === 'hour') {
    values.push(startOf(range.from))
    index = 'floor(extract(epoch from f.starts_at - $3::timestamptz) / 3600)::int + 1'
  } else if (starts.length > 1) {
    values.push(starts)
    index = 'width_bucket(f.day, $3::date[])'
  }
  const column = group in COLUMNS ? `f.${COLUMNS[group as keyof typeof COLUMNS]}` : 'null::text'
  const sums: string[] = []
  if (wanted.cost) {
    const priced = table.endsWith('_facts') ? 'true' : 'bool_or(f.cost_lines > 0)'
    sums.push('sum(f.amount_nano)::bigint as amount', `${priced} as priced`)
  }
  if (wanted.usage)
    sums.push(...Object.values(USAGE_COLUMNS).map((name) => `sum(f.${name})::bigint as ${name}`))
  // Only what makes the figure up makes it provisional: not usage without a price, nor cost without usage.
  const counted = wanted.usage ? COUNTED : table.endsWith('_facts') ? 'true' : 'f.cost_lines > 0'
  const isOpen = (condition: string) =>
    sums.push(`coalesce(bool_or(${condition}) filter (where ${counted}), false) as provisional`)
  if (openDays === null)
    isOpen(`(f.organization_id, f.day) not in (
      select c.organization_id, c.day from coverage c
      where c.state = 'synced' and c.day >= $1::date and c.day < $2::date)`)
  else if (bucket !== 'day' && bucket !== 'hour') {
    values.push([...openDays])
    isOpen(`f.day = any($${values.length}::date[])`)
  }
  const conditions = ['f.day >= $1::date', 'f.day < $2::date', ...filterConditions(filters, values)]
  const text = `select ${index} as bucket, ${column} as value, ${sums.join(', ')}
    from ${table} f where ${conditions.join(' and ')} group by 1, 2`
  return { text, values }
}
