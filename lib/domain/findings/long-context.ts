import { addDays } from '@/lib/domain/day'
import { nano, type Nano, sum, zero } from '@/lib/domain/money'
import { type PriceBook, priceUsage } from '@/lib/domain/pricing'
import { formatUsd, groupDigits } from '@/lib/domain/written'
import { runsOf } from './episode'
import type { Evidence, KeyEntry, RateDay } from './evidence'
import type { Detected, Rule } from './finding'
import { activeKeys, byKey, keySubject, lastDayOf, onDay, sumCost } from './key-days'
import type { Thresholds } from './thresholds'

const RULE = 'long-context'
type Limits = Thresholds[typeof RULE]

/** Where the report tells that a prompt was over 200,000 tokens. */
const LONG = '200k-1M'
const WEEK_DAYS = 7

/**
 * Very long prompts: a large share of the tokens, or paid at the price of long prompts.
 * Real case: CC#50804, $130 while a session was stuck on the model with a million tokens. billing.md §13, 9.
 */
export const longContext: Rule = (evidence, { [RULE]: limits }) => {
  const lastDay = lastDayOf(evidence)
  const rates = byKey(evidence.rates.filter(({ day }) => day > addDays(lastDay, -WEEK_DAYS)))
  return {
    detected: activeKeys(evidence).flatMap((key) => {
      const rows = rates.get(key.id) ?? []
      return [
        ...largePrompts(evidence, key, rows, limits),
        ...dearPrompts(evidence, key, rows, limits),
      ].slice(0, 1)
    }),
    learning: [],
  }
}

function largePrompts(
  evidence: Evidence,
  key: KeyEntry,
  rows: readonly RateDay[],
  limits: Limits,
): Detected[] {
  const long = rows.filter(({ contextWindow }) => contextWindow === LONG)
  const week = sumCost(long)
  const share = percentOf(tokensOf(long), tokensOf(rows))
  if (share <= limits.tokenPercent || week <= limits.weeklyCost) return []
  const premium = sum(long.map((row) => premiumOf(row, evidence.prices)))
  const price =
    premium > 0n
      ? `${formatUsd(premium).text} of it for the length alone`
      : 'at a flat price: many tokens, not dear ones'
  return [
    {
      ...common(evidence, key, long),
      severity: premium > 0n || week >= limits.mediumWeeklyCost ? 'medium' : 'low',
      atStake: { amount: week, means: 'spent' },
      sentence: `Prompts over 200,000 tokens on ${key.name}, ${share} % of its tokens, cost ${formatUsd(week).text} in the last seven days, ${price}.`,
    },
  ]
}

/** Prompts over a price step no report tells of (Haiku 5.5, 100,000 tokens): seen from what was billed for the tokens. */
function dearPrompts(
  evidence: Evidence,
  key: KeyEntry,
  rows: readonly RateDay[],
  limits: Limits,
): Detected[] {
  let [billed, low, high] = [0n, 0n, 0n]
  const dear: RateDay[] = []
  for (const row of rows) {
    const pricing = priceUsage({ ...row, serviceTier: null }, evidence.prices)
    if (!pricing.isPriced || pricing.amount.low === pricing.amount.high) continue
    dear.push(row)
    billed += row.cost
    low += pricing.amount.low
    high += pricing.amount.high
  }
  const extra = nano(billed - low)
  if (extra < limits.weeklyExtra || extra * 2n <= high - low) return []
  const models = [...new Set(dear.map(({ model }) => model))].join(', ')
  return [
    {
      ...common(evidence, key, dear),
      severity: 'medium',
      atStake: { amount: extra, means: 'spent' },
      sentence: `Most prompts of ${key.name} to ${models} were billed at the price of long ones: ${formatUsd(extra).text} more in the last seven days than short ones would have cost.`,
    },
  ]
}

function common(evidence: Evidence, key: KeyEntry, rows: readonly RateDay[]) {
  const days = rows.map(({ day }) => day)
  const run = runsOf(days, WEEK_DAYS).at(-1)
  const lastDay = lastDayOf(evidence)
  return {
    rule: RULE,
    subject: keySubject(evidence, key.id),
    episode: run?.from ?? lastDay,
    lastDay: run?.to ?? lastDay,
    evidence: rows.slice(-12).map((row) => ({
      what: `${row.model ?? 'no model'}: ${groupDigits(tokensOf([row]))} tokens`,
      when: row.day,
      amount: row.cost,
      look: onDay(row.day, { key: key.id, ...(row.model !== null && { model: row.model }) }),
    })),
    cannotSee:
      'How long single prompts were, and whether their length was needed: the report tells sums above and below 200,000 tokens.',
    steps: [
      {
        say: 'In Claude Code, start afresh between tasks, or shorten what is carried along.',
        copy: '/clear',
      },
      { say: 'Leave the model with a million tokens where it is not needed.', copy: '/model' },
      {
        say: 'In programs of your own, send the passages a question needs instead of whole documents, or cache what repeats.',
      },
    ],
  } satisfies Partial<Detected>
}

/** What the length added at list price; zero where the price is flat. */
function premiumOf(row: RateDay, book: PriceBook): Nano {
  const asLong = priceUsage({ ...row, serviceTier: null }, book)
  const asShort = priceUsage({ ...row, serviceTier: null, contextWindow: '0-200k' }, book)
  return asLong.isPriced && asShort.isPriced ? nano(asLong.amount.low - asShort.amount.low) : zero
}

function tokensOf(rows: readonly RateDay[]): bigint {
  return rows.reduce(
    (total, row) =>
      total + row.uncachedInput + row.cacheRead + row.cacheWrite5m + row.cacheWrite1h + row.output,
    0n,
  )
}

function percentOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 100n) / whole)
}
