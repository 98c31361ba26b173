import { pool } from '@/lib/db/client'
import {
  addDays,
  dayOf,
  daysBetween,
  earlier,
  isWithin,
  later,
  type Day,
  type DayRange,
} from '@/lib/domain/day'
import {
  type CostByKind,
  countedCosts,
  countedWhole,
  type ExplainedSpend,
  KINDS,
  type PeriodKnowledge,
  type PeriodSpend,
  weekOf,
} from '@/lib/domain/explained-spend'
import { breakDown, type Breakdown, type Part } from '@/lib/domain/key-breakdown'
import { nano, sum } from '@/lib/domain/money'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { addUsage, NO_USAGE, type Usage } from '@/lib/domain/timeline'
import { hourStart } from '@/lib/domain/timeline-buckets'
import type { DataScope } from '@/lib/domain/data-scope'
import { UNATTRIBUTED } from '@/lib/domain/timeline-request'
import type { Viewer } from '@/lib/domain/viewer'
import { costsOfKinds, KIND_SUMS } from './kind-sums'
import { usageOf } from './spend-cells'
import { costsByHour, costsByRate, type HourCosts, type HourQuestion, type RateCosts } from './subject-facts'
import { stampOfPasses } from './figures-beside'
import { RememberedFigures, stretchesOf } from './remembered-figures'
import { nameSubjects, partsByColumn, type PartDimension } from './subject-parts'
import { placeOf, subjectTable } from './subject-place'
import { coverageOf, dailyOnlyDays, loadSources, type TimelineSources } from './timeline-sources'
import { USAGE_COLUMNS } from '@/lib/db/timeline-tables'

export interface SpendQuestion {
  range: DayRange
  before: DayRange
  data: DataScope
  /** Also hour by hour. */
  byHour: boolean
}

/** The most days an hour-of-week picture is made of: a quarter, the last of the range. */
const MOST_WEEK_DAYS = 91

/** Who spend can be told apart by, beside model, kind and product. */
const PARTS: Record<SpendSubject['kind'], PartDimension[]> = {
  key: ['person'],
  workspace: ['key', 'person'],
  model: ['key', 'workspace', 'person'],
  person: ['key', 'workspace'],
}

interface SubjectFigures {
  ofNow: Period
  ofBefore: Period
  hours: HourCosts | null
  rates: RateCosts | null
  parts: Part[][]
}

/** What the figures of some days are made of: of days side by side it is all of both, one after the other. */
interface Stretch {
  rows: SpendRow[]
  hours: HourCosts | null
  rates: RateCosts | null
  parts: Part[][]
}

const remembered = new RememberedFigures<SubjectFigures>()
const rememberedStretches = new RememberedFigures<Stretch>()
const rememberedRows = new RememberedFigures<SpendRow[]>()

async function readStretch(subject: SpendSubject, question: HourQuestion): Promise<Stretch> {
  const { range } = question
  const [rows, hours, rates, ...parts] = await Promise.all([
    spendRows(subject, range),
    costsByHour(subject, question),
    costsByRate(subject, range),
    ...PARTS[subject.kind].map((dimension) => partsByColumn(subject, dimension, range)),
  ])
  return { rows, hours, rates, parts }
}

/** After a sync only the last days are read anew. */
async function readFigures(
  subject: SpendSubject,
  { before, ...question }: HourQuestion & Pick<SpendQuestion, 'before'>,
  {
    sources,
    reload,
    today,
  }: { sources: TimelineSources; reload: (range: DayRange) => Promise<TimelineSources>; today: Day },
): Promise<SubjectFigures> {
  const keep = <T>(
    kept: RememberedFigures<T>,
    asked: HourQuestion | { range: DayRange },
    read: () => Promise<T>,
  ) =>
    kept.get(
      { subject, ...asked },
      [asked.range],
      sources,
      async () => ({ figures: await read(), coverage: (await reload(asked.range)).days }),
      () => stampOfPasses(asked.range),
    )
  const ofNow = stretchesOf(question.range, today).map((range) => {
    const asked = {
      range,
      week: { from: later(question.week.from, range.from), to: earlier(question.week.to, range.to) },
      dailyOnly: question.dailyOnly.filter((day) => isWithin(day, range)),
      byHour: question.byHour,
    }
    return keep(rememberedStretches, asked, () => readStretch(subject, asked))
  })
  const ofBefore = stretchesOf(before, today).map((range) =>
    keep(rememberedRows, { range }, () => spendRows(subject, range)),
  )
  const [stretches, earlierRows] = await Promise.all([Promise.all(ofNow), Promise.all(ofBefore)])
  return {
    ofNow: periodOf(
      subject,
      question.range,
      stretches.flatMap(({ rows }) => rows),
    ),
    ofBefore: periodOf(subject, before, earlierRows.flat()),
    hours: joinHours(stretches.flatMap(({ hours }) => hours ?? [])),
    rates: joinRates(stretches.flatMap(({ rates }) => rates ?? [])),
    parts: PARTS[subject.kind].map((_, place) => stretches.flatMap(({ parts }) => parts[place] ?? [])),
  }
}

