import { formatUsdExact } from '@/lib/domain/money'
import { DIFFERENCE_COLUMNS, differenceColumns, type ReconciledDay } from '@/lib/domain/reconciliation'
import { csvLine } from './csv'

const HEADER = [
  'day',
  'state',
  'source',
  'billed_usd',
  'at_list_price_usd',
  'difference_usd',
  ...DIFFERENCE_COLUMNS.map(
    (column) => `${column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_usd`,
  ),
  'notes',
]

/**
 * Every day of the range as the page shows it, in exact dollars: `state` is `closed` or `estimated`, the columns after the
 * difference add up to it. `notesOf` gives a day's words.
 */
export function reconciliationCsv(
  days: readonly ReconciledDay[],
  notesOf: (day: ReconciledDay) => readonly string[],
): string {
  const lines = days.map((one) => {
    const columns = differenceColumns(one)
    return csvLine([
      one.day,
      one.isFinal ? 'closed' : 'estimated',
      one.sources.join(' and '),
      formatUsdExact(one.billed),
      formatUsdExact(one.priced),
      formatUsdExact(one.difference),
      ...DIFFERENCE_COLUMNS.map((column) => formatUsdExact(columns[column])),
      notesOf(one).join('; '),
    ])
  })
  return csvLine(HEADER) + lines.join('')
}
