import { divideHalfEven, nano, sum, type Nano } from './money'

/** What is counted and priced; `other` is cost nobody tells a count for: code execution, session time, what is new. */
export const COUNTED_KINDS = [
  'uncached_input',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'output',
  'web_search',
  'other',
] as const
export type CountedKind = (typeof COUNTED_KINDS)[number]

/** What one model used of one kind in a period, and what that cost. Several of the same model and kind are added up. */
export interface CountedCost {
  model: string | null
  kind: CountedKind
  /** Tokens, or searches; zero for `other`. */
  count: bigint
  cost: Nano
}

/** Four amounts that add up to the difference, exactly. */
export interface ChangeParts {
  volume: Nano
  mix: Nano
  caching: Nano
  price: Nano
}

export interface ModelChange extends ChangeParts {
  /** Null: cost that no count stands behind, all of it volume. */
  model: { name: string | null } | null
  before: Nano
  after: Nano
}

export interface SpendChange extends ChangeParts {
  before: Nano
  after: Nano
  difference: Nano
  /** One row a model, the largest difference first, each adding up to its own; together they are the whole. */
  models: ModelChange[]
  input: { before: bigint; after: bigint }
  output: { before: bigint; after: bigint }
  /** Of all input, what was read from the cache. */
  cacheRead: { before: bigint; after: bigint }
}

/** What is one volume: what goes in, what comes out, what is searched. A longer answer is volume, not caching. */
const STREAMS: readonly (readonly CountedKind[])[] = [
  ['uncached_input', 'cache_read', 'cache_write_5m', 'cache_write_1h'],
  ['output'],
  ['web_search'],
]

/**
 * Why a sum of two periods is another: its difference split into volume, model mix, caching and price, in nano-dollars.
 *
 * Input, output and web searches are looked at on their own and each goes through five sums, from the old period to the new:
 * 1. what it cost before;
 * 2. the new count at the old average price, every model keeping its old share (2 − 1 is **volume**);
 * 3. each model's new count at that model's old average price (3 − 2 is **model mix**);
 * 4. each kind of input at that model's and kind's old price (4 − 3 is **caching**: sent fresh, read from the cache or
 *    written to it);
 * 5. what it costs now (5 − 4 is **price** per token: rates, discounts, tier, batch, speed, context window, region).
 * So the parts telescope: whatever is rounded (half to even, once per sum and model) they add up to the last nano-dollar,
 * per model and as a whole.
 *
 * Without an old price there is none to have changed: a new kind or model is taken at its new price and so is caching or
 * mix, never price; where there was nothing before, or is nothing now, all is volume. A model that vanished is mix.
 * Cost that no count stands behind (`other`, and cost of a kind whose count is zero) is volume: more or less of it was
 * used, and nobody tells how much. List amounts play no part. Amounts may be negative; counts must not be.
 */
export function explainChange(before: readonly CountedCost[], after: readonly CountedCost[]): SpendChange {
  const [cellsBefore, cellsAfter] = [cellsOf(before), cellsOf(after)]
  const streams = STREAMS.map((kinds) => ({
    kinds,
    before: tableOf(cellsBefore, kinds),
    after: tableOf(cellsAfter, kinds),
  }))
  const levels = new Map<string, bigint[]>()
  const names = new Map<string, ModelChange['model']>()
  const add = (model: ModelChange['model'], steps: readonly bigint[]) => {
    const key = JSON.stringify(model)
    const there = levels.get(key)
    names.set(key, model)
    levels.set(
      key,
      steps.map((step, index) => step + (there?.[index] ?? 0n)),
    )
  }
  for (const { kinds, before: old, after: now } of streams)
    for (const [model, steps] of stepsOf(old, now, kinds)) add({ name: model }, steps)
  const [uncountedBefore, uncountedAfter] = [uncounted(cellsBefore), uncounted(cellsAfter)]
  if (uncountedBefore !== 0n || uncountedAfter !== 0n)
    add(null, [uncountedBefore, uncountedAfter, uncountedAfter, uncountedAfter, uncountedAfter])

  const models = [...levels]
    .map(([key, [first = 0n, volume = 0n, mix = 0n, caching = 0n, last = 0n]]): ModelChange => ({
      model: names.get(key) ?? null,
      before: nano(first),
      after: nano(last),
      volume: nano(volume - first),
      mix: nano(mix - volume),
      caching: nano(caching - mix),
      price: nano(last - caching),
    }))
    .filter((row) =>
      [row.before, row.after, row.volume, row.mix, row.caching].some((amount) => amount !== 0n),
    )
    .sort(byDifference)
  const total = (part: (row: ModelChange) => Nano) => sum(models.map(part))
  const [input, output] = streams.map((stream) => ({
    before: countOf(stream.before),
    after: countOf(stream.after),
  }))
  const [spentBefore, spentAfter] = [total((row) => row.before), total((row) => row.after)]
  return {
    before: spentBefore,
    after: spentAfter,
    difference: nano(spentAfter - spentBefore),
    volume: total((row) => row.volume),
    mix: total((row) => row.mix),
    caching: total((row) => row.caching),
    price: total((row) => row.price),
    models,
    input: input ?? { before: 0n, after: 0n },
    output: output ?? { before: 0n, after: 0n },
    cacheRead: { before: countOfKind(before, 'cache_read'), after: countOfKind(after, 'cache_read') },
  }
}

