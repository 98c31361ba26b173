import { formatUsdExact } from '@/lib/domain/money'
import type { Metric } from '@/lib/domain/timeline-request'
import type { NamedRow, Timeline } from '@/lib/queries/timeline'
import { csvLine } from './csv'

const COLUMNS: Record<Metric, [name: string, figure: (row: NamedRow) => bigint | string][]> = {
  cost: [['amount_usd', ({ amount }) => formatUsdExact(amount)]],
  tokens: [
    ['uncached_input', ({ usage }) => usage.uncachedInput],
    ['cache_write_5m', ({ usage }) => usage.cacheWrite5m],
    ['cache_write_1h', ({ usage }) => usage.cacheWrite1h],
    ['cache_read', ({ usage }) => usage.cacheRead],
    ['output', ({ usage }) => usage.output],
    ['web_searches', ({ usage }) => usage.webSearches],
  ],
  requests: [['requests', ({ usage }) => usage.requests]],
}

/** The rows of a timeline as they are shown, in their order, with exact figures; a null group is an empty cell. */
export function timelineCsv({ request, rows }: Pick<Timeline, 'request' | 'rows'>): string {
  const columns = COLUMNS[request.metric]
  const header = csvLine(['start', 'group', 'name', 'pool', ...columns.map(([name]) => name), 'quality'])
  const lines = rows.map((row) =>
    csvLine([
      row.start,
      row.group ?? '',
      row.name,
      row.pool,
      ...columns.map(([, figure]) => String(figure(row))),
      row.quality,
    ]),
  )
  return header + lines.join('')
}
