import type { ExplainedSpend } from '@/lib/domain/explained-spend'
import { nano, type Nano } from '@/lib/domain/money'
import {
  type ChangeParts,
  explainChange,
  type ModelChange,
  type SpendChange,
} from '@/lib/domain/spend-change'
import {
  formatCount,
  formatDayRange,
  formatPercent,
  formatUsd,
  formatUsdChange,
  type UsdParts,
} from '@/lib/format'

type PartName = keyof ChangeParts

export interface ChangeLine {
  name: string
  amount: string
  isRise: boolean
  isNothing: boolean
  /** Of the largest part, 0 to 100: how long its bar is. */
  percent: number
  /** What it means, and what moved it here. */
  explanation: string[]
}

export interface ChangeRow {
  id: string
  name: string
  before: UsdParts
  after: UsdParts
  parts: string[]
  difference: string
}

export type PreparedChange =
  /** Why nothing is compared. */
  | { kind: 'not_compared'; title: string; sentence: string }
  | {
      kind: 'change'
      /** "+$12.40 against 24 Sep – 23 Oct 2026" */
      headline: string
      /** "volume +$9.10, model mix +$2.00, caching −$1.00, price +$2.30" */
      words: string
      lines: ChangeLine[]
      partNames: string[]
      rows: ChangeRow[]
      whole: ChangeRow
      /** What may still move it; null = both periods are final. */
      caveat: string | null
    }

/** Why a period cost something else than the one before, in words; nothing is compared with a hole. */
export function prepareChange({ now, before, known }: ExplainedSpend): PreparedChange {
  const period = formatDayRange(before.range)
  const missing = known.now.missing + known.now.untold + known.before.missing + known.before.untold
  if (missing > 0) {
    const here = daysWords(known.now.missing + known.now.untold)
    const there = daysWords(known.before.missing + known.before.untold)
    return {
      kind: 'not_compared',
      title: 'Not compared',
      sentence: `Of these days ${here}, of the period before (${period}) ${there}. A difference against a hole says nothing.`,
    }
  }
  const isTold = (side: typeof now) => side.isPriced || side.cells.every(({ count }) => count === 0n)
  if (!isTold(now) || !isTold(before))
    return {
      kind: 'not_compared',
      title: 'Not compared',
      sentence: 'There was use that nobody tells the cost of.',
    }
  if (now.cells.length === 0 && before.cells.length === 0)
    return {
      kind: 'not_compared',
      title: 'Nothing to explain',
      sentence: `Nothing was used on these days, nor in the period before (${period}).`,
    }
  const change = explainChange(before.cells, now.cells)
  const names = partNames(now.tellsKinds)
  const most = names.reduce((high, { part }) => larger(high, size(change[part])), 0n)
  return {
    kind: 'change',
    headline: `${formatUsdChange(change.difference)} against ${period}`,
    words: names.map(({ name, part }) => `${name.toLowerCase()} ${formatUsdChange(change[part])}`).join(', '),
    lines: names.map(({ name, part }) => ({
      name,
      amount: formatUsdChange(change[part]),
      isRise: change[part] > 0n,
      isNothing: change[part] === 0n,
      percent: most === 0n ? 0 : Number((size(change[part]) * 100n) / most),
      explanation: explanationOf(part, change, now.tellsKinds),
    })),
    partNames: names.map(({ name }) => name),
    rows: change.models.map((row) => rowOf(row, nameOf(row.model), names)),
    whole: rowOf(change, 'Sum', names),
    caveat: caveatOf(known),
  }
}

function partNames(tellsKinds: boolean): { part: PartName; name: string }[] {
  const names: { part: PartName; name: string }[] = [
    { part: 'volume', name: 'Volume' },
    { part: 'mix', name: 'Model mix' },
  ]
  return tellsKinds
    ? [...names, { part: 'caching', name: 'Caching' }, { part: 'price', name: 'Price' }]
    : [...names, { part: 'price', name: 'Caching and price' }]
}

function rowOf(
  row: ChangeParts & { before: Nano; after: Nano },
  name: string,
  names: ReturnType<typeof partNames>,
): ChangeRow {
  return {
    id: name,
    name,
    before: formatUsd(row.before),
    after: formatUsd(row.after),
    parts: names.map(({ part }) => formatUsdChange(row[part])),
    difference: formatUsdChange(nano(row.after - row.before)),
  }
}

function nameOf(model: ModelChange['model']): string {
  return model === null ? 'Without a count' : (model.name ?? 'No model')
}

function explanationOf(part: PartName, change: SpendChange, tellsKinds: boolean): string[] {
  const moved = moversOf(part, change)
  switch (part) {
    case 'volume': {
      const counts = tellsKinds
        ? `Input: ${arrow(change.input)} tokens. Output: ${arrow(change.output)} tokens.`
        : `${arrow(change.input)} tokens.`
      const uncounted = change.models.some(({ model }) => model === null)
      return [
        'More or less was used: the new amount at the old mix and the old prices.',
        counts,
        ...(uncounted
          ? ['Cost that comes without a count, such as code execution or session time, stands here whole.']
          : []),
      ]
    }
    case 'mix':
      return [
        'Other models did the work: each model’s share of the tokens at that model’s old average price. A new model comes in at its new price.',
        ...moved,
      ]
    case 'caching':
      return [
        'Input was sent fresh, read from the cache or written to it in other proportions, at the old prices of each.',
        `Read from the cache: ${formatPercent(change.cacheRead.before, change.input.before)} of the input before, ${formatPercent(change.cacheRead.after, change.input.after)} now.`,
        ...moved,
      ]
    case 'price':
      return [
        tellsKinds
          ? 'What is left: a token of the same model and kind costs something else. Rates, discounts, service tier, batch, speed, context window and region are all in here.'
          : 'What is left: a token of the same model costs something else, by its kind or by its price. Who used what is told without kinds of tokens, so the two cannot be told apart.',
        ...moved,
      ]
  }
}

const MOST_MOVERS = 3

function moversOf(part: PartName, { models }: SpendChange): string[] {
  const moved = models
    .filter((row) => row[part] !== 0n)
    .sort((a, b) => (size(a[part]) > size(b[part]) ? -1 : 1))
    .slice(0, MOST_MOVERS)
  return moved.length === 0
    ? []
    : [`Most: ${moved.map((row) => `${nameOf(row.model)} ${formatUsdChange(row[part])}`).join(', ')}.`]
}

function arrow({ before, after }: { before: bigint; after: bigint }): string {
  return `${formatCount(before).text} → ${formatCount(after).text}`
}

function daysWords(count: number): string {
  return count === 0 ? 'all are known' : `${count} ${count === 1 ? 'is' : 'are'} not known`
}

function caveatOf(known: ExplainedSpend['known']): string | null {
  const open = known.now.open + known.before.open
  if (open === 0) return null
  return `${open} day${open === 1 ? ' of the two periods is' : 's of the two periods are'} not final: figures, and with them these parts, may still change.`
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
