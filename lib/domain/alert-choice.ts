import { addDays, type Day } from './day'
import { SEVERITIES, type Severity } from './findings/finding'
import { instantOnClock, localClock, parseClockTime } from './local-clock'
import type { NoticeKind } from './notice'
import { parsePeriod } from './review-period'
import { isAllowed, type Role } from './viewer'

/** Of the day, UTC: teams have no time zone. */
const CHANNEL_HOUR = 8

export const RHYTHMS = ['at_once', 'daily', 'weekly'] as const
export type Rhythm = (typeof RHYTHMS)[number]

/** Which alerts somebody or some channel gets. */
export interface AlertFilter {
  /** None: every kind, also such as come with a later version. */
  kinds: readonly NoticeKind[]
  leastSeverity: Severity
  /** The closed week, whatever else they get. */
  weeklyReview: boolean
}

/** What one person wants to be told of by mail, and when. */
export interface AlertChoice extends AlertFilter {
  mail: boolean
  rhythm: Rhythm
  /** 0–23, on the clock of their time zone. */
  digestHour: number
  /** 1 = Monday; of the weekly digest. */
  digestWeekday: number
  /** Clock times like `22:00`; both or none. */
  quietFrom: string | null
  quietTo: string | null
  /** What is high waits for neither digest nor the end of the quiet hours. */
  highAtOnce: boolean
}

/**
 * Without any choice owners and admins get what is high, at once; nobody else gets alerts. Who may sign a review gets the closed
 * week.
 */
export function defaultAlertChoice(role: Role): AlertChoice {
  return {
    mail: isAllowed(role, 'manage_alerts'),
    kinds: [],
    leastSeverity: 'high',
    weeklyReview: isAllowed(role, 'review_spend'),
    rhythm: 'at_once',
    digestHour: 8,
    digestWeekday: 1,
    quietFrom: null,
    quietTo: null,
    highAtOnce: true,
  }
}

/** Whether the filter lets a notice through. */
export function isWanted(
  { kinds, leastSeverity, weeklyReview }: AlertFilter,
  { kind, severity }: { kind: NoticeKind; severity: Severity },
): boolean {
  if (kind === 'review_ready') return weeklyReview
  const isGrave = SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(leastSeverity)
  return isGrave && (kinds.length === 0 || kinds.includes(kind))
}

/** Whether somebody is mailed a notice: the closed week hangs on no other choice. */
export function isMailed(
  choice: Omit<AlertChoice, 'rhythm'>,
  notice: { kind: NoticeKind; severity: Severity },
): boolean {
  return (choice.mail || notice.kind === 'review_ready') && isWanted(choice, notice)
}

/**
 * The first instant, `now` or later, at which a notice may go to somebody with these choices in this IANA zone: at the next
 * digest, and not within quiet hours, which begin with their first minute and end before their last. What is high goes at
 * once where they want it so.
 */
export function deliverAt(choice: AlertChoice, zone: string, severity: Severity, now: Date): Date {
  if (severity === 'high' && choice.highAtOnce) return now
  return afterQuietHours(choice, zone, choice.rhythm === 'at_once' ? now : nextDigest(choice, zone, now))
}

/**
 * The first instant, `now` or later, at which a notice may be mailed. Alerts: `deliverAt`. A closed period, which its subject
 * names: on their clock it is the day after its last or a later one, their digest hour or later in it, and not quiet.
 */
export function mailNoticeAt(
  choice: AlertChoice,
  zone: string,
  { kind, severity, subjectId }: { kind: NoticeKind; severity: Severity; subjectId: string },
  now: Date,
): Date {
  const period = kind === 'review_ready' ? parsePeriod(subjectId) : null
  return period ? reviewAt(choice, zone, period.range.to, now) : deliverAt(choice, zone, severity, now)
}

/** The first instant, `now` or later, at which a channel is told: a closed week not before eight in the morning of its Monday, UTC. */
export function tellChannelAt({ kind, subjectId }: { kind: NoticeKind; subjectId: string }, now: Date): Date {
  const period = kind === 'review_ready' ? parsePeriod(subjectId) : null
  if (!period) return now
  const at = instantOnClock(period.range.to, CHANNEL_HOUR * 60, 'UTC')
  return at > now ? at : now
}

function reviewAt(choice: AlertChoice, zone: string, opens: Day, now: Date): Date {
  const { day } = localClock(now, zone)
  const at = instantOnClock(day > opens ? day : opens, choice.digestHour * 60, zone)
  return afterQuietHours(choice, zone, at > now ? at : now)
}

function nextDigest({ rhythm, digestHour, digestWeekday }: AlertChoice, zone: string, now: Date): Date {
  const { day, weekday } = localClock(now, zone)
  const step = rhythm === 'weekly' ? 7 : 1
  const first = rhythm === 'weekly' ? (digestWeekday - weekday + 7) % 7 : 0
  for (let ahead = first; ; ahead += step) {
    const at = instantOnClock(addDays(day, ahead), digestHour * 60, zone)
    if (at > now) return at
  }
}

function afterQuietHours({ quietFrom, quietTo }: AlertChoice, zone: string, at: Date): Date {
  const from = parseClockTime(quietFrom ?? '')
  const to = parseClockTime(quietTo ?? '')
  if (from === null || to === null || from === to) return at
  const { day, minutes } = localClock(at, zone)
  const isQuiet = from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to
  if (!isQuiet) return at
  const end = instantOnClock(minutes < to ? day : addDays(day, 1), to, zone)
  return end > at ? end : at
}
