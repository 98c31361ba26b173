import { pool } from '@/lib/db/client'
import { comparablePeriods, compare, NOTHING_PAIRED, type Comparison } from '@/lib/domain/comparison'
import { addsUp } from '@/lib/domain/coverage-days'
import { addDays, addMonths, dayOf, earlier, later, type Day, type DayRange } from '@/lib/domain/day'
import { nano, sum, type Nano } from '@/lib/domain/money'
import { creditPeriods } from '@/lib/domain/plan-credit'
import { monthOf, projectMonthEnd, type Projection } from '@/lib/domain/projection'
import { visibleRange } from '@/lib/domain/timeline'
import type { Sources } from '@/lib/domain/timeline-refusals'
import { apiMatches, type TimelineRequest } from '@/lib/domain/timeline-request'
import type { ToldDays } from '@/lib/domain/told-days'
import type { Viewer } from '@/lib/domain/viewer'
import { pairedSpend } from './paired-spend'
import { spendCells } from './spend-cells'
import { loadCredit, loadCreditCycles, type CreditCycle } from './timeline-credit'
import { namesIn, namesOfFilters } from './timeline-names'
import { pictureTimeline, type TimelinePicture } from './timeline-picture'
import { loadPlanBook, planAmounts, plansWithin, type PlanWithin } from './timeline-plans'
import {
  coverageOf,
  dailyOnlyDays,
  loadSources,
  sourcesOf,
  toldDays,
  type TimelineSources,
} from './timeline-sources'

export interface TimelineOverview {
  timeline: TimelinePicture
  previous: DayRange
  compared: ReturnType<typeof comparablePeriods>
  change: { total: Comparison; plan: Comparison; api: Comparison }
  /** Names of keys the changes speak of. */
  keyNames: ReadonlyMap<string, string>
  projection: {
    month: DayRange
    result: Projection | null
    /** Against the whole month before. */
    change: Comparison
    planMonth: Nano
    withApi: boolean
    /** A plan's credit paid, or can pay, some of the API use of these months; the figures here leave it out. */
    beforeCredit: boolean
  }
  organizations: TimelineSources['organizations']
  plans: PlanWithin[]
  /** Granted and used in each plan cycle with API credit that touches the range, the newest first. */
  creditCycles: CreditCycle[]
  hasAnyPlan: boolean
  /** Days of the range that have no hours. */
  dailyOnly: Day[]
  sources: Sources
  /** What filtered values are called, by `dimension:value`. */
  filterNames: ReadonlyMap<string, string>
  /** Which source told the days of the range. */
  told: ToldDays[]
  /** When the API usage of the range was read last, and how fresh the Analytics API called the oldest of it. */
  provenance: { readAt: Date | null; refreshedAt: Date | null }
  sync: { status: 'queued' | 'running'; daysDone: number; daysTotal: number } | null
}

export interface OverviewRequest {
  request: TimelineRequest
  previous: DayRange
  /** Whether the bucket was chosen; one that only fits gives way to days where hours are not known. */
  bucketChosen: boolean
}

