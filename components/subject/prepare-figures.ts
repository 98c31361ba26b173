import type { PeriodSpend } from '@/lib/domain/explained-spend'
import type { WordId } from '@/lib/domain/glossary'
import { nano } from '@/lib/domain/money'
import { tokensOf } from '@/lib/domain/timeline'
import { formatCount, formatPercent, formatUsd, formatUsdChange } from '@/lib/format'

export interface SpendFigure {
  name: string
  word?: WordId
  text: string
  title: string
  /** Of what is compared with, and the change; null where nothing is. */
  compared: { text: string; title: string; change: string | null } | null
}

const UNKNOWN_LIST = { text: 'Not told', title: 'The legacy reports do not say what is before a discount.' }

interface Value {
  text: string
  title?: string
}

/** What a period came to, beside another where one is compared with. A quotient of nothing is a dash, not zero. */
export function prepareFigures(now: PeriodSpend, other: PeriodSpend | null, isOfKey: boolean): SpendFigure[] {
  const isEstimated = isOfKey && (now.isSplit || other?.isSplit === true)
  const figure = (name: string, of: (period: PeriodSpend) => Value, change?: string | null): SpendFigure => {
    const shown = of(now)
    const beside = other && of(other)
    return {
      name,
      text: shown.text,
      title: shown.title ?? '',
      compared: beside && { text: beside.text, title: beside.title ?? '', change: change ?? null },
    }
  }
  const explained = (word: WordId, figure: SpendFigure): SpendFigure => ({ ...figure, word })
  const isTold = other !== null && tellsCost(now) && tellsCost(other)
  return [
    explained(
      isEstimated ? 'estimated' : 'billed',
      figure(
        isEstimated ? 'Estimated' : 'Billed',
        (period) => cost(period, period.spend),
        isTold ? changeOf(now.spend, other.spend) : null,
      ),
    ),
    explained(
      'list-price',
      figure(
        'At list price',
        (period) => (isOfKey && period.isSplit ? UNKNOWN_LIST : cost(period, period.list)),
        isTold && !isEstimated ? changeOf(now.list, other.list) : null,
      ),
    ),
    figure('Requests', ({ usage: { requests } }) =>
      requests > 0n ? formatCount(requests) : { text: '–', title: 'Not counted, or none' },
    ),
    figure('Tokens', ({ usage }) => formatCount(tokensOf(usage))),
    figure('Tokens per request', ({ usage }) =>
      usage.requests > 0n
        ? formatCount(tokensOf(usage) / usage.requests)
        : { text: '–', title: 'No request was counted.' },
    ),
    explained(
      'cache-read',
      figure('Input from the cache', ({ usage }) => {
        const input = tokensOf(usage) - usage.output
        return {
          text: input > 0n ? formatPercent(usage.cacheRead, input) : '–',
          title: 'Cache reads as a share of all input: uncached, read from and written to the cache',
        }
      }),
    ),
    explained(
      'web-search',
      figure('Web searches', ({ usage }) => formatCount(usage.webSearches)),
    ),
  ]
}

/** Nothing used costs nothing; something used without any cost line was never priced. */
function tellsCost({ isPriced, usage }: PeriodSpend): boolean {
  return isPriced || (tokensOf(usage) === 0n && usage.requests === 0n)
}

function cost(period: PeriodSpend, amount: PeriodSpend['spend']): Value {
  return tellsCost(period)
    ? { text: formatUsd(amount).text }
    : { text: 'Not told', title: 'Used, and nobody tells for how much' }
}

function changeOf(now: bigint, before: bigint): string {
  const words = formatUsdChange(nano(now - before))
  return before > 0n ? `${words} (${now > before ? '+' : ''}${formatPercent(now - before, before)})` : words
}
