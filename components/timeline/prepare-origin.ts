import type { Day } from '@/lib/domain/day'
import type { ToldDays } from '@/lib/domain/told-days'
import { formatDays, formatInstant } from '@/lib/format'
import type { TimelineData } from './timeline-data'

const ANALYTICS = 'Anthropic’s Usage and Cost Analytics API (GET /v1/organizations/analytics/cost)'
const LEGACY =
  'Anthropic’s legacy reports (GET /v1/organizations/cost_report and /v1/organizations/usage_report/messages)'
const BILLED = 'summed exactly from millionths of a cent'
const SPLIT = 'as billed per day and workspace, and split over keys by their own tokens'

/** Where the API usage of the range comes from, a paragraph each: the sources that own its days, and when they were read. */
export function originWords(
  told: readonly ToldDays[],
  { readAt, refreshedAt }: TimelineData['provenance'],
): string[] {
  if (told.length === 0) return ['No Anthropic organisation is connected, so no API usage is known.']
  if (told.every(isUnread)) return ['Not read for these days yet.']
  const read = distinct(told, ({ analytics, legacy }) => [...analytics, ...legacy])
  const analytics = distinct(told, (one) => one.analytics)
  const legacy = distinct(told, (one) => one.legacy)
  const only = analytics.length === 0 || legacy.length === 0
  const paragraph = (source: 'analytics' | 'legacy', days: readonly Day[], text: string) =>
    only
      ? `From ${text}.`
      : `${daysOf(days, read.length)}${told.length > 1 ? ` (${namesOf(told.filter((one) => one[source].length > 0))})` : ''} from ${text}.`
  return [
    ...(analytics.length > 0 ? [paragraph('analytics', analytics, `${ANALYTICS}, ${BILLED}`)] : []),
    ...(legacy.length > 0 ? [paragraph('legacy', legacy, `${LEGACY}, ${SPLIT}`)] : []),
    ...(readAt ? [`Last read ${formatInstant(readAt)}.`] : []),
    ...(refreshedAt && analytics.length > 0
      ? [`The Analytics API’s data of the oldest reading was fresh as of ${formatInstant(refreshedAt)}.`]
      : []),
  ]
}

/** What of the range the legacy reports tell, or will where nothing was read yet, and what they cannot; null: nothing. */
export function legacyNotice(told: readonly ToldDays[]): { title: string; days: string[] } | null {
  const legacy = told.filter((one) => one.legacy.length > 0 || isExpectedOfLegacy(one))
  if (legacy.length === 0) return null
  const [one] = legacy
  if (
    legacy.every(({ analytics, connectedThrough }) => analytics.length === 0 && connectedThrough === 'legacy')
  )
    return {
      title: `${namesOf(legacy)} ${legacy.length > 1 ? 'are' : 'is'} read through Anthropic’s legacy reports`,
      days: [],
    }
  if (one && legacy.length === 1)
    return {
      title: `${capital(partOf(one))} of ${one.name} ${one.legacy.length === 1 ? 'was' : 'were'} told by Anthropic’s legacy reports`,
      days: one.analytics.length > 0 ? [`${formatDays(one.legacy)}.`] : [],
    }
  return {
    title: `Days of ${namesOf(legacy)} were told by Anthropic’s legacy reports`,
    days: legacy.map((each) => {
      if (isUnread(each)) return `${each.name} is read through them; none of these days is read yet.`
      return `${each.name}: ${partOf(each)}${each.analytics.length > 0 ? `, ${formatDays(each.legacy)}` : ''}.`
    }),
  }
}

function isUnread({ analytics, legacy }: ToldDays): boolean {
  return analytics.length === 0 && legacy.length === 0
}

function isExpectedOfLegacy(one: ToldDays): boolean {
  return isUnread(one) && one.connectedThrough === 'legacy'
}

/** "18 of 30 days read", "all 30 days read" */
function partOf({ analytics, legacy }: ToldDays): string {
  if (analytics.length === 0)
    return legacy.length === 1 ? 'the one day read' : `all ${days(legacy.length)} read`
  return daysOf(legacy, analytics.length + legacy.length)
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function daysOf(some: readonly Day[], all: number): string {
  return `${some.length} of ${days(all)} read`
}

function days(count: number): string {
  return `${count} day${count === 1 ? '' : 's'}`
}

function distinct(told: readonly ToldDays[], of: (one: ToldDays) => readonly Day[]): Day[] {
  return [...new Set(told.flatMap((one) => [...of(one)]))].sort()
}

export function namesOf(organizations: readonly { name: string }[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(organizations.map(({ name }) => name))
}
