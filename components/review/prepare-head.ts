import { nano, type Nano } from '@/lib/domain/money'
import type { ReviewAdjustments, ReviewFigures } from '@/lib/domain/review'
import {
  adjustmentsSentence,
  changeWords,
  closedLateSentence,
  columnName,
  comparedWords,
  lacksDays,
  notCompared,
  openDaysSentence,
  poolName,
  REASON_WORDS,
  reasonsSentence,
  totalSentence,
} from '@/lib/domain/review-words'
import type { PeriodKind } from '@/lib/domain/review-period'
import type { Pool } from '@/lib/domain/timeline-request'
import { formatDay, formatInstant, formatUsd, formatUsdChange, type UsdParts } from '@/lib/format'

interface FigureRow {
  id: string
  name: string
  /** Null: the sum of the others. */
  pool: Pool | null
  now: UsdParts
  /** Null: not known, which is not zero. */
  before: UsdParts | null
  change: string | null
  longBefore: UsdParts | null
}

export interface PreparedHead {
  total: UsdParts
  sentence: string
  reasonsSentence: string
  rows: FigureRow[]
  /** Parts of the change, the largest first, with their sum last; null: nothing is compared. */
  reasons: { name: string; amount: string; isSum: boolean }[] | null
  columns: { kind: PeriodKind; before: string; longBefore: string }
  /** What was not final when it was closed, and what was deleted since. */
  caveats: string[]
  adjustments: { sentence: string; lines: { id: string; words: string; href: string | null }[] } | null
}

/** The figures of a period in words: each pool beside two other periods, why the whole changed, and what changed since. */
export function prepareHead(
  figures: ReviewFigures,
  { adjustments, isPreview }: { adjustments: ReviewAdjustments | null; isPreview: boolean },
  zone: string | undefined,
): PreparedHead {
  const { total, pools, reasons, kind } = figures
  const { before, longBefore } = comparedWords(figures)
  const openDays = openDaysSentence(figures)
  const late = isPreview ? null : closedLateSentence(figures)
  const isCompared = !lacksDays(figures)
  const moved = (reasons ?? []).filter(({ amount }) => amount !== 0n)
  return {
    total: formatUsd(total.now),
    sentence: totalSentence(figures),
    reasonsSentence:
      reasons === null
        ? `Not told. ${notCompared(figures) ?? ''}`
        : (reasonsSentence(figures) ?? 'Nothing changed.'),
    rows: [
      ...pools
        .filter((row) => row.now !== 0n || row.before !== 0n || row.longBefore !== 0n)
        .map((row) => rowOf(row.pool, poolName(row.pool), row.pool, row, isCompared)),
      rowOf('total', 'Total', null, total, isCompared),
    ],
    reasons:
      reasons === null || moved.length === 0
        ? null
        : [
            ...moved
              .sort((a, b) => (size(a.amount) > size(b.amount) ? -1 : 1))
              .map(({ reason, amount }) => ({
                ...{ name: REASON_WORDS[reason], amount: formatUsdChange(amount), isSum: false },
              })),
            { name: 'Together', amount: formatUsdChange(sumOf(moved)), isSum: true },
          ],
    columns: { kind, before: columnName(before), longBefore: columnName(longBefore) },
    caveats: [
      ...(openDays === null ? [] : [`${isPreview ? 'So far' : 'When this was closed'}, ${openDays}`]),
      ...(late === null ? [] : [late]),
      ...figures.deletions.map(
        (at) =>
          `Data of an organisation was deleted on ${formatInstant(at, zone)}. These sums still hold it; its lines are gone.`,
      ),
    ],
    adjustments: adjustments && {
      sentence: adjustmentsSentence(adjustments),
      lines: [
        ...adjustments.pools.map(({ pool, closed, now }) => ({
          id: pool,
          words: `${poolName(pool)}: ${formatUsd(closed).text} when it was closed, ${formatUsd(now).text} now`,
          href: null,
        })),
        ...adjustments.restatements.map(({ id, organizationName, day, delta }) => ({
          id,
          words: `${formatDay(day)}, ${organizationName}: ${formatUsdChange(delta)}`,
          href: `/restatements/${id}`,
        })),
        ...(adjustments.moreRestatements > 0
          ? [{ id: 'more', words: `and ${adjustments.moreRestatements} more`, href: '/restatements' }]
          : []),
      ],
    },
  }
}

function rowOf(
  id: string,
  name: string,
  pool: Pool | null,
  { now, before, longBefore }: ReviewFigures['total'],
  isCompared: boolean,
): FigureRow {
  return {
    ...{ id, name, pool, now: formatUsd(now) },
    before: before === null ? null : formatUsd(before),
    change: before === null || !isCompared ? null : changeWords(now, before),
    longBefore: longBefore === null ? null : formatUsd(longBefore),
  }
}

function sumOf(parts: readonly { amount: Nano }[]): Nano {
  return nano(parts.reduce((sum, { amount }) => sum + amount, 0n))
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}
