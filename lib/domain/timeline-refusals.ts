import { daysBetween, type Day, type DayRange } from './day'
import type { Bucket } from './timeline-buckets'
import { apiMatches, type TimelineRequest, UNATTRIBUTED } from './timeline-request'

export const MOST_DAYS = 1_100
export const MOST_HOURLY_DAYS = 7

export interface Refusal {
  kind: 'invalid' | 'unsupported_combination'
  /** The part of the request without which it would not be refused for this. */
  parameter: string
  sentence: string
}

/** Why a range cannot be shown; null when it can. Source: contract.md, "timeline", from and to. */
export function refuseRange({ from, to }: DayRange, bucket: Bucket): Refusal | null {
  const days = daysBetween(from, to)
  const invalid = (parameter: string, sentence: string): Refusal => ({ kind: 'invalid', parameter, sentence })
  if (days <= 0) return invalid('to', '"to" is exclusive and must be after "from".')
  if (days > MOST_DAYS)
    return invalid(
      'to',
      `At most ${MOST_DAYS.toLocaleString('en-US')} days can be asked for at once, not ${days}.`,
    )
  if (bucket === 'hour' && days > MOST_HOURLY_DAYS)
    return invalid('bucket', `Hours can be shown for at most ${MOST_HOURLY_DAYS} days at once, not ${days}.`)
  return null
}

/** What is known of where the figures of a request come from. Each day of an organisation is owned by one source. */
export interface Sources {
  /** Names of the organisations with days in the range that the legacy reports own, or will. */
  legacy: readonly string[]
  /** Those of the days that were read, oldest first. */
  legacyDays: readonly Day[]
  /** Whether any day in the range is the Analytics API's, or will be. */
  analytics: boolean
  /** Days of the range that were read as whole days only. */
  dailyOnly: readonly Day[]
}

/**
 * Why the sources cannot give what is asked; null when they can. Source: contract.md, `unsupported_combination`.
 *
 * Where the legacy reports own every day, what they cannot give is refused. Where they own some of them, a grouping shows
 * their part as `unattributed` and counts they do not have are gaps; but hours, which no row could stand for, are refused,
 * and so is a filter, which would leave their part out without a sign. Days stand in the sentence as REST writes them,
 * unless `writeDays` says otherwise.
 */
export function refuseCombination(
  request: TimelineRequest,
  sources: Sources,
  today: Day,
  writeDays: (days: readonly Day[]) => string = isoDays,
): Refusal | null {
  const { bucket, group, metric, filters, range } = request
  const refuse = (parameter: string, sentence: string): Refusal => ({
    kind: 'unsupported_combination',
    parameter,
    sentence,
  })
  const { legacy, legacyDays, analytics, dailyOnly } = sources
  const isLegacy = legacy.length > 0 && !analytics
  const reports = `Anthropic's legacy reports, the source of ${legacy.join(', ')}`
  const give = (parameter: string, what: string) => refuse(parameter, `${reports}, do not give ${what}.`)
  const leaveOut = (parameter: string, what: string) => {
    const which = isLegacy || legacyDays.length === 0 ? '' : ` for ${writeDays(legacyDays)}`
    return refuse(parameter, `${reports}${which}, do not give ${what}.`)
  }
  if (!apiMatches(filters)) return null
  const byPerson = group === 'person' || filters.person !== undefined
  if (isLegacy && byPerson) return give(group === 'person' ? 'group' : 'person', 'who used what')

  if (legacy.length > 0) {
    if (bucket === 'hour' && (isLegacy || legacyDays.length > 0)) return leaveOut('bucket', 'hours')
    if (isLegacy && metric === 'requests') return give('metric', 'the number of requests')
    if (isLegacy && group === 'product') return give('group', 'products')
    if (asksInside(filters.product)) return leaveOut('product', 'products')
    if (asksInside(filters.person)) return leaveOut('person', 'who used what')
    if (isLegacy && range.from >= today) return give('from', 'a day before it is over')
  }
  if (bucket === 'hour' && byPerson)
    return refuse(
      'bucket',
      "The Usage and Cost Analytics API's hourly pass reads key, workspace, model, product and service tier; who used them is read per day: there are no hours by person.",
    )
  if (bucket === 'hour' && dailyOnly.length > 0)
    return refuse(
      'bucket',
      `Anthropic's data for ${writeDays(dailyOnly)} is known as whole days only: it was first read when it was older than 90 days, or its hours were cleared since.`,
    )
  return null
}

/** Whether a filter wants more than what cannot be attributed. */
function asksInside(values: readonly (string | null)[] | undefined): boolean {
  return values?.some((value) => value !== UNATTRIBUTED) ?? false
}

function isoDays(days: readonly Day[]): string {
  return days.length > 3 ? `${days[0]} to ${days.at(-1)}` : days.join(', ')
}
