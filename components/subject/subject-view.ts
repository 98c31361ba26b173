import {
  DEFAULT_VIEW,
  fittingBucket,
  parseView,
  type SearchParams,
  VIEW_BUCKETS,
  type ViewBucket,
  viewHref,
} from '@/components/timeline/timeline-view'
import { type Day, daysBetween } from '@/lib/domain/day'
import { resolveRange, type RangeChoice } from '@/lib/domain/range'
import { type SpendSubject, subjectPath } from '@/lib/domain/spend-subject'
import { MOST_HOURLY_DAYS } from '@/lib/domain/timeline-refusals'

/** What stands beside a subject: the period before, or another of its kind, as `comparedSubject` reads it. */
export type Compared = { with: 'previous' } | { with: 'other'; value: string } | null

/** Everything the address of a page of one key, workspace, model or person says. */
export interface SubjectView {
  choice: RangeChoice
  /** Null: fits the range. */
  bucket: ViewBucket | null
  compare: Compared
  /** What is looked for to compare with; null = nobody is choosing. */
  find: string | null
}

const MOST_TEXT = 500
const PREVIOUS = 'previous'

/** What is not understood is left at its default and said in `problems`. */
export function parseSubjectView(params: SearchParams): { view: SubjectView; problems: string[] } {
  const { range, from, until, bucket } = params
  const { view: timeline, problems } = parseView({ range, from, until, bucket })
  const text = (name: 'compare' | 'find'): string | null => {
    const given = params[name]
    if (given === undefined) return null
    if (typeof given === 'string' && given.length <= MOST_TEXT && !given.includes('\u0000'))
      return given.trim()
    problems.push(`“${name}” cannot be what the address says.`)
    return null
  }
  const compare = text('compare')
  return {
    view: {
      choice: timeline.choice,
      bucket: timeline.bucket,
      compare: !compare
        ? null
        : compare === PREVIOUS
          ? { with: 'previous' }
          : { with: 'other', value: compare },
      find: text('find'),
    },
    problems,
  }
}

/** The address of a subject's page; what is at its default is left out. */
export function subjectHref(
  subject: SpendSubject,
  view: SubjectView,
  changes: Partial<SubjectView> = {},
): string {
  const next = { ...view, find: null, ...changes }
  const { choice, bucket, compare, find } = next
  const params = new URLSearchParams(viewHref(DEFAULT_VIEW, { choice, bucket }, '').slice(1))
  if (compare) params.set('compare', compare.with === 'previous' ? PREVIOUS : compare.value)
  if (find !== null) params.set('find', find)
  const text = params.toString()
  return text ? `${subjectPath(subject)}?${text}` : subjectPath(subject)
}

/** The subject that is compared with; null where it is none, or the very same. */
export function comparedSubject(subject: SpendSubject, compare: Compared): SpendSubject | null {
  if (compare?.with !== 'other') return null
  const other = subjectNamed(subject, compare.value)
  return other && subjectPath(other) !== subjectPath(subject) ? other : null
}

/** Of the same kind: a model by its name, anything else as `organisation/id`. */
export function subjectNamed(like: SpendSubject, value: string): SpendSubject | null {
  if (like.kind === 'model') return { ...like, id: value }
  const at = value.indexOf('/')
  if (at <= 0 || at === value.length - 1) return null
  return { kind: like.kind, organizationId: value.slice(0, at), id: value.slice(at + 1) }
}

/** Hours for up to seven days; more become days. */
export function shownBucket(view: SubjectView, today: Day, tellsHours: boolean): ViewBucket {
  const days = rangeDays(view, today)
  const wanted = view.bucket ?? (days <= 1 && !tellsHours ? 'day' : fittingBucket(days))
  return wanted === 'hour' && (days > MOST_HOURLY_DAYS || !tellsHours) ? 'day' : wanted
}

/** The choices, and why one is none. */
export function bucketChoices(
  view: SubjectView,
  today: Day,
  tellsHours: boolean,
): { bucket: ViewBucket; label: string; disabledReason?: string }[] {
  const labels: Record<ViewBucket, string> = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' }
  const noHours = !tellsHours
    ? 'Who used what is told by the day'
    : rangeDays(view, today) > MOST_HOURLY_DAYS
      ? `Hours fit at most ${MOST_HOURLY_DAYS} days`
      : undefined
  return VIEW_BUCKETS.map((bucket) => ({
    bucket,
    label: labels[bucket],
    ...(bucket === 'hour' && noHours !== undefined && { disabledReason: noHours }),
  }))
}

function rangeDays({ choice }: SubjectView, today: Day): number {
  const { from, to } = resolveRange(choice, today)
  return daysBetween(from, to)
}
