import {
  addDays,
  addMonths,
  daysIn,
  earlier,
  firstOfMonth,
  later,
  mondayOf,
  type Day,
  type DayRange,
} from './day'

export const BUCKETS = ['hour', 'day', 'week', 'month', 'total'] as const
export type Bucket = (typeof BUCKETS)[number]

/** Hours start as `YYYY-MM-DDTHH:00:00Z`, everything else as `YYYY-MM-DD`. Both sort as text. */
export type BucketStart = string

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

export function hourStart(d: Day, hour: number): BucketStart {
  return `${d}T${String(hour).padStart(2, '0')}:00:00Z`
}

/** The day a bucket starts on. */
export function dayOfStart(start: BucketStart): Day {
  return start.slice(0, 10) as Day
}

/**
 * The first day of the bucket `d` is in: weeks begin on Monday, weeks and months are clipped to the range, the total is
 * the range itself. `d` must lie within the range. Source: contract.md, "timeline", start.
 */
export function bucketStartOf(d: Day, range: DayRange, bucket: Exclude<Bucket, 'hour'>): Day {
  if (bucket === 'day') return d
  if (bucket === 'week') return later(mondayOf(d), range.from)
  if (bucket === 'month') return later(firstOfMonth(d), range.from)
  return range.from
}

/** Every bucket start of the half-open range, oldest first, whether or not anything happened in it. */
export function bucketStarts(range: DayRange, bucket: Bucket): BucketStart[] {
  const days = daysIn(range)
  if (bucket === 'hour') return days.flatMap((d) => HOURS.map((hour) => hourStart(d, hour)))
  return [...new Set(days.map((d) => bucketStartOf(d, range, bucket)))]
}

/** The days a bucket covers, clipped to the range. For an hour: the day it is in. */
export function bucketDays(start: BucketStart, range: DayRange, bucket: Bucket): DayRange {
  const from = dayOfStart(start)
  if (bucket === 'week') return { from, to: earlier(addDays(mondayOf(from), 7), range.to) }
  if (bucket === 'month') return { from, to: earlier(addMonths(firstOfMonth(from), 1), range.to) }
  if (bucket === 'total') return range
  return { from, to: addDays(from, 1) }
}
