import { addDays } from '@/lib/domain/day'
import { TOKEN_WORDS, type WordId } from '@/lib/domain/glossary'
import { type Nano, zero } from '@/lib/domain/money'
import type { NoPriceReason } from '@/lib/domain/pricing'
import {
  COST_KINDS,
  type CostKind,
  DIFFERENCE_COLUMNS,
  type DifferenceColumn,
  differenceColumns,
  type Gap,
  GAPS,
  type Reconciled,
  type ReconciledDay,
  type Unpriced,
} from '@/lib/domain/reconciliation'
import { formatCount, formatDay, formatUsd, formatUsdChange, type UsdParts } from '@/lib/format'
import { reconciliationHref, type ReconciliationView } from './reconciliation-view'

const KIND_NAMES: Record<CostKind, string> = {
  uncachedInput: 'Uncached input',
  cacheWrite5m: 'Cache writes, 5 minutes',
  cacheWrite1h: 'Cache writes, 1 hour',
  cacheRead: 'Cache reads',
  output: 'Output',
  webSearch: 'Web search',
  codeExecution: 'Code execution',
  session: 'Session time',
  other: 'Other',
}

const KIND_WORDS: Partial<Record<CostKind, WordId>> = { ...TOKEN_WORDS, webSearch: 'web-search' }

export const COLUMN_NAMES: Record<DifferenceColumn, string> = {
  discount: 'Discount',
  noPrice: 'No price',
  codeExecution: 'Code exec.',
  session: 'Sessions',
  webSearch: 'Web search',
  other: 'Other',
  tokens: 'Tokens',
}

const GAP_WORDS: Record<Gap, { name: string; why: string }> = {
  discount: { name: 'Discounts', why: 'Anthropic billed this much less than its own list price.' },
  no_price: {
    name: 'No price is known',
    why: 'Billed for models, service tiers or speeds that no list price is known for. An owner can enter one.',
  },
  code_execution: {
    name: 'Code execution',
    why: 'Billed by the container hour, after free hours. No report counts those hours, so it cannot be priced.',
  },
  session: {
    name: 'Session time',
    why: 'Managed Agents are billed by the session hour. No report counts those hours, so it cannot be priced.',
  },
  web_search: { name: 'Web searches', why: 'Searches that failed are counted as use, but are free.' },
  other_cost: {
    name: 'Other costs',
    why: 'Of a kind that is not known here, or of days whose kinds are not told apart any more.',
  },
  rates_not_told: {
    name: 'Rates of legacy days',
    why: 'Fast mode, a US region and long prompts cost more than usual. Of days read through the legacy reports, use is kept without them.',
  },
  mixed_rates: {
    name: 'Batches beside other rates',
    why: 'A key used one model in several service tiers and at several rates on one day. Which went with which is not told.',
  },
  likeness: {
    name: 'Priced by likeness',
    why: 'Models priced as the model whose name is nearest: an estimate.',
  },
  not_billed: {
    name: 'Used but not billed',
    why: 'Requests that Anthropic blocked count as use and are not billed.',
  },
  not_final: {
    name: 'Not final yet',
    why: 'Of days that Anthropic has not closed, or that did not add up when they were read.',
  },
  rounding: { name: 'Rounding', why: 'Anthropic rounds each line of the bill to a millionth of a cent.' },
  unexplained: { name: 'Not explained', why: 'None of the known reasons fits.' },
}

export interface GapLine {
  id: Gap
  name: string
  why: string
  models: string
  amount: string
}

const MOST_NAMED = 6

