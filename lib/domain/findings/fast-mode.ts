import { divideHalfEven, nano, type Nano, sum } from '@/lib/domain/money'
import { addDays } from '@/lib/domain/day'
import type { PriceBook, Rational } from '@/lib/domain/pricing'
import { formatUsd } from '@/lib/domain/written'
import { currentRun } from './episode'
import type { RateDay } from './evidence'
import type { Detected, Rule } from './finding'
import { activePlans } from './held-plans'
import { activeKeys, byKey, keySubject, lastDayOf, onDay, spanInWords, sumCost } from './key-days'

const RULE = 'fast-mode'

/**
 * Fast mode: the same model sooner, at a multiple of its price, and never covered by a plan.
 * Real case: CC#41428, $23.84 of extra usage on a Max plan. billing.md §13, 8.
 */
export const fastMode: Rule = (evidence, { [RULE]: limits }) => {
  const lastDay = lastDayOf(evidence)
  const rates = byKey(evidence.rates.filter(({ speed, cost }) => speed === 'fast' && cost > 0n))
  const detected = activeKeys(evidence).flatMap((key): Detected[] => {
    const rows = rates.get(key.id) ?? []
    const run = currentRun(
      rows.map(({ day }) => day),
      lastDay,
      limits.overAfterDays,
    )
    if (!run) return []
    const fast = rows.filter(({ day }) => day >= run.from)
    const extras = fast.map((row) => ({ row, extra: extraOf(row, evidence.prices) }))
    const isKnown = extras.every(({ extra }) => extra !== null)
    const amount = sum(extras.map(({ row, extra }) => extra ?? row.cost))
    const lately = sum(
      extras.filter(({ row }) => row.day > addDays(lastDay, -7)).map(({ row, extra }) => extra ?? row.cost),
    )
    const plan = activePlans(evidence.plans, run.to).find(({ holderEmail }) => holderEmail === key.owner)
    const cost = formatUsd(sumCost(fast)).text
    const surplus = isKnown
      ? `${formatUsd(amount).text} of it only for the speed`
      : 'how much of it is for the speed alone is not known'
    return [
      {
        rule: RULE,
        subject: keySubject(evidence, key.id),
        episode: run.from,
        lastDay: run.to,
        severity: plan || lately >= limits.mediumWeeklyExtra ? 'medium' : 'low',
        atStake: { amount, means: 'spent' },
        sentence: `The key ${key.name} used fast mode for ${cost} ${spanInWords(run, evidence)}, ${surplus}${plan ? `; the plan of ${plan.holderEmail} does not cover it` : ''}.`,
        evidence: extras.slice(-12).map(({ row, extra }) => ({
          what: `${row.model ?? 'no model'} in fast mode${extra === null ? '' : `, ${formatUsd(extra).text} for the speed`}`,
          when: row.day,
          amount: row.cost,
          look: onDay(row.day, { key: key.id, ...(row.model !== null && { model: row.model }) }),
        })),
        cannotSee:
          'Whether the speed was worth it. Fast mode paid by the usage credits of a plan is not in the API’s figures.',
        steps: [
          { say: 'In Claude Code, switch fast mode off.', copy: '/fast' },
          { say: 'In programs of your own, leave `speed` out of the request.' },
        ],
      },
    ]
  })
  return { detected, learning: [] }
}

/** What the speed alone cost: cost × (1 − standard price ÷ fast price), half-even. Null: no price of fast mode is known. */
function extraOf({ model, day, cost }: RateDay, book: PriceBook): Nano | null {
  const id = model === null ? null : (book.find(model)?.model.id ?? null)
  const times: Rational | undefined =
    id === null
      ? undefined
      : book.fast.find(
          ({ from, to, holdsFor }) =>
            (from === null || from <= day) && (to === null || day < to) && holdsFor(id),
        )?.factor
  if (!times) return null
  return nano(divideHalfEven(cost * (times.numerator - times.denominator), times.numerator))
}
