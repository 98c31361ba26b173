import { nano, splitByLargestRemainder, type Nano } from './money'
import { UNATTRIBUTED } from './timeline-request'

/** What the tokens of a key, and the cost of tokens, are told apart by beside model and workspace; null = not told. */
interface Rate {
  workspaceId: string | null
  model: string | null
  serviceTier: string | null
  contextWindow: string | null
  inferenceGeo: string | null
}

/** What a key used on a day at one rate. */
export interface KeyUsage extends Rate {
  /** Null: Console and Playground. */
  key: string | null
  uncachedInput: bigint
  cacheRead: bigint
  cacheWrite5m: bigint
  cacheWrite1h: bigint
  output: bigint
  webSearches: bigint
  /** How often the price of a token counts, for tokens that share a billed line with cheaper ones; see fastFactor. */
  factor: bigint
}

/** What was billed for a day at one rate. */
export interface BilledLine extends Rate {
  costType: string | null
  tokenType: string | null
  amount: Nano
}

/** A part of a billed line; key `unattributed` = its remainder, which hangs on no key. */
export interface KeyCost extends BilledLine {
  key: string | null
}

const COUNTED_AS: Readonly<Record<string, keyof KeyUsage & `${'cache' | 'out' | 'uncached'}${string}`>> = {
  uncached_input_tokens: 'uncachedInput',
  cache_read_input_tokens: 'cacheRead',
  'cache_creation.ephemeral_5m_input_tokens': 'cacheWrite5m',
  'cache_creation.ephemeral_1h_input_tokens': 'cacheWrite1h',
  output_tokens: 'output',
}

/**
 * Splits the billed lines of one day over keys. A token line goes to the keys with tokens of its kind, workspace, model,
 * service tier, context window and region, in proportion to them; web searches go by the searches of the workspace. What has
 * no usage to hang on (code execution, session time, kinds nobody counts by key) stays whole, under `unattributed`.
 *
 * The parts of each line add up to it, to the nano-dollar, by largest remainder; ties go to the smaller key id, and no key
 * goes last. Nobody without tokens of a line gets a part of it. The order of lines and usage does not matter; lines that
 * agree in everything are one. Tokens of a tier that no line of the day names hang on the standard line, but for batch and the
 * Priority Tier, whose cost no line carries. A line that leaves tier, window or region open, and has no usage that leaves it
 * open too, takes what fits it and hangs on no other line. Source: admin-api.md §8, §9; issue 3, "Every cent has a home".
 */
export function attributeCost(lines: readonly BilledLine[], usage: readonly KeyUsage[]): KeyCost[] {
  const billed = mergeLines(lines)
  const weights = new Map<BilledLine, Map<string | null, bigint>>()
  const weigh = (line: BilledLine, key: string | null, count: bigint) => {
    const ofLine = weights.get(line) ?? new Map<string | null, bigint>()
    weights.set(line, ofLine.set(key, (ofLine.get(key) ?? 0n) + count))
  }
  hangTokens(billed, usage, weigh)
  for (const line of billed)
    if (line.costType === 'web_search')
      for (const used of usage)
        if (used.workspaceId === line.workspaceId && used.webSearches > 0n)
          if (line.model === null || line.model === used.model) weigh(line, used.key, used.webSearches)
  return billed.flatMap((line): KeyCost[] => {
    const parts = splitOverKeys(line.amount, weights.get(line) ?? new Map<string | null, bigint>())
    if (!parts) return [{ ...line, key: UNATTRIBUTED }]
    return [...parts].map(([key, amount]): KeyCost => ({ ...line, key, amount }))
  })
}

/**
 * Parts of an amount in proportion to weights, which add up to it exactly; null where nothing weighs anything. Keys without
 * weight get no part. Ties go to the smaller id, null last.
 */
export function splitOverKeys(
  amount: Nano,
  weights: ReadonlyMap<string | null, bigint>,
): Map<string | null, Nano> | null {
  const weighing = [...weights].filter(([, weight]) => weight > 0n).sort(([a], [b]) => byKey(a, b))
  if (weighing.length === 0) return null
  const parts = splitByLargestRemainder(
    amount,
    weighing.map(([, weight]) => weight),
  )
  return new Map(weighing.map(([key], index) => [key, parts[index] ?? nano(0n)]))
}

