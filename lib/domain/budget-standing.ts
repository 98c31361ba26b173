import { isOver, thresholdsOver, type Budget } from './budget'
import { whyStale, type ReadOrganization } from './budget-freshness'
import { worstCoverage, type CoverageState } from './coverage-days'
import { addDays, dayOf, daysIn, type Day, type DayRange } from './day'
import { forecastPeriod, isShortPeriod, SHORT_PERIOD_SAMPLE_DAYS, type Forecast } from './forecast'
import { nano, sum, zero, type Nano } from './money'
import { weaker, type Quality } from './quality'
import type { Pool } from './timeline-request'

export const BUDGET_STATES = ['ok', 'warning', 'exceeded', 'no_data', 'stale'] as const
export type BudgetState = (typeof BUDGET_STATES)[number]

/** What has to be known of a budget's scope, read up to today. */
export interface BudgetFigures {
  period: DayRange
  /** API spend by day, from `sampleStart` on. `estimated`: split over keys by us. */
  api: ReadonlyMap<Day, { amount: Nano; estimated: boolean }>
  /** Plan fees by day of the whole period, days to come included. */
  plan: ReadonlyMap<Day, Nano>
  /** What API credit paid by day of the period, above zero, and what is left of it today. */
  credit: { byDay: ReadonlyMap<Day, Nano>; left: Nano }
  /** Whether API use, and plan fees, can be part of it at all. */
  counts: { api: boolean; plan: boolean }
  organizations: readonly ReadOrganization[]
}

/** One day of a budget's period. */
export interface BudgetDay {
  day: Day
  spent: Nano
  /** `to_come`: after today. */
  state: CoverageState | 'to_come'
  estimated: boolean
}

export interface BudgetStanding {
  period: DayRange
  spent: Nano
  byPool: Record<Pool, Nano>
  /** Of `spent`: on days whose cost is split over keys by us; credit included, which is always reckoned. */
  estimated: Nano
  /** Of `spent`: API use of days that may still change. */
  provisional: Nano
  /** The weakest part of `spent`; null where nothing was spent. */
  quality: Quality | null
  state: BudgetState
  /** What the state would be if the figures could be relied on. */
  known: 'ok' | 'warning' | 'exceeded'
  /** Thresholds gone over, ascending. */
  over: number[]
  /** Why figures cannot be relied on, as sentences; none = they can. */
  stale: string[]
  /** Days of the period whose rows do not add up yet. */
  partialDays: Day[]
  forecast: Forecast | null
  /** The day the amount was used up; null = it is not. */
  exceededOn: Day | null
  days: BudgetDay[]
}

/** The first day whose spend has to be known beside the period's own. */
export function sampleStart(period: DayRange, today: Day): Day {
  const early = addDays(today, -SHORT_PERIOD_SAMPLE_DAYS)
  return isShortPeriod(period) && early < period.from ? early : period.from
}

/**
 * How a budget stands at `now`. Spent is what the timeline shows for its scope, spread over days: API use as billed, plan
 * fees by the day, less what credit paid; nothing after today. `no_data`: nothing that counts is known of the period.
 * `stale`: it is known, but cannot be relied on (`whyStale`), whatever it adds up to: alerts wait. Else `exceeded` over 100 %,
 * `warning` over any threshold below, `ok`. Nano-dollars, compared in integers. Source: issue 4, section 2.
 */
export function standingOf(
  budget: Pick<Budget, 'amount' | 'thresholds'>,
  figures: BudgetFigures,
  now: Date,
): BudgetStanding {
  const { period, api, plan, credit, counts, organizations } = figures
  const today = dayOf(now)
  const states = coverageOfOrganizations(organizations, { from: sampleStart(period, today), to: period.to })

  const days = daysIn(period).map((day): BudgetDay => {
    if (day > today) return { day, spent: zero, state: 'to_come', estimated: false }
    const used = api.get(day)
    const spent = (used?.amount ?? 0n) + (plan.get(day) ?? 0n) - (credit.byDay.get(day) ?? 0n)
    const isEstimated = (used?.estimated ?? false) || (credit.byDay.get(day) ?? 0n) > 0n
    return {
      day,
      spent: nano(spent),
      state: counts.api ? (states.get(day) ?? 'not_synced') : 'synced',
      estimated: isEstimated,
    }
  })
  const passed = days.filter(({ state }) => state !== 'to_come')
  const apiOf = (chosen: readonly BudgetDay[]) => sum(chosen.map(({ day }) => api.get(day)?.amount ?? zero))
  const byPool = {
    plan: sum(passed.map(({ day }) => plan.get(day) ?? zero)),
    usage_credits: zero,
    api: apiOf(passed),
    api_credit: nano(-sum(credit.byDay.values())),
  }
  const spent = sum(Object.values(byPool))

  const stale = counts.api ? whyStale(organizations, period, now) : []
  const isKnown =
    counts.plan || (counts.api && passed.some(({ day }) => organizations.some((each) => each.days.has(day))))
  const over = thresholdsOver(budget, spent)
  const isExceeded = isOver(spent, 100, budget.amount)
  const known = isExceeded ? 'exceeded' : over.length > 0 ? 'warning' : 'ok'
  return {
    ...{ period, spent, byPool, stale, known, over, days },
    estimated: nano(apiOf(passed.filter(({ day }) => api.get(day)?.estimated)) + byPool.api_credit),
    provisional: apiOf(passed.filter(({ state }) => state !== 'synced')),
    quality: qualityOf(passed, figures),
    state: !isKnown ? 'no_data' : stale.length > 0 ? 'stale' : known,
    partialDays: passed.flatMap(({ day, state }) => (state === 'partial' ? [day] : [])),
    forecast: !isKnown
      ? null
      : forecastPeriod({
          ...{ period, today, amount: budget.amount, coverage: states, planByDay: plan },
          apiByDay: new Map([...api].map(([day, { amount }]) => [day, amount])),
          withApi: counts.api,
          credit: { used: sum(credit.byDay.values()), left: credit.left },
          sampleFrom: sampleStart(period, today),
        }),
    exceededOn: isExceeded ? firstDayOver(passed, budget.amount) : null,
  }
}

function coverageOfOrganizations(
  organizations: readonly ReadOrganization[],
  range: DayRange,
): Map<Day, CoverageState> {
  const covered = organizations.map(({ source, days }) => {
    const read = [...days.keys()].sort()
    const [first, last] = [read[0], read.at(-1)]
    const kept = first && last ? { from: first, to: addDays(last, 1) } : null
    return { counts: source === null ? kept : range, states: days }
  })
  return new Map(worstCoverage(range, covered).map(({ day, state }) => [day, state]))
}

function qualityOf(passed: readonly BudgetDay[], { api, plan, credit }: BudgetFigures): Quality | null {
  let weakest: Quality | null = null
  const add = (quality: Quality) => (weakest = weakest === null ? quality : weaker(weakest, quality))
  for (const { day, state } of passed) {
    if ((plan.get(day) ?? 0n) > 0n) add('entered')
    if ((credit.byDay.get(day) ?? 0n) > 0n) add('estimated')
    const used = api.get(day)
    if (used) add(used.estimated ? 'estimated' : state === 'synced' ? 'billed' : 'provisional')
  }
  return weakest
}

function firstDayOver(passed: readonly BudgetDay[], amount: Nano): Day | null {
  let total = 0n
  for (const { day, spent } of passed) {
    total += spent
    if (total > amount) return day
  }
  return null
}
