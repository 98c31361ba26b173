import { daysBetween, type Day } from '@/lib/domain/day'
import { resolveRange, type Preset } from '@/lib/domain/range'
import { MOST_HOURLY_DAYS } from '@/lib/domain/timeline-refusals'
import { DIMENSIONS, type Dimension, type Metric, type TimelineRequest } from '@/lib/domain/timeline-request'
import { PRESET_LABELS } from './range-words'
import {
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
  ranges: Choice[]
  buckets: Choice[]
  groups: Choice[]
  bases: Choice[]
  metrics: Choice[]
  filters: { label: string; href: string }[]
  withoutFilters: string
}

const PRESET_ORDER: Preset[] = ['7d', '30d', 'mtd', 'last-month', '90d', 'ytd', '12m']
const BUCKET_LABELS: Record<ViewBucket, string> = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' }
const GROUP_LABELS: Record<ViewGroup, string> = {
  pool: 'Pool',
  plan: 'Plan',
  key: 'Key',
  workspace: 'Workspace',
  model: 'Model',
  product: 'Product',
  organization: 'Organisation',
}
/** Offered always; the others only while they are chosen. */
const MAIN_GROUPS: ViewGroup[] = ['pool', 'plan', 'key', 'workspace', 'model']
const BASIS_LABELS = { spread: 'Spread', charged: 'On the day charged' } as const
const METRIC_LABELS: Record<Metric, string> = { cost: 'Cost', tokens: 'Tokens', requests: 'Requests' }

export const GROUP_NOUNS: Record<Dimension, string> = {
  pool: 'pool',
  plan: 'plan',
  key: 'key',
  workspace: 'workspace',
  model: 'model',
  product: 'product',
  person: 'person',
  organization: 'organisation',
}

export interface ControlsInput {
  view: TimelineView
  request: TimelineRequest
  dailyOnly: readonly Day[]
  /** Names of organisations read through the legacy reports. */
  legacy: readonly string[]
  /** What a filtered value is called. */
  nameOf: (dimension: Dimension, value: string | null) => string
}

/** Every control as links: what they lead to, which is chosen, and why one cannot be. */
export function prepareControls({ view, request, dailyOnly, legacy, nameOf }: ControlsInput): Controls {
  const days = daysBetween(request.range.from, request.range.to)
  const to = (changes: Partial<TimelineView>) => viewHref(view, changes)
  const legacyReason = (what: string) =>
    legacy.length > 0 && request.metric === 'cost'
      ? `The legacy reports, the source of ${legacy.join(', ')}, do not give ${what}`
      : undefined
  const reasons: Partial<Record<ViewBucket | ViewGroup, string | undefined>> = {
    hour:
      days > MOST_HOURLY_DAYS
        ? `Hours are shown for at most ${MOST_HOURLY_DAYS} days`
        : dailyOnly.length > 0
          ? 'Some of these days were only read as whole days'
          : legacyReason('cost per hour'),
    key: legacyReason('cost per key'),
    product: legacyReason('products'),
  }
  const choice = (name: ViewBucket | ViewGroup, label: string, href: string, current: boolean): Choice => ({
    label,
    href,
    current,
    ...(!current && reasons[name] && { disabledReason: reasons[name] }),
  })
  return {
    ranges: PRESET_ORDER.map((preset) => ({
      label: PRESET_LABELS[preset],
      href: to({ choice: { preset }, bucket: null }),
      current: 'preset' in view.choice && view.choice.preset === preset,
    })),
    buckets: VIEW_BUCKETS.map((bucket) =>
      choice(bucket, BUCKET_LABELS[bucket], to({ bucket }), request.bucket === bucket),
    ),
    groups: VIEW_GROUPS.filter((group) => MAIN_GROUPS.includes(group) || group === view.group).map((group) =>
      choice(group, GROUP_LABELS[group], to({ group, all: false }), view.group === group),
    ),
    bases: (['spread', 'charged'] as const).map((basis) => ({
      label: BASIS_LABELS[basis],
      href: to({ basis }),
      current: view.basis === basis,
    })),
    metrics: (['cost', 'tokens', 'requests'] as const).map((metric) => ({
      label: METRIC_LABELS[metric],
      href: to({ metric }),
      current: view.metric === metric,
    })),
    filters: DIMENSIONS.flatMap((dimension) =>
      (view.filters[dimension] ?? []).map((value) => ({
        label: `${GROUP_NOUNS[dimension]}: ${nameOf(dimension, value)}`,
        href: to({ filters: withoutFilter(view, dimension, value) }),
      })),
    ),
    withoutFilters: to({ filters: {} }),
  }
}

/** The other parameters of the address, which the form for own dates has to keep. */
export function keptByDates(view: TimelineView): [name: string, value: string][] {
  const href = viewHref(view, { choice: { preset: '30d' }, bucket: null }, '')
  return [...new URLSearchParams(href.slice(1))]
}

/** The last twelve months, for those who find nothing in a range. */
export function widened(view: TimelineView, today: Day): string | null {
  const { from, to } = resolveRange(view.choice, today)
  const year = resolveRange({ preset: '12m' }, today)
  const wide = from <= year.from && to >= year.to
  return wide ? null : viewHref(view, { choice: { preset: '12m' }, bucket: null })
}
