import type { CoverageState } from '@/lib/domain/coverage-days'
import { addDays, daysIn, earlier, isWithin, type Day, type DayRange } from '@/lib/domain/day'
import {
  bucketDays,
  bucketStarts,
  dayOfStart,
  type Bucket,
  type BucketStart,
} from '@/lib/domain/timeline-buckets'
import { formatDay, formatDayRange, formatMonth, formatShortDay, formatWeekday } from '@/lib/format'
import type { TimelineView, ViewBucket } from './timeline-view'

/** What is known of the API usage of a bucket. Null: nothing to say, because no organisation is connected. */
export type BucketState = CoverageState | 'some_not_synced' | null

export interface ShownBucket {
  start: BucketStart
  /** On the axis. */
  label: string
  /** In the table and the tooltip. */
  title: string
  state: BucketState
  /** The state in words; null when there is nothing to add. */
  note: string | null
  /** Whether it holds today: its figures will still grow. */
  unfinished: boolean
  /** What the view becomes when it is opened; null where nothing finer is known. */
  zoom: Pick<TimelineView, 'choice' | 'bucket'> | null
}

export interface BucketInput {
  range: DayRange
  bucket: Bucket
  coverage: readonly { day: Day; state: CoverageState }[]
  today: Day
  hasOrganizations: boolean
  /** Days without hours. */
  dailyOnly: readonly Day[]
  /** Whether hours can be had at all. */
  hourly: boolean
}

const FINER: Partial<Record<Bucket, ViewBucket>> = { month: 'day', week: 'day', day: 'hour' }

/** Every bucket of the range up to today, oldest first, whether or not anything happened in it. */
export function prepareBuckets(input: BucketInput): ShownBucket[] {
  const { range, bucket, today, dailyOnly } = input
  const shown = { from: range.from, to: earlier(range.to, addDays(today, 1)) }
  const states = new Map(input.coverage.map(({ day, state }) => [day, state]))
  return bucketStarts(shown, bucket).map((start) => {
    const days = bucketDays(start, shown, bucket)
    const { state, note } = stateOf(
      daysIn(days).map((d) => states.get(d) ?? 'not_synced'),
      input,
    )
    const finer = FINER[bucket]
    const blocked = finer === 'hour' && (!input.hourly || dailyOnly.includes(days.from))
    return {
      start,
      ...labelsOf(start, days, bucket),
      state,
      note,
      unfinished: isWithin(today, days),
      zoom: finer && !blocked ? { choice: { custom: days }, bucket: finer } : null,
    }
  })
}

function stateOf(
  states: CoverageState[],
  { hasOrganizations }: BucketInput,
): { state: BucketState; note: string | null } {
  if (!hasOrganizations) return { state: null, note: null }
  const missing = states.filter((state) => state === 'not_synced').length
  if (missing === states.length) return { state: 'not_synced', note: 'API usage not synced' }
  if (missing > 0)
    return { state: 'some_not_synced', note: `API usage of ${missing} of ${states.length} days not synced` }
  if (states.includes('partial'))
    return { state: 'partial', note: 'partial: does not add up yet, will be read again' }
  if (states.includes('provisional')) return { state: 'provisional', note: 'provisional: may still change' }
  return { state: 'synced', note: null }
}

function labelsOf(start: BucketStart, days: DayRange, bucket: Bucket): { label: string; title: string } {
  const d = dayOfStart(start)
  if (bucket === 'hour') {
    const hour = start.slice(11, 16)
    return {
      label: hour === '00:00' ? formatShortDay(d) : hour,
      title: `${formatDay(d)}, ${hour} – ${start.slice(11, 13)}:59 UTC`,
    }
  }
  if (bucket === 'day') return { label: formatShortDay(d), title: `${formatWeekday(d)} ${formatDay(d)}` }
  if (bucket === 'month') {
    const whole = d.endsWith('-01') && days.to.endsWith('-01')
    return { label: formatMonth(d), title: whole ? formatMonth(d) : formatDayRange(days) }
  }
  return { label: formatShortDay(d), title: formatDayRange(days) }
}