/**
 * How many times the standard price a token costs in fast mode, whatever its kind: 6 for Opus 4.6 and 4.7, 2 for those
 * after. The cost report has both in one line. Source: billing.md §5.2, "Fast mode".
 */
export function fastFactor(model: string | null): bigint {
  return /^claude-opus-4-[67]\b/.test(model ?? '') ? 6n : 2n
}

function hangTokens(
  billed: readonly BilledLine[],
  usage: readonly KeyUsage[],
  weigh: (line: BilledLine, key: string | null, count: bigint) => void,
): void {
  const places = new Map<string, Map<string, BilledLine>>()
  for (const line of billed) {
    if (line.costType !== 'tokens' || line.tokenType === null || !(line.tokenType in COUNTED_AS)) continue
    const place = placeOf(line, line.tokenType)
    const there = places.get(place) ?? new Map<string, BilledLine>()
    places.set(place, there.set(rateOf(line, line.serviceTier), line))
  }
  const named = new Set(
    billed.filter(({ costType }) => costType === 'tokens').map((line) => line.serviceTier),
  )
  const taken = new Set<BilledLine>()
  const loose = new Map<string, { used: KeyUsage; count: bigint }[]>()
  for (const used of usage)
    for (const [tokenType, counted] of Object.entries(COUNTED_AS)) {
      const count = used[counted] * used.factor
      const place = placeOf(used, tokenType)
      const there = count > 0n ? places.get(place) : undefined
      if (!there) continue
      const tier =
        named.has(used.serviceTier) || !isStandard(used.serviceTier) ? used.serviceTier : 'standard'
      const line = there.get(rateOf(used, tier))
      if (line) {
        taken.add(line)
        weigh(line, used.key, count)
      } else {
        const ofPlace = loose.get(place) ?? []
        ofPlace.push({ used, count })
        loose.set(place, ofPlace)
      }
    }
  for (const [place, lines] of places)
    for (const line of lines.values())
      if (!taken.has(line))
        for (const { used, count } of loose.get(place) ?? [])
          if (fits(line, used, named)) weigh(line, used.key, count)
}

function placeOf({ workspaceId, model }: Rate, tokenType: string): string {
  return JSON.stringify([workspaceId, model, tokenType])
}

function rateOf({ contextWindow, inferenceGeo }: Rate, serviceTier: string | null): string {
  return JSON.stringify([serviceTier, contextWindow, inferenceGeo])
}

/** Whether tokens of this tier are billed with standard ones where no line names it. */
function isStandard(serviceTier: string | null): boolean {
  return serviceTier !== 'batch' && !isPriority(serviceTier)
}

function isPriority(serviceTier: string | null): boolean {
  return serviceTier?.startsWith('priority') ?? false
}

/** Whether usage may hang on a line that leaves something open. */
function fits(line: BilledLine, used: KeyUsage, named: ReadonlySet<string | null>): boolean {
  const isPooled = !named.has(used.serviceTier) && isStandard(used.serviceTier)
  const isOfTier =
    line.serviceTier === null
      ? !isPriority(used.serviceTier)
      : line.serviceTier === used.serviceTier || (line.serviceTier === 'standard' && isPooled)
  if (!isOfTier) return false
  const isOpen = (told: string | null, own: string | null) => told === null || told === own
  return isOpen(line.contextWindow, used.contextWindow) && isOpen(line.inferenceGeo, used.inferenceGeo)
}

/** In an order that does not depend on the order they came in. */
function mergeLines(lines: readonly BilledLine[]): BilledLine[] {
  const merged = new Map<string, BilledLine>()
  for (const line of lines) {
    const { workspaceId, model, serviceTier, contextWindow, inferenceGeo, costType, tokenType } = line
    const rate = [workspaceId, model, serviceTier, contextWindow, inferenceGeo]
    const name = JSON.stringify([...rate, costType, tokenType])
    const there = merged.get(name)
    merged.set(name, there ? { ...there, amount: nano(there.amount + line.amount) } : line)
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
}

function byKey(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}