interface Cell {
  count: bigint
  cost: bigint
}
type Table = Map<string | null, Map<CountedKind, Cell>>

const EMPTY: Cell = { count: 0n, cost: 0n }

/** Only what a count stands behind: the rest is `uncounted`. */
function tableOf(cells: Table, kinds: readonly CountedKind[]): Table {
  const table: Table = new Map()
  for (const [model, ofModel] of cells) {
    const counted = [...ofModel].filter(([kind, { count }]) => kinds.includes(kind) && count !== 0n)
    if (counted.length > 0) table.set(model, new Map(counted))
  }
  return table
}

function uncounted(cells: Table): bigint {
  return [...cells.values()]
    .flatMap((ofModel) => [...ofModel.values()])
    .reduce((left, { count, cost }) => (count === 0n ? left + cost : left), 0n)
}

/** Searches are counted and charged apart from models: of them only the whole is looked at. */
function cellsOf(all: readonly CountedCost[]): Table {
  const cells: Table = new Map()
  for (const { model: given, kind, count: told, cost } of all) {
    const model = kind === 'web_search' ? null : given
    const ofModel = cells.get(model) ?? new Map<CountedKind, Cell>()
    cells.set(model, ofModel)
    const there = ofModel.get(kind) ?? EMPTY
    ofModel.set(kind, { count: there.count + (kind === 'other' ? 0n : told), cost: there.cost + cost })
  }
  return cells
}

/** The five sums of every model; see explainChange. */
function stepsOf(old: Table, now: Table, kinds: readonly CountedKind[]): [string | null, bigint[]][] {
  const [allOld, allNow] = [countOf(old), countOf(now)]
  return [...new Set([...old.keys(), ...now.keys()])].map((model) => {
    const [was, is] = [sumOf(old.get(model)), sumOf(now.get(model))]
    const steady = allOld > 0n ? divideHalfEven(was.cost * allNow, allOld) : allNow > 0n ? is.cost : 0n
    const shifted = was.count > 0n ? divideHalfEven(was.cost * is.count, was.count) : is.cost
    const atOldPrices = was.count > 0n ? oldPriced(old.get(model), now.get(model), kinds) : is.cost
    return [model, [was.cost, steady, shifted, atOldPrices, is.cost]]
  })
}

/** New counts at old prices; a kind without an old price at its new one. Rounded once. */
function oldPriced(
  old: Map<CountedKind, Cell> | undefined,
  now: Map<CountedKind, Cell> | undefined,
  kinds: readonly CountedKind[],
): bigint {
  let [numerator, denominator] = [0n, 1n]
  for (const kind of kinds) {
    const [was, is] = [old?.get(kind) ?? EMPTY, now?.get(kind) ?? EMPTY]
    const [top, bottom] = was.count > 0n ? [is.count * was.cost, was.count] : [is.cost, 1n]
    numerator = numerator * bottom + top * denominator
    denominator *= bottom
  }
  return divideHalfEven(numerator, denominator)
}

function sumOf(cells: Map<CountedKind, Cell> | undefined): Cell {
  return [...(cells?.values() ?? [])].reduce(
    (all, { count, cost }) => ({ count: all.count + count, cost: all.cost + cost }),
    EMPTY,
  )
}

function countOf(table: Table): bigint {
  return [...table.values()].reduce((all, cells) => all + sumOf(cells).count, 0n)
}

function countOfKind(all: readonly CountedCost[], kind: CountedKind): bigint {
  return all.reduce((count, cell) => (cell.kind === kind ? count + cell.count : count), 0n)
}

function byDifference(a: ModelChange, b: ModelChange): number {
  const [first, second] = [size(a.after - a.before), size(b.after - b.before)]
  if (first !== second) return first > second ? -1 : 1
  return (a.model?.name ?? '') < (b.model?.name ?? '') ? -1 : 1
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}
