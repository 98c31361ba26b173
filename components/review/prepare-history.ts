import { nano } from '@/lib/domain/money'
import type { ReviewRow } from '@/lib/domain/review'
import { changeWords, durationWords, periodName } from '@/lib/domain/review-words'
import { formatInstant, formatUsd, type UsdParts } from '@/lib/format'

export interface HistoryRow {
  id: string
  href: string
  name: string
  total: UsdParts
  /** Against the period before; null: that is not known. */
  change: string | null
  /** "7 of 12", "nothing asked" */
  decided: string
  /** "6 minutes"; null: not signed, or nothing was decided. */
  took: string | null
  /** A month; null: nothing was stopped from its lines. */
  stopped: UsdParts | null
  isSigned: boolean
  /** "Ada Byron, 23 Nov 2026, 09:10 UTC", "5 lines wait" */
  stands: string
}

/** A row of the history in words. */
export function prepareHistoryRow(row: ReviewRow, zone: string | undefined): HistoryRow {
  const { period, kind, range, total, lines, undecided, stopped, deactivated, tookMs, signedBy, signedAt } =
    row
  return {
    id: row.id,
    href: `/review/${period}`,
    name: periodName({ id: period, kind, range }),
    total: formatUsd(total.now),
    change: total.before === null ? null : changeWords(total.now, total.before),
    decided: lines === 0 ? 'nothing asked' : `${lines - undecided} of ${lines}`,
    took: tookMs === null ? null : durationWords(tookMs),
    stopped: deactivated === 0 ? null : formatUsd(nano(stopped)),
    isSigned: row.state === 'signed',
    stands:
      row.state === 'signed' && signedAt
        ? `${signedBy ?? 'Somebody'}, ${formatInstant(signedAt, zone)}`
        : undecided === 0
          ? 'ready to sign'
          : `${undecided} ${undecided === 1 ? 'line waits' : 'lines wait'}`,
  }
}
