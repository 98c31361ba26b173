import { type Day, parseDay } from '@/lib/domain/day'
import { formatUsdExact } from '@/lib/domain/money'
import type { Cycle } from '@/lib/domain/plan'
import { type CatalogueEntry, catalogueEntryOn, listPriceFor, planNameOn } from '@/lib/domain/plan-catalogue'
import type { StoredPlan, StoredTerm } from '@/lib/domain/plan-record'
import { formatDay, formatUsd } from '@/lib/format'

/** What stands in the fields that decide a list price. */
export interface PricedChoice {
  plan: string
  cycle: string
  seats: string
  startsOn: string
}

export interface PriceSuggestion {
  /** What to put into the price field; null where no list price is known. */
  price: string | null
  sentence: string
}

/** The list price of what is chosen, in dollars, and a sentence about it. */
export function suggestPrice(catalogue: readonly CatalogueEntry[], choice: PricedChoice): PriceSuggestion {
  const on = parseDay(choice.startsOn)
  const cycle: Cycle = choice.cycle === 'annual' ? 'annual' : 'monthly'
  const seats = /^[1-9]\d{0,5}$/.test(choice.seats.trim()) ? Number(choice.seats) : null
  if (!on || seats === null) return { price: null, sentence: PAID }
  const entry = catalogueEntryOn(catalogue, choice.plan, cycle, on)
  const listed = entry && listPriceFor(entry, seats)
  if (!entry || listed === null) {
    const name = planNameOn(catalogue, choice.plan, cycle, on)
    return {
      price: null,
      sentence: `No ${cycle} list price of ${name} is known for ${formatDay(on)}. ${PAID}`,
    }
  }
  const forSeats = entry.perSeat && seats > 1 ? ` for ${seats} seats` : ''
  const per = cycle === 'annual' ? 'a year' : 'a month'
  return {
    price: formatUsdExact(listed),
    sentence: `List price on ${formatDay(on)}: ${formatUsd(listed).text} ${per}${forSeats}. ${PAID}`,
  }
}

const PAID = 'Type what is really paid for all seats, without tax.'

/** Plans to choose from, by the name they have on a day; a code the catalogue lost stays choosable. */
export function planChoices(
  catalogue: readonly CatalogueEntry[],
  on: Day,
  chosen?: string,
): { code: string; name: string }[] {
  const codes = [...new Set(catalogue.map(({ code }) => code))]
  if (chosen && !codes.includes(chosen)) codes.push(chosen)
  return codes.map((code) => ({ code, name: planNameOn(catalogue, code, 'monthly', on) }))
}

/** What the fields of the plan form are called: as in the REST API. */
export type PlanFormValues = Record<
  | 'holder_email'
  | 'plan'
  | 'seats'
  | 'price'
  | 'currency'
  | 'price_usd'
  | 'cycle'
  | 'starts_on'
  | 'ends_on'
  | 'api_credit.organization'
  | 'api_credit.claimed_on',
  string
>

export function newPlanValues(holder: string | null, today: Day): PlanFormValues {
  return {
    holder_email: holder ?? '',
    plan: 'pro',
    seats: '1',
    price: '',
    currency: 'USD',
    price_usd: '',
    cycle: 'monthly',
    starts_on: today,
    ends_on: '',
    'api_credit.organization': '',
    'api_credit.claimed_on': '',
  }
}

/** The plan with its first term, to be corrected. */
export function planValues(plan: StoredPlan): PlanFormValues {
  const [first] = plan.terms
  if (!first) throw new RangeError('a plan has at least one term')
  return {
    holder_email: plan.holderEmail,
    ...termPrices(first, plan.currency),
    currency: plan.currency,
    cycle: plan.cycle,
    starts_on: plan.startsOn,
    ends_on: plan.endsOn ?? '',
    'api_credit.organization': plan.apiCredit?.organizationId ?? '',
    'api_credit.claimed_on': plan.apiCredit?.claimedOn ?? '',
  }
}

export type TermFormValues = Record<
  'effective_on' | 'plan' | 'seats' | 'price' | 'price_usd' | 'paused',
  string
>

export function termValues(term: StoredTerm, currency: string, effectiveOn: string): TermFormValues {
  return { effective_on: effectiveOn, ...termPrices(term, currency), paused: term.paused ? 'yes' : '' }
}

function termPrices(term: StoredTerm, currency: string) {
  return {
    plan: term.planCode,
    seats: String(term.seats),
    price: formatUsdExact(term.price),
    price_usd: currency === 'USD' ? '' : formatUsdExact(term.priceUsd),
  }
}
