import type { Day } from '@/lib/domain/day'
import { resolveRange, sameDaysLastMonth } from '@/lib/domain/range'
import { refuseCombination, refuseRange, type Sources } from '@/lib/domain/timeline-refusals'
import {
  DIMENSIONS,
  isAssigned,
  type Dimension,
  type Metric,
  type TimelineRequest,
} from '@/lib/domain/timeline-request'
import { formatDays } from '@/lib/format'
import { markSwitches } from './prepare-marks'
import {
  COMPARISONS,
  VIEW_BUCKETS,
  VIEW_GROUPS,
  viewHref,
  withoutFilter,
  type TimelineView,
  type ViewBucket,
  type ViewGroup,
} from './timeline-view'

interface Choice {
  label: string
  href: string
  current: boolean
  disabledReason?: string
}

export interface Controls {
  buckets: Choice[]
  groups: Choice[]
  /** By who and what keys are for; none where there are no keys. */
  keyGroups: Choice[]
  bases: Choice[]
  metrics: Choice[]
  comparisons: Choice[]
  marks: ReturnType<typeof markSwitches>
  filters: { label: string; href: string }[]
  withoutFilters: string
}

const BUCKET_LABELS: Record<ViewBucket, string> = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' }
const GROUP_LABELS: Record<ViewGroup, string> = {
  pool: 'Pool',
  plan: 'Plan',
  key: 'Key',
  workspace: 'Workspace',
  model: 'Model',
  product: 'Product',
  person: 'Person',
  organization: 'Organisation',
  owner: 'Owner',
  application: 'Application',
  environment: 'Environment',
  tag: 'Tag',
  cost_centre: 'Cost centre',
}
const BASIS_LABELS = { spread: 'Spread', charged: 'On the day charged' } as const
const METRIC_LABELS: Record<Metric, string> = { cost: 'Cost', tokens: 'Tokens', requests: 'Requests' }

const COMPARISON_LABELS = { before: 'The period before', 'last-month': 'Same days last month' } as const

export const GROUP_NOUNS: Record<Dimension, string> = {
  pool: 'pool',
  plan: 'plan',
  key: 'key',
  workspace: 'workspace',
  model: 'model',
  product: 'product',
  person: 'person',
  organization: 'organisation',
  owner: 'owner',
  application: 'application',
  environment: 'environment',
  tag: 'tag',
  cost_centre: 'cost centre',
}

export interface ControlsInput {
  view: TimelineView
  request: TimelineRequest
  sources: Sources
  /** Several can be told apart. */
  organizations: number
  today: Day
  /** What a filtered value is called. */
  nameOf: (dimension: Dimension, value: string | null) => string
}

/** Every control as links: what they lead to, which is chosen, and why one cannot be. */
export function prepareControls({
  view,
  request,
  sources,
  organizations,
  today,
  nameOf,
}: ControlsInput): Controls {
  const to = (changes: Partial<TimelineView>) => viewHref(view, changes)
  /** The refusal the query would give: there is one place that knows what a source cannot tell. */
  const choice = (label: string, href: string, current: boolean, asked: Partial<TimelineRequest>): Choice => {
    const wanted = { ...request, ...asked }
    const refused = current
      ? null
      : (refuseRange(wanted.range, wanted.bucket) ?? refuseCombination(wanted, sources, today, formatDays))
    return { label, href, current, ...(refused && { disabledReason: refused.sentence }) }
  }
  const groups = VIEW_GROUPS.filter(
    (group) =>
      group === view.group ||
      (isAssigned(group) ? organizations > 0 : group !== 'organization' || organizations > 1),
  )
  const grouped = (group: ViewGroup) =>
    choice(GROUP_LABELS[group], to({ group, all: false }), view.group === group, { group })
  const overlaps = sameDaysLastMonth(view.choice, today) === null
  return {
    buckets: VIEW_BUCKETS.map((bucket) =>
      choice(BUCKET_LABELS[bucket], to({ bucket }), request.bucket === bucket, { bucket }),
    ),
    groups: groups.filter((group) => !isAssigned(group)).map(grouped),
    keyGroups: groups.filter(isAssigned).map(grouped),
    bases: (['spread', 'charged'] as const).map((basis) => ({
      label: BASIS_LABELS[basis],
      href: to({ basis }),
      current: view.basis === basis,
    })),
    metrics: (['cost', 'tokens', 'requests'] as const).map((metric) =>
      choice(METRIC_LABELS[metric], to({ metric }), view.metric === metric, { metric }),
    ),
    comparisons: COMPARISONS.map((compare) => ({
      label: COMPARISON_LABELS[compare],
      href: to({ compare }),
      current: overlaps ? compare === 'before' : view.compare === compare,
      ...(compare === 'last-month' &&
        overlaps && { disabledReason: 'The range is longer than a month: the two would overlap.' }),
    })),
    marks: markSwitches(view),
    filters: DIMENSIONS.flatMap((dimension) =>
      (view.filters[dimension] ?? []).map((value) => ({
        label: `${GROUP_NOUNS[dimension]}: ${nameOf(dimension, value)}`,
        href: to({ filters: withoutFilter(view, dimension, value) }),
      })),
    ),
    withoutFilters: to({ filters: {} }),
  }
}

/** The last twelve months, for those who find nothing in a range. */
export function widened(view: TimelineView, today: Day): string | null {
  const { from, to } = resolveRange(view.choice, today)
  const year = resolveRange({ preset: '12m' }, today)
  const wide = from <= year.from && to >= year.to
  return wide ? null : viewHref(view, { choice: { preset: '12m' }, bucket: null })
}
