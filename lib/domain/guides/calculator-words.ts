import type { NoPriceReason, PriceRange } from '@/lib/domain/pricing'
import { type Nano, nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/domain/written'
import type { CalculatedPlan } from './calculator'
import { modelName } from './guide-facts'

export const NO_PRICE_WORDS: Record<NoPriceReason, string> = {
  model: 'No price is known for this model on this day. That is not the same as free.',
  service_tier: 'No price is known for this way of sending. That is not the same as free.',
  speed: 'This model has no price for fast mode today, or fast mode does not go with what else was chosen.',
  token_kind: 'This model has no price for one of these kinds of token. That is not the same as free.',
}

/** "$12.40", or "$12.40 to $62.00" where prompts may be short or long. */
export function rangeWords({ low, high }: PriceRange): string {
  const [from, to] = [formatUsd(low).text, formatUsd(high).text]
  return from === to ? from : `${from} to ${to}`
}

/** Why a price is a range, or is that of another model. */
export function costNotes(
  model: string,
  cost: { basis: string; pricedAs: string; total: PriceRange },
): string[] {
  return [
    ...(cost.total.low === cost.total.high
      ? []
      : ['From all prompts short to all prompts long: this model costs more above 100,000 tokens a prompt.']),
    ...(cost.basis === 'listed'
      ? []
      : [
          `${modelName(model)} has no price of its own here; that of ${modelName(cost.pricedAs)} is taken. Estimated.`,
        ]),
  ]
}

/** A suggestion, in words that leave open what nobody publishes. */
export function suggestion({ name, fee, low, high }: CalculatedPlan): string {
  const saves = (one: CalculatedPlan['low']) => one.planAtWorst <= one.apiAlone
  const cannot = (one: CalculatedPlan['low']) => one.breakEven === null
  if (saves(low) && saves(high))
    return `${name} looks no dearer either way: the API credit you use is worth its fee of ${formatUsd(fee).text}.`
  if (cannot(low) && cannot(high))
    return `The API alone looks cheaper: even if all of your interactive use fits, ${name} costs ${between(difference(low), difference(high))} a month more.`
  const needed = [low.breakEven, high.breakEven].filter((amount) => amount !== null)
  const most = nano(needed.reduce<bigint>((a, b) => (a > b ? a : b), 0n))
  const least = nano(needed.reduce<bigint>((a, b) => (a < b ? a : b), most))
  return `${name} is cheaper if use worth at least ${between(least, most)} a month at API prices fits within its limits${needed.length < 2 ? ', and your prompts are long' : ''}.`
}

function difference({ planAtBest, apiAlone }: CalculatedPlan['low']): Nano {
  return nano(planAtBest - apiAlone)
}

function between(one: Nano, other: Nano): string {
  return rangeWords(one < other ? { low: one, high: other } : { low: other, high: one })
}
