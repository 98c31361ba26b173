import { addDays, type Day } from '@/lib/domain/day'
import { DAY_HOURS, dayNumber, dayOfHour, hourOf, type HourNumber } from '@/lib/domain/findings/closed-hour'
import { REACH_DAYS } from '@/lib/domain/findings/evidence'
import { pool } from './client'

/** How far an organisation is known. */
export interface Horizon {
  organizationId: string
  /** The first hour that is not closed, or was not read. */
  until: HourNumber
  knownSince: Day
  /** The day of the last hour before `until`. */
  lastDay: Day
  /** The day `until` lies in: `lastDay`, or the day after where that is over. */
  openDay: Day
  /** First day of what the rules look back on. */
  from: Day
}

/** Anthropic's longest delay, where it does not say how fresh its data is. */
const ASSUMED_LAG_HOURS = 24

interface CoveredEnd {
  day: Day
  since: Day
  isWhole: boolean
  refreshedAt: Date | null
  readAt: Date
}

/** What is known of the newest unbroken stretch of days that were read; null: nothing. */
export async function readHorizon(organizationId: string): Promise<Horizon | null> {
  const { rows } = await pool().query<CoveredEnd>(
    `select day, max(day) filter (where is_first) over () as since, state = 'synced' or source = 'legacy' as "isWhole",
       data_refreshed_at as "refreshedAt", read_at as "readAt"
     from (
       select *, lag(day) over (order by day) is distinct from day - 1 as is_first from coverage where organization_id = $1) c
     order by day desc limit ${REACH_DAYS}`,
    [organizationId],
  )
  const [newest] = rows
  if (!newest) return null
  const ends = rows.filter(({ day }) => day >= newest.since).map(closedEnd)
  const until = Math.max(...ends)
  const lastDay = dayOfHour(until - 1)
  if (lastDay < newest.since) return null
  return {
    organizationId,
    until,
    knownSince: newest.since,
    lastDay,
    openDay: dayOfHour(until),
    from: addDays(lastDay, 1 - REACH_DAYS),
  }
}

function closedEnd({ day, isWhole, refreshedAt, readAt }: CoveredEnd): HourNumber {
  const end = (dayNumber(day) + 1) * DAY_HOURS
  if (isWhole) return end
  return Math.min(end, refreshedAt ? hourOf(refreshedAt) : hourOf(readAt) - ASSUMED_LAG_HOURS)
}
