import { type Day } from '@/lib/domain/day'
import { formatUsdExact, nano } from '@/lib/domain/money'
import { type PricePeriod, TOKEN_KINDS, type TokenKind, type TokenPrices } from '@/lib/domain/pricing'
import { formatDay } from '@/lib/format'

export const PRICE_COLUMNS: Record<TokenKind, string> = {
  uncachedInput: 'Input',
  cacheWrite5m: 'Write, 5 min',
  cacheWrite1h: 'Write, 1 hour',
  cacheRead: 'Read',
  output: 'Output',
}

export interface PriceLine {
  id: string
  model: string
  from: string
  isInForce: boolean
  cells: string[]
  /** What long prompts cost, in words. */
  long: string | null
  source: string
}

const SOURCES = { library: 'library', overlay: 'our own', entered: 'entered here' } as const

/** One line per model and period. A period that has ended, or not begun, is not in force on `today`. */
export function preparePrices(
  models: readonly { model: string; periods: readonly PricePeriod[] }[],
  today: Day,
): PriceLine[] {
  return models.flatMap(({ model, periods }) => {
    const current = periods.find(({ from }) => from === null || from <= today)
    return periods.map((period) => ({
      id: `${model} ${period.from ?? ''}`,
      model,
      from: period.from ? formatDay(period.from) : 'release',
      isInForce: period === current,
      cells: priceCells(period.prices),
      long: period.long && longWords(period.long),
      source: SOURCES[period.source],
    }))
  })
}

/** Dollars per million tokens, in the order of TOKEN_KINDS. */
export function priceCells(prices: TokenPrices): string[] {
  return TOKEN_KINDS.map((kind) => {
    const price = prices[kind]
    return price === null ? '–' : `$${formatUsdExact(nano(price))}`
  })
}

function longWords({ above, prices }: NonNullable<PricePeriod['long']>): string {
  const cells = TOKEN_KINDS.map(
    (kind, index) => `${PRICE_COLUMNS[kind].toLowerCase()} ${priceCells(prices)[index] ?? ''}`,
  )
  return `Requests with a prompt over ${above.toLocaleString('en-US')} tokens: ${cells.join(' · ')}.`
}