function joinHours(all: readonly HourCosts[]): HourCosts | null {
  if (all.length === 0) return null
  return {
    tiers: all.flatMap(({ tiers }) => tiers),
    week: all.flatMap(({ week }) => week),
    hourly: all.flatMap(({ hourly }) => hourly),
  }
}

function joinRates(all: readonly RateCosts[]): RateCosts | null {
  if (all.length === 0) return null
  return {
    speed: all.flatMap(({ speed }) => speed),
    contextWindow: all.flatMap(({ contextWindow }) => contextWindow),
    inferenceGeo: all.flatMap(({ inferenceGeo }) => inferenceGeo),
  }
}

/** What was spent on one subject, on what and why: `range` beside `before`, both half-open, as known at `now`. */
export async function explainSpend(
  viewer: Viewer,
  subject: SpendSubject,
  { range, before, data, byHour }: SpendQuestion,
  now: Date,
): Promise<ExplainedSpend> {
  const all = { from: earlier(range.from, before.from), to: later(range.to, before.to) }
  const filters = subject.kind === 'model' ? {} : { organization: [subject.organizationId] }
  const reload = (days: DayRange) => loadSources(days, filters, data)
  const sources = await reload(all)
  const week = weekRange(range, now)
  const question = { range, before, week, byHour, dailyOnly: dailyOnlyDays(sources, week) }
  const [{ ofNow, ofBefore, hours, rates, parts }, untold] = await Promise.all([
    remembered.get(
      { subject, ...question },
      [all],
      sources,
      async () => ({
        figures: await readFigures(subject, question, { sources, reload, today: dayOf(now) }),
        coverage: (await reload(all)).days,
      }),
      () => stampOfPasses(all),
    ),
    untoldDays(subject, sources, all),
  ])
  const total = ofNow.period.spend
  const by: ExplainedSpend['by'] = { ...ofNow.by, ...breakAll(rates ?? {}, total) }
  if (hours) by.serviceTier = breakDown(hours.tiers, total)
  for (const [index, dimension] of PARTS[subject.kind].entries())
    by[dimension] = breakDown(parts[index] ?? [], total)
  return {
    now: ofNow.period,
    before: ofBefore.period,
    by,
    names: await nameSubjects(by),
    known: {
      now: knowledge(sources, untold, range, now),
      before: knowledge(sources, untold, before, now),
    },
    week: hours && weekSpend(hours, sources, week, now),
    hours:
      hours?.hourly.map(({ day, hour, model, amount }) => ({
        start: hourStart(day, hour),
        model,
        amount: nano(amount),
      })) ?? null,
  }
}

/** The same of another subject or other days, for comparing with. */
export async function spendOfPeriod(
  _viewer: Viewer,
  subject: SpendSubject,
  range: DayRange,
): Promise<PeriodSpend> {
  return periodOf(subject, range, await spendRows(subject, range)).period
}

type UsageRow = Partial<Record<(typeof USAGE_COLUMNS)[keyof Usage], bigint>>
type SpendRow = UsageRow & {
  day: Day
  model: string | null
  product: string | null
  amount: bigint
  list: bigint
  priced: boolean
  split: boolean
} & Partial<CostByKind>

/** People's days tell no kinds. */
const tellsKindsOf = (subject: SpendSubject) => subject.kind !== 'person'

async function spendRows(subject: SpendSubject, range: DayRange): Promise<SpendRow[]> {
  const { condition, values } = placeOf(subject, range)
  const usage = Object.values(USAGE_COLUMNS).map((name) => `sum(f.${name})::bigint as ${name}`)
  const { rows } = await pool().query<SpendRow & Record<string, bigint>>(
    `select f.day, f.model, f.product, sum(f.amount_nano)::bigint as amount, sum(f.list_amount_nano)::bigint as list,
       bool_or(f.cost_lines > 0) as priced,
       bool_or(f.cost_lines > 0 and (f.organization_id, f.day) in (
         select organization_id, day from coverage where source = 'legacy' and day >= $3::date and day < $4::date)) as split,
       ${[...usage, ...(tellsKindsOf(subject) ? KIND_SUMS : [])].join(', ')}
     from ${subjectTable(subject)} f where ${condition} group by 1, 2, 3 order by 1, 2, 3`,
    values,
  )
  return rows
}

interface Period {
  period: PeriodSpend
  by: ExplainedSpend['by']
}

