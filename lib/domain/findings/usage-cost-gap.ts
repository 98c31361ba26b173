import { type Day, daysBetween } from '@/lib/domain/day'
import { nano, type Nano, sum, zero } from '@/lib/domain/money'
import { type PriceRange, priceUsage, sumRanges } from '@/lib/domain/pricing'
import { formatShortDay, formatUsd } from '@/lib/domain/written'
import { currentRun } from './episode'
import type { Evidence } from './evidence'
import type { Detected, Rule } from './finding'
import { lastDayOf, onDay } from './key-days'

const RULE = 'usage-cost-gap'

interface ModelDay {
  day: Day
  listed: PriceRange
  billed: Nano
  /** Listed less billed, from the nearer end of what it may have cost; 0 where it fits. */
  gap: Nano
}

/**
 * Tokens times list price and what was billed for them are far apart. A note, no alarm: it tells that one of the two is not
 * to be trusted for that model and day.
 * Real case: anthropics/claude-quickstarts#431, blocked requests that stand in the usage and in no bill. billing.md §13, 17.
 */
export const usageCostGap: Rule = (evidence, { [RULE]: limits }) => {
  const lastDay = lastDayOf(evidence)
  const detected: Detected[] = []
  for (const [model, dayRows] of modelDays(evidence)) {
    const apart = dayRows.filter(({ listed, billed, gap }) => {
      const size = gap < 0n ? -gap : gap
      const larger = billed > listed.high ? billed : listed.high
      return size > limits.dailyGap && size * 100n > larger * BigInt(limits.gapPercent)
    })
    const run = currentRun(
      apart.map(({ day }) => day),
      lastDay,
      limits.overAfterDays,
    )
    if (!run) continue
    const shown = apart.filter(({ day }) => day >= run.from)
    const gap = sum(shown.map((one) => one.gap))
    const listed = sumRanges(shown.map((one) => one.listed))
    const billed = formatUsd(sum(shown.map((one) => one.billed))).text
    const amount = nano(gap < 0n ? -gap : gap)
    const days =
      shown.length === 1
        ? `on ${formatShortDay(run.from)}`
        : `on ${shown.length} days since ${formatShortDay(run.from)}`
    detected.push({
      rule: RULE,
      subject: { type: 'model', id: model, organizationId: evidence.organization.id },
      episode: run.from,
      lastDay: run.to,
      severity: 'low',
      atStake: { amount, means: 'difference' },
      sentence: `The tokens of ${model} ${days} come to ${formatUsd(gap < 0n ? listed.high : listed.low).text} at list price, but ${billed} was billed: ${formatUsd(amount).text} ${gap < 0n ? 'more' : 'less'}.`,
      evidence: shown.map((one) => ({
        what: `${formatUsd(one.listed.low).text} at list price, ${formatUsd(one.billed).text} billed`,
        when: one.day,
        amount: nano(one.gap < 0n ? -one.gap : one.gap),
        look: onDay(one.day, { model }),
      })),
      cannotSee:
        'Which requests they were. Requests that were refused for their content count as usage and are not billed; prices of some tiers are not known.',
      steps: [
        {
          say: 'Nothing has to be done: what was billed counts. The page on reconciliation shows the day kind by kind.',
        },
        {
          say: 'If more was billed than the tokens explain, ask Anthropic’s support with the day and the model.',
        },
      ],
    })
  }
  return { detected, learning: [] }
}

/** Per model, its days with usage that has a price; a day with any usage without a price is left out. */
function modelDays({ priceable, billed, prices, knownSince, until }: Evidence): Map<string, ModelDay[]> {
  const amounts = new Map(billed.map(({ day, model, listAmount }) => [`${day} ${model}`, listAmount]))
  const listed = new Map<string, { day: Day; model: string; ranges: PriceRange[] | null }>()
  for (const row of priceable) {
    const { day, model } = row
    if (model === null || day < knownSince || daysBetween(day, lastDayOf({ until: until + 1 })) < 1) continue
    const id = `${day} ${model}`
    const known = listed.get(id) ?? { day, model, ranges: [] }
    const pricing = priceUsage(row, prices)
    const ranges = known.ranges && pricing.isPriced ? [...known.ranges, pricing.amount] : null
    listed.set(id, { ...known, ranges })
  }
  const models = new Map<string, ModelDay[]>()
  for (const [id, { day, model, ranges }] of listed) {
    if (!ranges) continue
    const range = sumRanges(ranges)
    const amount = amounts.get(id) ?? zero
    const gap = amount < range.low ? range.low - amount : amount > range.high ? range.high - amount : 0n
    models.set(model, [...(models.get(model) ?? []), { day, listed: range, billed: amount, gap: nano(gap) }])
  }
  for (const days of models.values()) days.sort((a, b) => (a.day < b.day ? -1 : 1))
  return models
}
