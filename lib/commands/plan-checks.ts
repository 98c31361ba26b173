import { readCatalogue } from '@/lib/db/plan-rows'
import type { Transaction } from '@/lib/db/transact'
import type { Day } from '@/lib/domain/day'
import { NANO_PER_USD, type Nano } from '@/lib/domain/money'
import type { PlanTerm } from '@/lib/domain/plan'
import { canonicalPlanCode, knownPlanCodes } from '@/lib/domain/plan-catalogue'
import type { ApiCreditLink, StoredPlan } from '@/lib/domain/plan-record'
import { ExpectedError } from '@/lib/errors'
import { MAX_SEATS } from './plan-fields'

const MAX_USD = 1_000_000n * NANO_PER_USD
const MAX_FOREIGN = 1_000_000_000n * NANO_PER_USD

export function impossible(parameter: string, sentence: string): ExpectedError {
  return new ExpectedError('incomplete', sentence, { parameter })
}

/** The catalogue's own code for a plan, old names included; refuses unknown ones. */
export async function requirePlanCode(tx: Transaction, given: string): Promise<string> {
  const code = canonicalPlanCode(given)
  const known = knownPlanCodes(await readCatalogue(tx))
  if (known.includes(code)) return code
  throw impossible('plan', `There is no plan "${given}". Known plans: ${known.join(', ')}.`)
}

export function requireSeats(seats: number): void {
  if (Number.isInteger(seats) && seats >= 1 && seats <= MAX_SEATS) return
  throw impossible('seats', `Seats must be a whole number from 1 to ${MAX_SEATS}.`)
}

/** The price in dollars: the price itself for USD, else what was given; refuses what does not fit together. */
export function requireDollarPrice(currency: string, price: Nano, priceUsd: Nano | null): Nano {
  if (price < 0n) throw impossible('price', 'A price cannot be negative.')
  if (price > (currency === 'USD' ? MAX_USD : MAX_FOREIGN))
    throw impossible('price', 'That is more than a plan can cost here. Please check the price of one cycle.')
  if (currency === 'USD') {
    if (priceUsd === null || priceUsd === price) return price
    throw impossible(
      'price_usd',
      'The price is in dollars already: leave price_usd out, or give the same amount.',
    )
  }
  if (priceUsd === null)
    throw impossible(
      'price_usd',
      `What was the price in US dollars? It is needed beside an amount in ${currency}.`,
    )
  if (priceUsd < 0n) throw impossible('price_usd', 'A price cannot be negative.')
  if (priceUsd > MAX_USD)
    throw impossible(
      'price_usd',
      'That is more than a plan can cost here. Please check the price in dollars.',
    )
  if ((price === 0n) !== (priceUsd === 0n))
    throw impossible('price_usd', 'Either both amounts are zero or neither is.')
  return priceUsd
}

/** First and last day in order, and no change of the plan after its end. */
export function requireEndInOrder(startsOn: Day, endsOn: Day | null, terms: readonly PlanTerm[]): void {
  if (endsOn === null) return
  if (endsOn < startsOn)
    throw impossible('ends_on', `The last day cannot be before the first one, ${startsOn}.`)
  const last = terms.slice(1).at(-1)
  if (last && last.effectiveOn > endsOn)
    throw impossible(
      'ends_on',
      `The plan changes on ${last.effectiveOn}: remove that change first, or end it later.`,
    )
}

/** A later term lies after the first day, not after the last, and alone on its day. */
export function requireTermDay(plan: StoredPlan, effectiveOn: Day, termId: string | null): void {
  if (effectiveOn <= plan.startsOn)
    throw impossible(
      'effective_on',
      `A change must be after the plan's first day, ${plan.startsOn}. To correct what held from the start, correct the entry itself.`,
    )
  if (plan.endsOn !== null && effectiveOn > plan.endsOn)
    throw impossible('effective_on', `The plan ends on ${plan.endsOn}: a change cannot be after that.`)
  if (plan.terms.some(({ id, effectiveOn: taken }) => taken === effectiveOn && id !== termId))
    throw new ExpectedError(
      'conflict',
      `There is a change on ${effectiveOn} already. Edit or remove that one.`,
      {
        parameter: 'effective_on',
      },
    )
}

/** The lock keeps a newly linked organisation until the link is stored: deleting it takes links away, this one too. */
export async function requireCreditLink(
  tx: Transaction,
  credit: ApiCreditLink | null,
  { linked, endsOn, isDemo }: { linked: ApiCreditLink | null; endsOn: Day | null; isDemo: boolean },
): Promise<void> {
  if (credit === null) return
  const isNew = credit.organizationId !== linked?.organizationId
  if (isNew && !(await lockedOrganization(tx, credit.organizationId, isDemo)))
    throw impossible(
      'api_credit.organization',
      `No organisation ${credit.organizationId} is known here. Connect it first, then link the credit.`,
    )
  if (endsOn !== null && credit.claimedOn > endsOn)
    throw impossible(
      'api_credit.claimed_on',
      `A credit cannot be claimed after the plan's last day, ${endsOn}.`,
    )
}

async function lockedOrganization(tx: Transaction, id: string, isDemo: boolean): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`select 1 from organizations where id = ${id} and is_demo = ${isDemo} for key share`
  return rows.length > 0
}