function periodOf(subject: SpendSubject, range: DayRange, rows: readonly SpendRow[]): Period {
  const tellsKinds = tellsKindsOf(subject)
  const total = sum(rows.map(({ amount }) => nano(amount)))
  const priced = rows.filter((row) => row.priced)
  const ofKinds = priced.flatMap((row): Part[] => {
    const costs = costsOfKinds(row)
    return (Object.keys(KINDS) as (keyof CostByKind)[])
      .filter((name) => costs[name] !== 0n)
      .map((name) => ({ value: KINDS[name], amount: nano(costs[name]) }))
  })
  const parts = (valueOf: (row: SpendRow) => string | null): Part[] =>
    priced.map((row) => ({ value: valueOf(row), amount: nano(row.amount) }))
  return {
    period: {
      range,
      spend: total,
      list: sum(rows.map(({ list }) => nano(list))),
      usage: rows.map(usageOf).reduce(addUsage, NO_USAGE),
      isPriced: priced.length > 0,
      isSplit: rows.some(({ split }) => split),
      days: daysOf(priced),
      cells: rows.flatMap((row) =>
        tellsKinds
          ? countedCosts(row.model, nano(row.amount), usageOf(row), costsOfKinds(row))
          : countedWhole(row.model, nano(row.amount), usageOf(row)),
      ),
      tellsKinds,
    },
    by: {
      ...(subject.kind !== 'model' && {
        model: breakDown(
          parts(({ model }) => model),
          total,
        ),
      }),
      ...(tellsKinds && { kind: breakDown(ofKinds, total) }),
      product: breakDown(
        // What the legacy reports leave open is nothing they told.
        parts(({ product }) => product).filter(({ value }) => value !== UNATTRIBUTED),
        total,
      ),
    },
  }
}

function daysOf(rows: readonly SpendRow[]): PeriodSpend['days'] {
  const days = new Map<string, PeriodSpend['days'][number]>()
  for (const { day, model, amount } of rows) {
    const name = JSON.stringify([day, model])
    const there = days.get(name)
    days.set(name, { day, model, amount: nano((there?.amount ?? 0n) + amount) })
  }
  return [...days.values()]
}

function breakAll<Name extends string>(
  parts: Partial<Record<Name, Part[]>>,
  total: PeriodSpend['spend'],
): Partial<Record<Name, Breakdown>> {
  const entries = Object.entries(parts) as [Name, Part[]][]
  return Object.fromEntries(entries.map(([name, some]) => [name, breakDown(some, total)])) as Partial<
    Record<Name, Breakdown>
  >
}

function weekRange(range: DayRange, now: Date): DayRange {
  const tomorrow = addDays(dayOf(now), 1)
  const to = earlier(range.to, tomorrow)
  return { from: later(range.from, addDays(to, -MOST_WEEK_DAYS)), to }
}

function weekSpend(
  { week }: HourCosts,
  sources: TimelineSources,
  range: DayRange,
  now: Date,
): ExplainedSpend['week'] {
  if (daysBetween(range.from, range.to) <= 0) return null
  const daily = new Set(dailyOnlyDays(sources, range))
  const { states } = knowledge(sources, new Set(), range, now)
  const leftOut = [...states].filter(([day, state]) => state === 'not_synced' || daily.has(day)).length
  return { amounts: weekOf(week), range, leftOut }
}

/** Up to today: nothing is missing of what has not come yet. */
function knowledge(
  sources: TimelineSources,
  untold: ReadonlySet<Day>,
  range: DayRange,
  now: Date,
): PeriodKnowledge {
  const past = { from: range.from, to: earlier(range.to, addDays(dayOf(now), 1)) }
  const states = new Map(coverageOf(sources, past).map(({ day, state }) => [day, state]))
  const all = [...states.values()]
  return {
    states,
    missing: all.filter((state) => state === 'not_synced').length,
    open: all.filter((state) => state === 'provisional' || state === 'partial').length,
    untold: [...states].filter(([day, state]) => state === 'synced' && untold.has(day)).length,
  }
}

/** Days that were read, and on which nobody can say who used what. Asked for people alone. */
async function untoldDays(
  subject: SpendSubject,
  { days }: TimelineSources,
  range: DayRange,
): Promise<ReadonlySet<Day>> {
  if (subject.kind !== 'person') return new Set()
  const { rows } = await pool().query<{ day: Day }>(
    `select day from detail_coverage where organization_id = $1 and pass = 'people' and state = 'synced'
       and day >= $2::date and day < $3::date`,
    [subject.organizationId, range.from, range.to],
  )
  const told = new Set(rows.map(({ day }) => day))
  return new Set(days.flatMap(({ day }) => (told.has(day) ? [] : [day])))
}
