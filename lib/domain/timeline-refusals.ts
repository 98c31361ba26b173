import { daysBetween, type Day, type DayRange } from './day'
import type { Bucket } from './timeline-buckets'
import { apiMatches, type TimelineRequest } from './timeline-request'

export const MOST_DAYS = 1_100
export const MOST_HOURLY_DAYS = 7

export interface Refusal {
  kind: 'invalid' | 'unsupported_combination'
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

/** What is known of where the figures of a request come from. */
export interface Sources {
  /** Names of the organisations in question that are read through the legacy reports. */
  legacy: readonly string[]
  /** Whether there is any other organisation among them. */
  analytics: boolean
  /** Days of the range that were read as whole days only. */
  dailyOnly: readonly Day[]
}

const HOURLY_PASS =
  "The Usage and Cost Analytics API's hourly pass reads key, workspace, model, product and service tier, not which person used them"

/** Why the sources cannot give what is asked; null when they can. Source: contract.md, `unsupported_combination`. */
export function refuseCombination(request: TimelineRequest, sources: Sources, today: Day): Refusal | null {
  const { bucket, group, metric, filters } = request
  const refuse = (parameter: string, sentence: string): Refusal => ({
    kind: 'unsupported_combination',
    parameter,
    sentence,
  })
  if (group === 'person') return refuse('group', `${HOURLY_PASS}: spend cannot be grouped by person.`)
  if (filters.person) return refuse('person', `${HOURLY_PASS}: spend cannot be filtered by person.`)
  if (!apiMatches(filters)) return null

  if (sources.legacy.length > 0) {
    const names = sources.legacy.join(', ')
    const give = (what: string) => `Anthropic's legacy reports, the source of ${names}, do not give ${what}.`
    if (bucket === 'hour' && metric === 'cost') return refuse('bucket', give('cost per hour'))
    if (metric === 'cost' && (group === 'key' || filters.key))
      return refuse(group === 'key' ? 'group' : 'key', give('cost per key'))
    if (group === 'product' || filters.product)
      return refuse(group === 'product' ? 'group' : 'product', give('products'))
    if (metric === 'cost' && !sources.analytics && request.range.from >= today)
      return refuse('from', give("today's cost before the day is over"))
  }
  if (bucket === 'hour' && sources.dailyOnly.length > 0)
    return refuse(
      'bucket',
      `Anthropic's data for ${listDays(sources.dailyOnly)} was first read when it was older than 90 days, as whole days: there are no hours to show.`,
    )
  return null
}

function listDays(days: readonly Day[]): string {
  return days.length > 3 ? `${days[0]} to ${days.at(-1)}` : days.join(', ')
}