/** Everything the timeline page shows. */
export async function getTimelineOverview(
  viewer: Viewer,
  { request: asked, previous, bucketChosen }: OverviewRequest,
  now: Date,
): Promise<TimelineOverview> {
  const today = dayOf(now)
  const tomorrow = addDays(today, 1)
  const month = monthOf(today)
  const lastMonth = { from: addMonths(month.from, -1), to: month.from }
  const whole = {
    from: earlier(earlier(asked.range.from, previous.from), lastMonth.from),
    to: later(asked.range.to, tomorrow),
  }
  const [sources, book, sync] = await Promise.all([
    loadSources(whole, asked.filters, asked.data),
    loadPlanBook(asked.data),
    asked.data === 'demo' ? null : loadRunningSync(),
  ])
  const dailyOnly = dailyOnlyDays(sources, asked.range)
  const request = bucketChosen ? asked : fitted(asked, sources, dailyOnly)
  const { filters, basis } = request
  const withApi = apiMatches(filters) && sources.organizations.length > 0

  const current = visibleRange(request.range, today)
  const states = new Map(coverageOf(sources, current).map(({ day, state }) => [day, state]))
  const compared = comparablePeriods(current, previous, (day) => !withApi || addsUp(states.get(day)))
  const organizationIds = sources.organizations.map(({ id }) => id)
  const creditOf = (range: DayRange) =>
    loadCredit(book, { range, bucket: 'total', filters, organizationIds }, today)
  const told = toldDays(sources, request.range)
  const [timeline, paired, recent, creditNow, creditBefore, creditCycles, filterNames, provenance] =
    await Promise.all([
      pictureTimeline(viewer, request, now, sources, book),
      withApi ? pairedSpend(compared.now, compared.before, filters, sources, today) : NOTHING_PAIRED,
      withApi
        ? spendCells(
            {
              range: { from: lastMonth.from, to: tomorrow },
              bucket: 'day',
              group: 'none',
              metric: 'cost',
              filters,
              organizationIds,
            },
            new Set(),
          )
        : [],
      compared.leftOut.length > 0 ? creditOf(compared.now) : [],
      creditOf(compared.before),
      loadCreditCycles(book, { range: request.range, filters, organizationIds }, today),
      namesOfFilters(filters, book, today),
      loadProvenance(request.range, told),
    ])

  const missingIn = (range: DayRange) => (withApi ? missingDays(sources, visibleRange(range, today)) : 0)
  const missing = { now: missingIn(compared.now), before: missingIn(compared.before) }
  const none = { now: 0, before: 0 }
  const plansIn = (range: DayRange) => sum(planAmounts(book, { range, basis, filters }, today).map(amountOf))
  const totalOf = (range: DayRange, api: Nano, credit: readonly { amount: Nano }[]) =>
    sum([plansIn(range), api, ...credit.map(amountOf)])
  const change = {
    total: compare(
      compared.leftOut.length > 0 ? totalOf(compared.now, paired.now, creditNow) : timeline.total,
      totalOf(compared.before, paired.before, creditBefore),
      missing,
      paired,
    ),
    plan: compare(timeline.byPool.plan, plansIn(previous), none),
    api: compare(paired.now, paired.before, missing, paired),
  }

  const byDay = new Map(recent.map(({ start, amount }) => [start as Day, amount]))
  const planMonth = sum(
    planAmounts(book, { range: month, basis, filters }, addDays(month.to, -1)).map(amountOf),
  )
  const result = projectMonthEnd({
    today,
    apiByDay: new Map([...byDay].filter(([d]) => d >= month.from)),
    coverage: new Map(coverageOf(sources, month).map(({ day, state }) => [day, state])),
    withApi,
    planMonth,
  })
  const lastMonthTotal = sum([
    ...[...byDay].filter(([d]) => d < month.from).map(([, amount]) => amount),
    ...planAmounts(book, { range: lastMonth, basis, filters }, today).map(amountOf),
  ])
  const movers = [change.total, change.api].flatMap((each) =>
    each.kind === 'change' ? (each.mover ?? []) : [],
  )
  return {
    timeline,
    previous,
    compared,
    change,
    keyNames: await namesIn(
      'key',
      movers.flatMap(({ keyId }) => keyId ?? []),
    ),
    projection: {
      month,
      result,
      change: compare(result?.middle ?? nano(0n), lastMonthTotal, { now: 0, before: missingIn(lastMonth) }),
      planMonth,
      withApi,
      beforeCredit:
        withApi &&
        book.plans
          .flatMap((plan) => creditPeriods(plan, book.catalogue, today))
          .some(({ organizationId, to }) => to > lastMonth.from && organizationIds.includes(organizationId)),
    },
    organizations: sources.organizations,
    plans: plansWithin(book, request.range, today),
    creditCycles,
    hasAnyPlan: book.plans.length > 0,
    dailyOnly,
    sources: sourcesOf(sources, request.range),
    filterNames,
    told,
    provenance,
    sync,
  }
}

function amountOf({ amount }: { amount: Nano }): Nano {
  return amount
}

/** Hours that only fit the range give way to the day where some of it is not known by the hour. */
export function fitted(
  request: TimelineRequest,
  { organizations }: TimelineSources,
  dailyOnly: Day[],
): TimelineRequest {
  const unknown = dailyOnly.length > 0 || organizations.some(({ source }) => source === 'legacy')
  return request.bucket === 'hour' && unknown ? { ...request, bucket: 'day' } : request
}

function missingDays(sources: TimelineSources, range: DayRange): number {
  return coverageOf(sources, range).filter(({ state }) => !addsUp(state)).length
}

async function loadRunningSync(): Promise<TimelineOverview['sync']> {
  const { rows } = await pool().query<NonNullable<TimelineOverview['sync']>>(
    `select status, days_done as "daysDone", days_total as "daysTotal" from sync_runs
     where status in ('running', 'queued') order by status = 'running' desc, created_at limit 1`,
  )
  return rows[0] ?? null
}

async function loadProvenance(
  range: DayRange,
  told: readonly ToldDays[],
): Promise<TimelineOverview['provenance']> {
  const { rows } = await pool().query<TimelineOverview['provenance']>(
    `select max(read_at) as "readAt", min(data_refreshed_at) filter (where source = 'analytics') as "refreshedAt"
     from coverage where day >= $1::date and day < $2::date and organization_id = any($3::text[])`,
    [range.from, range.to, told.map(({ id }) => id)],
  )
  return rows[0] ?? { readAt: null, refreshedAt: null }
}