/** Why a sum of days differs, the reasons in their usual order; their amounts add up to the difference. */
export function prepareGaps({ gaps }: Pick<Reconciled, 'gaps'>): GapLine[] {
  return GAPS.flatMap((id) => {
    const found = gaps.get(id)
    if (!found || found.amount === 0n) return []
    return [{ id, ...GAP_WORDS[id], models: listed(found.models), amount: formatUsdChange(found.amount) }]
  })
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED
  return [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

export interface KindLine {
  id: CostKind
  name: string
  word?: WordId
  billed: UsdParts
  priced: UsdParts | null
  difference: string
}

const NEVER_PRICED: readonly CostKind[] = ['codeExecution', 'session', 'other']

/** Kinds that occur. What cannot be priced has no price, rather than one of nothing. */
export function prepareKinds({ kinds }: Pick<Reconciled, 'kinds'>): KindLine[] {
  return COST_KINDS.flatMap((id) => {
    const { billed, priced, difference } = kinds[id]
    if (billed === 0n && priced === 0n) return []
    return [
      {
        ...{
          id,
          name: KIND_NAMES[id],
          word: KIND_WORDS[id],
          billed: formatUsd(billed),
          difference: signed(difference),
        },
        priced: NEVER_PRICED.includes(id) ? null : formatUsd(priced),
      },
    ]
  })
}

export interface DayLine {
  id: string
  day: string
  href: string
  isFinal: boolean
  isQuiet: boolean
  billed: UsdParts
  priced: UsdParts
  difference: string
  columns: { id: DifferenceColumn; text: string }[]
  notes: string[]
}

export function prepareDays(
  days: readonly ReconciledDay[],
  used: readonly DifferenceColumn[],
  view: ReconciliationView,
): DayLine[] {
  return days.map((one) => ({
    id: one.day,
    day: formatDay(one.day),
    href: reconciliationHref(view, { choice: { custom: { from: one.day, to: addDays(one.day, 1) } } }),
    isFinal: one.isFinal,
    isQuiet: one.billed === 0n && one.priced === 0n && one.unpriced.length === 0,
    billed: formatUsd(one.billed),
    priced: formatUsd(one.priced),
    difference: signed(one.difference),
    columns: prepareColumns(one, used),
    notes: dayNotes(one),
  }))
}

/** The columns that say something of any of these days; the others would be dashes from top to bottom. */
export function usedColumns(days: readonly Pick<Reconciled, 'gaps'>[]): DifferenceColumn[] {
  const all = days.map(differenceColumns)
  return DIFFERENCE_COLUMNS.filter((id) => all.some((columns) => columns[id] !== 0n))
}

export function prepareColumns(
  one: Pick<Reconciled, 'gaps'>,
  used: readonly DifferenceColumn[],
): DayLine['columns'] {
  const columns = differenceColumns(one)
  return used.map((id) => ({ id, text: signed(columns[id]) }))
}

/** What of a day its figures alone do not say, in words; the same in the CSV. */
export function dayNotes(one: ReconciledDay): string[] {
  const notes: string[] = []
  if (!one.isFinal) notes.push('not final: priced from use so far, estimated')
  if (one.sources.includes('legacy')) notes.push('legacy reports')
  if (one.unpriced.length > 0) {
    const tokens = one.unpriced.reduce((all, unpriced) => all + unpriced.tokens, 0n)
    notes.push(`${formatCount(tokens).text} tokens without a price`)
  }
  // Of closed days the page says it once, of all of them.
  if (one.open && !one.isFinal)
    notes.push(`${listed(one.open.models)}: ${between(one.open)} by length of prompts`)
  for (const [model, as] of one.estimated) notes.push(`${model} priced as ${as}, estimated`)
  return notes
}

export function between({ low, high }: { low: Nano; high: Nano }): string {
  return `${formatUsd(low).text} to ${formatUsd(high).text}`
}

const WHY_WORDS: Record<NoPriceReason, (of: Unpriced) => string> = {
  model: () => 'no list price is known',
  service_tier: ({ serviceTier }) =>
    serviceTier?.startsWith('priority')
      ? 'Priority Tier: paid by commitment, and not in the legacy cost report'
      : `the service tier ${serviceTier ?? ''} has no list price`,
  speed: ({ speed }) => `the speed ${speed ?? ''} has no list price on these days`,
  token_kind: () => 'a kind of token it used has no list price',
}

export interface UnpricedLine {
  id: string
  model: string
  why: string
  tokens: { text: string; title: string }
  rows: string
}

/** Use that could not be priced, the most tokens first. */
export function prepareUnpriced(unpriced: readonly Unpriced[]): UnpricedLine[] {
  return [...unpriced]
    .sort((a, b) => (a.tokens === b.tokens ? 0 : a.tokens > b.tokens ? -1 : 1))
    .map((one) => ({
      id: JSON.stringify([one.model, one.why, one.serviceTier, one.speed]),
      model: one.model ?? '(no model)',
      why: WHY_WORDS[one.why](one),
      tokens: formatCount(one.tokens),
      rows: formatCount(BigInt(one.rows)).text,
    }))
}

/** A difference with its sign; none is a dash, which no other figure is. */
export function signed(amount: Nano): string {
  return amount === zero ? '–' : formatUsdChange(amount)
}
