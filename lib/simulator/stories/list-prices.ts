import type { CostLine } from '../world'

type Rates = { input: number; write5m: number; write1h: number; read: number; output: number }

/** Nano-dollars per token, which is thousandths of the dollars per million tokens of the price page. */
const RATES: Record<string, Rates> = {
  'claude-fable-5-2': { input: 8000, write5m: 10000, write1h: 16000, read: 200, output: 40000 },
  'claude-fable-5-1': { input: 10000, write5m: 12500, write1h: 20000, read: 250, output: 50000 },
  'claude-fable-5': { input: 10000, write5m: 12500, write1h: 20000, read: 1000, output: 50000 },
  'claude-opus-5-5': { input: 4000, write5m: 5000, write1h: 8000, read: 200, output: 20000 },
  'claude-opus-5': { input: 5000, write5m: 6250, write1h: 10000, read: 500, output: 25000 },
  'claude-opus-4-8': { input: 5000, write5m: 6250, write1h: 10000, read: 500, output: 25000 },
  'claude-opus-4-7': { input: 5000, write5m: 6250, write1h: 10000, read: 500, output: 25000 },
  'claude-opus-4-6': { input: 5000, write5m: 6250, write1h: 10000, read: 500, output: 25000 },
  'claude-sonnet-5-5': { input: 2000, write5m: 2500, write1h: 4000, read: 100, output: 10000 },
  'claude-sonnet-5': { input: 2000, write5m: 2500, write1h: 4000, read: 200, output: 10000 },
  'claude-sonnet-4-6': { input: 3000, write5m: 3750, write1h: 6000, read: 300, output: 15000 },
  'claude-sonnet-4-5': { input: 3000, write5m: 3750, write1h: 6000, read: 300, output: 15000 },
  'claude-haiku-5-5': { input: 100, write5m: 125, write1h: 200, read: 10, output: 500 },
  'claude-haiku-4-5': { input: 1000, write5m: 1250, write1h: 2000, read: 100, output: 5000 },
}
/** The models stories can be told with. */
export const STORY_MODELS = Object.keys(RATES)
const SONNET_5_5_READ_CUT = Date.parse('2026-10-07T00:00:00Z') / 60_000

export const WEB_SEARCH_NANO = 10_000_000n
export const CODE_EXECUTION_HOUR_NANO = 50_000_000n
export const AGENT_SESSION_HOUR_NANO = 80_000_000n

export type Tokens = {
  uncachedInput: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number
}

export type PricedUsage = {
  model: string
  minute: number
  batch: boolean
  usOnly: boolean
  fast: boolean
  discountPercent: number
}

/** One line per token kind used. Each amount is rounded half-even once, to a millionth of a cent. */
export function priceTokens(usage: PricedUsage, tokens: Tokens): CostLine[] {
  const rates = RATES[usage.model]
  if (!rates) throw new RangeError(`There is no price for ${usage.model}.`)
  const isEarlySonnet55 = usage.model === 'claude-sonnet-5-5' && usage.minute < SONNET_5_5_READ_CUT
  const read = isEarlySonnet55 ? 200 : rates.read
  const numerator = BigInt((usage.usOnly ? 11 : 10) * (usage.fast ? 2 : 1))
  const denominator = usage.batch ? 20n : 10n
  const line = (tokenType: string, count: number, rate: number): CostLine[] => {
    if (count === 0) return []
    const listAmount = roundToTen(BigInt(count) * BigInt(rate) * numerator, denominator)
    return [{ costType: 'tokens', tokenType, ...discounted(listAmount, usage.discountPercent) }]
  }
  return [
    ...line('uncached_input_tokens', tokens.uncachedInput, rates.input),
    ...line('cache_read_input_tokens', tokens.cacheRead, read),
    ...line('cache_creation.ephemeral_5m_input_tokens', tokens.cacheWrite5m, rates.write5m),
    ...line('cache_creation.ephemeral_1h_input_tokens', tokens.cacheWrite1h, rates.write1h),
    ...line('output_tokens', tokens.output, rates.output),
  ]
}

export function priceExtra(costType: string, listAmount: bigint, discountPercent: number): CostLine {
  return { costType, tokenType: null, ...discounted(listAmount, discountPercent) }
}

function discounted(listAmount: bigint, percent: number) {
  return { listAmount, amount: roundToTen(listAmount * BigInt(100 - percent), 100n) }
}

/** Half-even to a multiple of ten nano-dollars, the sixth decimal of a cent. */
function roundToTen(numerator: bigint, denominator: bigint): bigint {
  const step = denominator * 10n
  const quotient = numerator / step
  const twiceRest = (numerator % step) * 2n
  const isUp = twiceRest > step || (twiceRest === step && quotient % 2n === 1n)
  return (isUp ? quotient + 1n : quotient) * 10n
}
