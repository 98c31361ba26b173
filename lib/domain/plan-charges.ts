import { addDays, type Day, type DayRange, daysBetween, earlier, later } from './day'
import { type Nano, nano, NANO_PER_USD, scale, zero } from './money'
import type { Plan, PlanTerm } from './plan'
import { cycleIndexOn, cycleStart, termInForce } from './plan-cycles'

/** One amount that leaves somebody's account for a plan. Both bases of the timeline derive from it. */
export interface PlanCharge {
  planId: string
  /** The day it is charged. */
  on: Day
  /** Nano-dollars, always above zero: what costs nothing is no charge. */
  amountUsd: Nano
  /** The days it pays for, half-open: `coversFrom` inside, `coversTo` not. */
  coversFrom: Day
  coversTo: Day
  /** `cycle`: the price of a whole cycle; `change`: what a dearer term costs for the rest of one. */
  kind: 'cycle' | 'change'
  planCode: string
  seats: number
}

export interface PlanAmount {
  day: Day
  planId: string
  /** Of the newest charge in the amount. */
  planCode: string
  amount: Nano
}

/** `spread`: over the days a charge covers; `charged`: whole, on the day it was charged. */
export type Basis = 'spread' | 'charged'

const CENT = NANO_PER_USD / 100n

/**
 * Charges of one cycle, oldest first; cycles do not depend on each other.
 *
 * - At its first day the price of the term in force then, unless paused. A change on the very first day still finds the
 *   old term in force (contract.md: "the day of change belongs to the old term").
 * - A change to a price above the highest one paid in this cycle costs the difference × days left ÷ days of the cycle,
 *   days left counted from the day after the change, rounded once half-even to cents, at the new term's dollar rate.
 *   A lower price gives nothing back before renewal. Source: billing.md §1.3 (SUP 9267289, worked examples).
 * - Pausing gives nothing back; resuming is a rise from what this cycle has already paid (nothing, if it began paused).
 * - Nothing is charged after the plan's last day, and no change made on or after it comes into force.
 *
 * Rises are judged in the plan's own currency, so a new dollar amount for the same price is no charge.
 */
function chargesOfCycle(plan: Plan, { from, to }: DayRange): PlanCharge[] {
  if (plan.endsOn !== null && from > plan.endsOn) return []
  const days = BigInt(dayNumber(to) - dayNumber(from))
  const charges: PlanCharge[] = []
  const push = (term: PlanTerm, kind: PlanCharge['kind'], on: Day, coversFrom: Day, amountUsd: Nano) => {
    if (amountUsd <= 0n) return
    const { planCode, seats } = term
    charges.push({ planId: plan.id, on, amountUsd, coversFrom, coversTo: to, kind, planCode, seats })
  }

  const first = termInForce(plan, from)
  let paid = zero
  if (!first.paused) {
    paid = first.price
    push(first, 'cycle', from, from, first.priceUsd)
  }
  for (const term of plan.terms.slice(1)) {
    const on = term.effectiveOn
    if (on < from || on >= to || (plan.endsOn !== null && on >= plan.endsOn)) continue
    const coversFrom = addDays(on, 1)
    const daysLeft = BigInt(daysBetween(coversFrom, to))
    if (daysLeft === 0n || term.paused || term.price <= paid) continue
    const rise = scale(term.priceUsd, (term.price - paid) * daysLeft, term.price * days, CENT)
    push(term, 'change', on, coversFrom, rise)
    paid = term.price
  }
  return charges
}

function chargesOfCycles(plan: Plan, from: Day, until: Day): PlanCharge[] {
  const last = plan.endsOn === null ? until : earlier(until, plan.endsOn)
  const charges: PlanCharge[] = []
  let index = cycleIndexOn(plan, from)
  for (let start = cycleStart(plan, index); start <= last;) {
    const next = cycleStart(plan, ++index)
    charges.push(...chargesOfCycle(plan, { from: start, to: next }))
    start = next
  }
  return charges
}

/** Every charge from the plan's start up to and including `until`, oldest first. */
export function expandCharges(plan: Plan, until: Day): PlanCharge[] {
  return chargesOfCycles(plan, plan.startsOn, until).filter((charge) => charge.on <= until)
}

