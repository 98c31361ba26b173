import Link from 'next/link'
import { Card, CardHeader } from '@/components/ui/card'
import { dayOf } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type { TimelineMark } from '@/lib/domain/timeline-mark'
import { apiMatches, DIMENSIONS } from '@/lib/domain/timeline-request'
import { formatUsd } from '@/lib/format'
import { BucketTable } from './bucket-table'
import { ChartLegend } from './chart-legend'
import { CoverageStrip } from './coverage-strip'
import { CreditNote } from './credit-note'
import { EmptyTimeline } from './empty-timeline'
import { GroupTable } from './group-table'
import { KpiRow } from './kpi-row'
import { MarkCard } from './mark-card'
import type { NoteActions } from './mark-list'
import { MarkStrip } from './mark-strip'
import { PlanNote } from './plan-note'
import { prepareControls, widened } from './prepare-controls'
import { prepareBuckets, type ShownBucket } from './prepare-buckets'
import { prepareChart } from './prepare-chart'
import { prepareCoverageStrip } from './prepare-coverage-strip'
import { prepareKpis } from './prepare-kpis'
import { prepareMarks, type PreparedMarks } from './prepare-marks'
import { OwnerlessNote } from './ownerless-note'
import { prepareSeries } from './prepare-series'
import { pageState } from './prepare-state'
import { prepareBucketTable, prepareGroupTable } from './prepare-tables'
import { rangeWords, withinWords } from './range-words'
import { SpendChartSlot } from './spend-chart-slot'
import { TimelineControls } from './timeline-controls'
import type { TimelineData } from './timeline-data'
import { TimelineNotices } from './timeline-notices'
import { VIEW_BUCKETS, viewHref, type TimelineView } from './timeline-view'

/** The first page after sign-in, whole. */
export function TimelineScreen({
  data,
  view,
  problems,
  now,
  marks: known,
  noteActions,
}: {
  data: TimelineData
  view: TimelineView
  problems: readonly string[]
  now: Date
  /** Of the kinds the view asks for, the newest first. */
  marks: readonly TimelineMark[]
  /** Null: somebody who may only read notes. */
  noteActions: NoteActions | null
}) {
  const today = dayOf(now)
  const { timeline, organizations } = data
  const { request } = timeline
  const state = pageState(data, today)
  const within = withinWords(view.choice, today)
  const names = new Map(timeline.groups.map(({ group, name }) => [group, name]))
  const controls = prepareControls({
    view,
    request,
    sources: data.sources,
    organizations: organizations.length,
    today,
    nameOf: (dimension, value) =>
      (dimension === view.group && names.get(value)) ||
      (value === null ? 'no key (Console, Playground)' : data.filterNames.get(`${dimension}:${value}`)) ||
      (value ?? ''),
  })
  if (state === 'nothing_yet')
    return (
      <EmptyTimeline
        state={state}
        sync={data.sync}
        range={within}
        metric={view.metric}
        widerHref={null}
        withoutFiltersHref={null}
      />
    )

  const buckets = prepareBuckets({
    range: request.range,
    bucket: request.bucket,
    coverage: timeline.coverage,
    today,
    hasOrganizations: organizations.length > 0,
    dailyOnly: data.dailyOnly,
    hourly: data.sources.legacy.length === 0 && view.group !== 'person' && !view.filters.person,
  })
  const marks = prepareMarks(known, {
    range: request.range,
    bucket: request.bucket,
    bars: buckets,
    nameOf: (id) =>
      organizations.length > 1 ? (organizations.find((one) => one.id === id)?.name ?? null) : null,
  })
  const notes = view.marks.includes('note') ? noteActions : null
  const hasFilters = DIMENSIONS.some((dimension) => view.filters[dimension])
  return (
    <div className="flex flex-col gap-4">
      <TimelineNotices {...{ problems, organizations }} told={apiMatches(request.filters) ? data.told : []} />
      <KpiRow
        kpis={prepareKpis(data, today)}
        basis={request.basis}
        planNote={<PlanNote plans={data.plans} hasAnyPlan={data.hasAnyPlan} />}
        creditNote={<CreditNote cycles={data.creditCycles} today={today} />}
      />
      {data.plans.length > 0 && !hasFilters && timeline.byPool.api > 0n && (
        <AlsoPaid byPool={timeline.byPool} within={within} />
      )}
      <TimelineControls controls={controls} />
      <OwnerlessNote timeline={timeline} view={view} within={within} />
      {state === 'figures' ? (
        <Figures {...{ data, view, now, buckets, marks }} canNote={notes !== null} />
      ) : (
        <EmptyTimeline
          state={state}
          sync={data.sync}
          range={within}
          metric={view.metric}
          widerHref={widened(view, today)}
          withoutFiltersHref={hasFilters ? controls.withoutFilters : null}
        />
      )}
      {view.marks.length > 0 && <MarkCard {...{ marks, data, view, today }} actions={notes} />}
      <p className="text-ink-3 text-sm">
        Usage of claude.ai itself, and of Claude Code on a plan, cannot be read by any API: of a plan, only
        its fee is here. Days are UTC days.
      </p>
    </div>
  )
}

function AlsoPaid({
  byPool: { api, api_credit: credit },
  within,
}: {
  byPool: TimelineData['timeline']['byPool']
  within: string
}) {
  const paid = <strong className="figures font-semibold">{formatUsd(nano(api + credit)).text}</strong>
  return (
    <p className="text-base">
      You also paid {paid} for API use {within}
      {credit < 0n && `, after ${formatUsd(nano(-credit)).text} of API credit`}.
    </p>
  )
}

const TITLES = { cost: 'Cost', tokens: 'Tokens', requests: 'Requests' } as const

function Figures({
  data,
  view,
  now,
  buckets,
  marks,
  canNote,
}: {
  data: TimelineData
  view: TimelineView
  now: Date
  buckets: readonly ShownBucket[]
  marks: PreparedMarks
  canNote: boolean
}) {
  const { timeline, organizations } = data
  const { request } = timeline
  const series = prepareSeries(timeline)
  const strip = organizations.length > 0 ? prepareCoverageStrip(timeline.coverage, dayOf(now)) : null
  const bucket = VIEW_BUCKETS.find((width) => width === request.bucket) ?? null
  const chart = prepareChart(
    timeline,
    series,
    buckets,
    ({ zoom }) => zoom && viewHref(view, zoom),
    marks.bars,
  )
  return (
    <>
      <Card>
        <CardHeader
          title={`${TITLES[view.metric]}, ${rangeWords(request.range)}`}
          actions={
            <Link
              href={viewHref(view, { bucket }, '/timeline.csv')}
              prefetch={false}
              className="text-accent no-print underline"
            >
              Download CSV
            </Link>
          }
        />
        <MarkStrip bars={marks.bars} places={buckets.length} />
        <SpendChartSlot key={viewHref(view, { groupPage: 1 })} data={chart} />
        <ChartLegend series={series.drawn} buckets={buckets} />
        {strip && <CoverageStrip strip={strip} />}
      </Card>
      <GroupTable table={prepareGroupTable(timeline, series, view)} view={view} />
      <BucketTable
        table={prepareBucketTable(timeline, series, buckets, view)}
        series={series.drawn}
        view={view}
        bucket={request.bucket}
        canNote={canNote}
      />
    </>
  )
}
