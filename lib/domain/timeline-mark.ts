import { addDays, type Day, type DayRange, daysIn, earlier, later } from './day'
import { bucketStartOf, type Bucket, type BucketStart, hourStart } from './timeline-buckets'
import { planMatches, type TimelineFilters } from './timeline-request'

/** What can stand on the time axis: what people wrote, and what happened. */
export const MARK_KINDS = ['note', 'price', 'plan', 'key', 'finding', 'budget'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** Shown unless somebody chooses: what people say, and what is worth a look. Prices, plans and keys change often and quietly. */
export const USUAL_MARKS: readonly MarkKind[] = ['note', 'finding', 'budget']

/** What a mark can be about, and so be filtered by; what is not named it is not bound to. */
export interface MarkSubject {
  organization?: string
  workspace?: string
  key?: string
  model?: string
  plan?: string
}

export interface TimelineMark {
  /** Of all marks its own. */
  id: string
  kind: MarkKind
  /** First and last day (UTC, inclusive). */
  day: Day
  untilDay: Day
  /** 0–23 UTC; null: of a day, not of an hour. */
  hour: number | null
  text: string
  /** Who wrote or did it; null: it happened. */
  who: string | null
  /** Where it leads, from the first slash. */
  href: string | null
  about: MarkSubject
  /** What a note's key is called, which `href` leads to; null where it is about none, and of all that happened. */
  keyName: string | null
  /** What a note can be edited by; null: nobody can. */
  note: NoteFields | null
}

export interface NoteFields {
  id: string
  text: string
  day: Day
  untilDay: Day
  organizationId: string | null
  keyId: string | null
}

export const MOST_NOTE_LETTERS = 500

/**
 * Whether a mark belongs to what the filters show. A filter speaks only of marks that are about something of its dimension; a
 * plan's follow the plan's fee.
 */
export function markMatches({ about }: Pick<TimelineMark, 'about'>, filters: TimelineFilters): boolean {
  if (about.plan !== undefined) return planMatches(filters, about.plan)
  return (['organization', 'workspace', 'key', 'model'] as const).every((dimension) => {
    const [wanted, value] = [filters[dimension], about[dimension]]
    return !wanted || value === undefined || wanted.includes(value)
  })
}

/**
 * The marks of each bucket of the half-open range, in the order given; a bucket without one has no entry. A mark of several days
 * stands in every bucket they touch, by hour at the first hour of each of them unless it has an hour of its own.
 */
export function marksByBucket<M extends Pick<TimelineMark, 'day' | 'untilDay' | 'hour'>>(
  marks: readonly M[],
  range: DayRange,
  bucket: Bucket,
): Map<BucketStart, M[]> {
  const placed = new Map<BucketStart, M[]>()
  for (const mark of marks) {
    const days = daysIn({
      from: later(mark.day, range.from),
      to: earlier(addDays(mark.untilDay, 1), range.to),
    })
    const starts = days.map((day) =>
      bucket === 'hour' ? hourStart(day, mark.hour ?? 0) : bucketStartOf(day, range, bucket),
    )
    for (const start of new Set(starts)) placed.set(start, [...(placed.get(start) ?? []), mark])
  }
  return placed
}

/** The first `most` of them, and how many more there are. */
export function firstOf<M>(all: readonly M[], most: number): { shown: readonly M[]; more: number } {
  return { shown: all.slice(0, most), more: Math.max(0, all.length - most) }
}
