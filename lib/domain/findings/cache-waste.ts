import { addDays } from '@/lib/domain/day'
import { divideHalfEven, nano, type Nano, sum } from '@/lib/domain/money'
import { basePrices, type PriceBook } from '@/lib/domain/pricing'
import { formatUsd, groupDigits } from '@/lib/domain/written'
import { runsOf } from './episode'
import type { Evidence, KeyEntry, UseDay } from './evidence'
import type { Detected, Rule } from './finding'
import { activeKeys, byKey, keySubject, lastDayOf, onDay } from './key-days'
import type { Thresholds } from './thresholds'

const RULE = 'cache-waste'
type Limits = Thresholds[typeof RULE]
const WEEK_DAYS = 7

/**
 * Prompts written to the cache and hardly read from it: a write costs 1.25 or 2 times the input, so caching loses money.
 * And the other way round: long prompts sent again and again without any cache.
 * Real case: CC#46829, one-hour writes where five minutes were read once. billing.md §13, 10.
 */
export const cacheWaste: Rule = (evidence, { [RULE]: limits }) => {
  const lastDay = lastDayOf(evidence)
  const uses = byKey(evidence.days.filter(({ day }) => day > addDays(lastDay, -WEEK_DAYS)))
  return {
    detected: activeKeys(evidence).flatMap((key) => {
      const rows = uses.get(key.id) ?? []
      return [...wastedWrites(evidence, key, rows, limits), ...missedCache(evidence, key, rows, limits)]
    }),
    learning: [],
  }
}

function wastedWrites(
  evidence: Evidence,
  key: KeyEntry,
  rows: readonly UseDay[],
  limits: Limits,
): Detected[] {
  const cached = rows.filter(({ cacheWrite5m, cacheWrite1h }) => cacheWrite5m + cacheWrite1h > 0n)
  const writes = sum(rows.map(({ write5mCost, write1hCost }) => nano(write5mCost + write1hCost)))
  const input = sum(rows.map(({ inputCost, readCost }) => nano(inputCost + readCost)))
  const written = rows.reduce((total, row) => total + row.cacheWrite5m + row.cacheWrite1h, 0n)
  const read = rows.reduce((total, row) => total + row.cacheRead, 0n)
  if (writes * 100n <= (writes + input) * BigInt(limits.writePercent)) return []
  if (read >= written * BigInt(limits.readsPerWrite)) return []
  const losses = rows.map((row) => lossOf(row, evidence.prices))
  if (losses.some((loss) => loss === null)) return []
  const loss = sum(losses.filter((one) => one !== null))
  if (loss < limits.weeklyLoss) return []
  const isHourly = rows.some(({ cacheWrite1h }) => cacheWrite1h > 0n)
  return [
    {
      ...common(evidence, key, cached),
      severity: loss >= limits.mediumWeeklyLoss ? 'medium' : 'low',
      atStake: { amount: loss, means: 'spent' },
      sentence: `${key.name} wrote ${groupDigits(written)} tokens to the cache in the last seven days and read ${groupDigits(read)}: caching cost ${formatUsd(loss).text} more than sending them plainly.`,
      steps: [
        isHourly
          ? {
              say: 'Keep for an hour only what is asked for again after five minutes; the usual five-minute cache costs less to write.',
              copy: '"cache_control": {"type": "ephemeral", "ttl": "5m"}',
            }
          : {
              say: 'Mark only what stays the same from request to request, before everything that changes.',
              copy: '"cache_control": {"type": "ephemeral"}',
            },
        {
          say: 'Break-even is reached when a five-minute write is read 0.28 times, a one-hour write 1.11 times.',
        },
      ],
    },
  ]
}

function missedCache(evidence: Evidence, key: KeyEntry, rows: readonly UseDay[], limits: Limits): Detected[] {
  const touched = rows.some(
    ({ cacheRead, cacheWrite5m, cacheWrite1h }) => cacheRead + cacheWrite5m + cacheWrite1h > 0n,
  )
  const requests = rows.reduce((total, row) => total + row.requests, 0)
  const tokens = rows.reduce((total, { uncachedInput }) => total + uncachedInput, 0n)
  const cost = sum(rows.map(({ inputCost }) => inputCost))
  if (touched || requests === 0 || cost < limits.uncachedWeeklyCost) return []
  const prompt = tokens / BigInt(requests)
  if (prompt < BigInt(limits.uncachedPromptTokens)) return []
  return [
    {
      ...common(evidence, key, rows),
      severity: 'low',
      atStake: { amount: cost, means: 'spent' },
      sentence: `${key.name} sent ${groupDigits(BigInt(requests))} prompts of ${groupDigits(prompt)} tokens on average in the last seven days without any cache, for ${formatUsd(cost).text}: what repeats in them would cost a tenth or less when read from a cache.`,
      steps: [
        {
          say: 'Put what stays the same (instructions, tools, documents) first and mark its end.',
          copy: '"cache_control": {"type": "ephemeral"}',
        },
      ],
    },
  ]
}

function common(evidence: Evidence, key: KeyEntry, rows: readonly UseDay[]) {
  const lastDay = lastDayOf(evidence)
  const run = runsOf(
    rows.map(({ day }) => day),
    WEEK_DAYS,
  ).at(-1)
  return {
    rule: RULE,
    subject: keySubject(evidence, key.id),
    episode: run?.from ?? lastDay,
    lastDay: run?.to ?? lastDay,
    evidence: rows.slice(-7).map((row) => ({
      what: `${row.model ?? 'no model'}: ${groupDigits(row.cacheWrite5m + row.cacheWrite1h)} tokens written, ${groupDigits(row.cacheRead)} read, ${groupDigits(row.uncachedInput)} plain`,
      when: row.day,
      amount: nano(row.write5mCost + row.write1hCost + row.readCost + row.inputCost),
      look: onDay(row.day, { key: key.id, ...(row.model !== null && { model: row.model }) }),
    })),
    cannotSee: 'What the prompts have in common. A cache may be worth its price in speed alone.',
  } satisfies Partial<Detected>
}

/**
 * What caching cost more than sending the same tokens plainly, in proportion of list prices, so that discounts and batches
 * keep their part; below zero where it saved. Null: a kind that was used has no price.
 */
function lossOf({ model, day, write5mCost, write1hCost, readCost }: UseDay, book: PriceBook): Nano | null {
  if (write5mCost + write1hCost + readCost === 0n) return nano(0n)
  const prices = basePrices(model, day, book)
  const plain = prices?.uncachedInput
  if (!prices || plain === null || plain === undefined) return null
  let loss = 0n
  for (const [cost, price] of [
    [write5mCost, prices.cacheWrite5m],
    [write1hCost, prices.cacheWrite1h],
    [readCost, prices.cacheRead],
  ] as const) {
    if (cost === 0n) continue
    if (price === null || price === 0n) return null
    loss += cost - divideHalfEven(cost * plain, price)
  }
  return nano(loss)
}
