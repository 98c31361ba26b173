import type { CoverageState } from '@/lib/domain/coverage-days'
import { nano, type Nano } from '@/lib/domain/money'
import type { ReasonPart, ReviewFigures } from '@/lib/domain/review'
import type { PeriodKind } from '@/lib/domain/review-period'
import type { Pool } from '@/lib/domain/timeline-request'
import { formatDay, formatPercent, formatUsd, formatUsdChange, type UsdParts } from '@/lib/format'

export interface FigureRow {
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
  /** "+$12.40 (+18 %) against the week before"; null where the week before is not known. */
  change: string | null
  rows: FigureRow[]
  /** Parts of the change, the largest first; null: nothing is compared. */
  reasons: { name: string; amount: string; meaning: string }[] | null
  columns: { before: string; longBefore: string }
  /** What was not final when it was closed; null: all of it was. */
  caveat: string | null
}

const POOL_NAMES: Record<Pool, string> = {
  plan: 'Plan fees, spread over their days',
  usage_credits: 'Usage credits',
  api: 'API usage',
  api_credit: 'API credit of plans',
}

const REASONS: Record<ReasonPart['reason'], { name: string; meaning: string }> = {
  volume: { name: 'Volume', meaning: 'More or less was used.' },
  mix: { name: 'Model mix', meaning: 'Other models did the work.' },
  caching: { name: 'Caching', meaning: 'Input was cached more or less.' },
  price: { name: 'Price', meaning: 'The same tokens cost something else.' },
  plans: { name: 'Plans', meaning: 'Plans began, ended or changed.' },
  usage_credits: { name: 'Usage credits', meaning: 'More or fewer were bought.' },
  api_credit: { name: 'API credit', meaning: 'A plan paid more or less of the API use.' },
}

const COLUMNS: Record<PeriodKind, PreparedHead['columns']> = {
  week: { before: 'Week before', longBefore: '4 weeks earlier' },
  month: { before: 'Month before', longBefore: 'A year earlier' },
}

const STATES: Record<CoverageState, string> = {
  not_synced: 'not read',
  partial: 'read in part',
  provisional: 'provisional',
  synced: 'final',
}

/** The figures of a period in words: each pool beside two other periods, and why the whole changed. */
export function prepareHead(figures: ReviewFigures): PreparedHead {
  const { total, pools, reasons, kind } = figures
  const columns = COLUMNS[kind]
  const change = changeOf(total.now, total.before)
  return {
    total: formatUsd(total.now),
    change: change && `${change} against the ${columns.before.toLowerCase()}`,
    rows: [
      ...pools
        .filter((row) => row.now !== 0n || row.before !== 0n || row.longBefore !== 0n)
        .map((row) => rowOf(row.pool, POOL_NAMES[row.pool], row.pool, row)),
      rowOf('total', 'Total', null, total),
    ],
    reasons:
      reasons &&
      reasons
        .filter(({ amount }) => amount !== 0n)
        .sort((a, b) => (size(a.amount) > size(b.amount) ? -1 : 1))
        .map(({ reason, amount }) => ({ ...REASONS[reason], amount: formatUsdChange(amount) })),
    columns,
    caveat: caveatOf(figures),
  }
}

function rowOf(
  id: string,
  name: string,
  pool: Pool | null,
  { now, before, longBefore }: ReviewFigures['total'],
): FigureRow {
  return {
    ...{ id, name, pool, now: formatUsd(now) },
    before: before === null ? null : formatUsd(before),
    change: changeOf(now, before),
    longBefore: longBefore === null ? null : formatUsd(longBefore),
  }
}

function changeOf(now: Nano, before: Nano | null): string | null {
  if (before === null) return null
  const words = formatUsdChange(nano(now - before))
  if (before <= 0n || now === before) return words
  return `${words} (${now > before ? '+' : ''}${formatPercent(now - before, before)})`
}

/** "22 Nov 2026 was provisional when this was closed." */
function caveatOf({ openDays }: ReviewFigures): string | null {
  const known = openDays.filter(({ state }) => state !== 'synced')
  if (known.length === 0) return null
  const words = known.map(({ day, state }) => `${formatDay(day)} (${STATES[state]})`)
  const days = known.length === 1 ? 'One day was' : `${known.length} days were`
  return `${days} not final when this was closed: ${words.join(', ')}.`
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}