/** Charges in a half-open range of days, also future ones: what will come if nothing changes. */
export function knownCharges(plan: Plan, { from, to }: DayRange): PlanCharge[] {
  if (from >= to) return []
  return chargesOfCycles(plan, from, addDays(to, -1)).filter(({ on }) => from <= on && on < to)
}

/** The first charge after a day, if nothing changes; null when there will be none. */
export function nextCharge(plan: Plan, after: Day): PlanCharge | null {
  const settled = plan.terms.reduce((day, term) => later(day, term.effectiveOn), after)
  for (let index = cycleIndexOn(plan, after); ; index++) {
    const cycle = { from: cycleStart(plan, index), to: cycleStart(plan, index + 1) }
    const charge = chargesOfCycle(plan, cycle).find(({ on }) => on > after)
    if (charge) return charge
    if (cycle.from > settled) return null
  }
}

/**
 * What the plan costs on each day of a half-open range, days without cost left out, oldest first, nothing after
 * `today` in either basis.
 *
 * `spread` divides a charge over the days it covers by largest remainder (equal weights: a nano-dollar more for the
 * earliest days), so a full cycle adds up exactly to what was charged in it. Where the plan ends inside a paid cycle, the
 * rest falls on its last day: earlier days keep what they had, no fee comes after the end, the total stays what was
 * paid. Source of daily accrual: billing.md §14.
 */
export function planAmountsByDay(plan: Plan, range: DayRange, basis: Basis, today: Day): PlanAmount[] {
  const from = later(range.from, plan.startsOn)
  const lastVisible = plan.endsOn === null ? today : earlier(today, plan.endsOn)
  const to = earlier(range.to, addDays(lastVisible, 1))
  if (from >= to) return []

  const offset = dayNumber(from)
  const length = dayNumber(to) - offset
  const amounts = new Array<bigint>(length).fill(0n)
  const codes = new Array<string>(length).fill('')
  const add = (index: number, amount: bigint, charge: PlanCharge) => {
    if (amount === 0n || index < 0 || index >= length) return
    amounts[index] = (amounts[index] ?? 0n) + amount
    codes[index] = charge.planCode
  }
  for (const charge of chargesOfCycles(plan, from, addDays(to, -1))) {
    if (basis === 'charged') add(dayNumber(charge.on) - offset, charge.amountUsd, charge)
    else spread(charge, plan.endsOn, offset, length, add)
  }

  const rows: PlanAmount[] = []
  for (let index = 0; index < length; index++) {
    const amount = amounts[index] ?? 0n
    if (amount === 0n) continue
    rows.push({
      day: dayNamed(offset + index),
      planId: plan.id,
      planCode: codes[index] ?? '',
      amount: nano(amount),
    })
  }
  return rows
}

function spread(
  charge: PlanCharge,
  endsOn: Day | null,
  offset: number,
  length: number,
  add: (index: number, amount: bigint, charge: PlanCharge) => void,
): void {
  const first = dayNumber(charge.coversFrom)
  const days = dayNumber(charge.coversTo) - first
  const share = charge.amountUsd / BigInt(days)
  const extra = Number(charge.amountUsd % BigInt(days))
  const last = endsOn === null ? days - 1 : Math.min(days - 1, dayNumber(endsOn) - first)
  const until = Math.min(last, offset + length - first)
  for (let index = Math.max(0, offset - first); index < until; index++)
    add(first + index - offset, index < extra ? share + 1n : share, charge)
  const before = share * BigInt(last) + BigInt(Math.min(last, extra))
  add(first + last - offset, charge.amountUsd - before, charge)
}

const DAY_ZERO = '2000-01-01' as Day
const MS_PER_DAY = 86_400_000
const DAYS_BEFORE = Date.parse(DAY_ZERO) / MS_PER_DAY
const names: Day[] = []

function dayNumber(day: Day): number {
  return Date.parse(day) / MS_PER_DAY - DAYS_BEFORE
}

/** Remembered: naming days is what a thousand plans over years would spend their time on. */
function dayNamed(number: number): Day {
  return (names[number] ??= addDays(DAY_ZERO, number))
}

/** What a term costs in a month, a year's price divided by twelve and rounded half-even to cents; nothing while paused. */
export function monthlyEquivalent(plan: Pick<Plan, 'cycle'>, term: PlanTerm): Nano {
  if (term.paused) return zero
  return plan.cycle === 'monthly' ? term.priceUsd : scale(term.priceUsd, 1n, 12n, CENT)
}
