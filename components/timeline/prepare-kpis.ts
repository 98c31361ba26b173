import type { Comparison } from '@/lib/domain/comparison'
import { addDays, addMonths, daysBetween, type DayRange } from '@/lib/domain/day'
import { NANO_PER_USD, nano } from '@/lib/domain/money'
import type { Day } from '@/lib/domain/day'
import type { WordId } from '@/lib/domain/glossary'
import { CREDIT_COVERS } from '@/lib/domain/plan-credit'
import { LEAST_CLOSED_DAYS } from '@/lib/domain/projection'
import { apiMatches } from '@/lib/domain/timeline-request'
import {
  formatDayRange,
  formatMonth,
  formatPercent,
  formatUsd,
  formatUsdChange,
  type UsdParts,
} from '@/lib/format'
import { originWords } from './prepare-origin'
import type { TimelineData } from './timeline-data'

export interface Kpi {
  label: string
  word?: WordId
  /** One amount, or the ends of a range. Empty: there is nothing to say yet. */
  amounts: UsdParts[]
  /** Instead of an amount, or beside it. */
  note: string | null
  change: { words: string; rise: boolean } | null
  /** What the change is against; null where nothing is compared. */
  against: string | null
  /** Where the figure comes from, a paragraph each; none where its word says it all. */
  origin: string[]
}

export interface Kpis {
  total: Kpi
  plan: Kpi
  api: Kpi
  projection: Kpi
}

/** The four figures with their words. What was not read is never called $0.00. */
export function prepareKpis(data: TimelineData, today: Day): Kpis {
  const { timeline, change, previous, projection, keyNames } = data
  const { now, before, leftOut } = data.compared
  const length = daysBetween(now.from, now.to)
  const against = againstWords(length, before, leftOut)
  const words = (comparison: Comparison) => changeWords(comparison, keyNames)
  const unread = unreadWords(data, today)
  return {
    total: {
      label: 'Total',
      amounts: unread === 'all' && timeline.total === 0n ? [] : [formatUsd(timeline.total)],
      note: unread === 'all' ? 'Without API usage: it is not synced for these days' : unread,
      change: words(change.total),
      against,
      origin: ['Plan fees and API usage of the range, summed exactly and rounded once, for display.'],
    },
    plan: {
      label: 'Plan fees',
      word: 'plan-fee',
      amounts: [formatUsd(timeline.byPool.plan)],
      note: null,
      change: words(change.plan),
      against: againstWords(length + leftOut.length, previous, []),
      origin: [],
    },
    api: {
      label: 'API usage',
      word: 'api-usage',
      amounts: unread === 'all' ? [] : [formatUsd(timeline.byPool.api)],
      note: unread === 'all' ? 'Not synced for these days' : (unread ?? creditWords(timeline.byPool)),
      change: words(change.api),
      against,
      origin: [...originWords(data.told, data.provenance), ...creditOrigin(timeline.byPool)],
    },
    projection: projectionKpi(projection, words),
  }
}

/**
 * "against 24 Sep – 22 Oct 2026, without 22 Nov, which is not read yet": how many days on either side where they are not as
 * many, as when a month is shorter than the next.
 */
function againstWords(length: number, before: DayRange, leftOut: readonly Day[]): string {
  const lengthBefore = daysBetween(before.from, before.to)
  const those = formatDayRange(before)
  const words =
    length === lengthBefore ? `against ${those}` : `${days(length)} against the ${lengthBefore} of ${those}`
  const [first, last] = [leftOut[0], leftOut.at(-1)]
  if (first === undefined || last === undefined) return words
  const left = formatDayRange({ from: first, to: addDays(last, 1) })
  return `${words}, without ${left}, which ${leftOut.length === 1 ? 'is' : 'are'} not fully read yet`
}

/** How many days of API usage are missing: all, some in words, or none. */
function unreadWords({ timeline, organizations }: TimelineData, today: Day): 'all' | string | null {
  if (organizations.length === 0 || !apiMatches(timeline.request.filters)) return null
  const passed = timeline.coverage.filter(({ day }) => day <= today)
  const missing = passed.filter(({ state }) => state === 'not_synced').length
  if (missing === 0) return null
  // With several organisations a day counts as missing when one of them lacks it: the others' figures are there.
  const isTold = timeline.groups.some(({ pool }) => pool === 'api')
  if (missing === passed.length && !isTold) return 'all'
  const share = `${missing} of ${passed.length} days, which are not synced`
  return organizations.length > 1 ? `Incomplete on ${share} in at least one organisation` : `Without ${share}`
}

/** "$100.00 of it paid by API credit, $41.20 in cash" */
function creditWords({ api, api_credit: credit }: TimelineData['timeline']['byPool']): string | null {
  if (credit === 0n) return null
  return `${formatUsd(nano(-credit)).text} of it paid by API credit, ${formatUsd(nano(api + credit)).text} in cash`
}

function creditOrigin({ api_credit: credit }: TimelineData['timeline']['byPool']): string[] {
  if (credit === 0n) return []
  return [
    'API credit is reckoned, not read: what the plan grants each month pays the linked organisation’s API use in order of time until nothing is left. It stands in the total as an amount below zero.',
    CREDIT_COVERS,
  ]
}

function projectionKpi(
  { month, result, change, planMonth, withApi, beforeCredit }: TimelineData['projection'],
  words: (comparison: Comparison) => Kpi['change'],
): Kpi {
  const name = formatMonth(month.from)
  const compared = result ? words(change) : null
  const [low, high] = result ? [formatUsd(result.low), formatUsd(result.high)] : []
  return {
    label: `Projected for ${name}`,
    word: 'projected',
    amounts: low && high ? (low.text === high.text ? [low] : [low, high]) : [],
    note: result
      ? beforeCredit
        ? 'Before API credit'
        : null
      : `Needs ${LEAST_CLOSED_DAYS} closed days of API usage in ${name}; fewer have been read.`,
    change: compared,
    against:
      compared &&
      `against all of ${formatMonth(addMonths(month.from, -1))}${beforeCredit ? ', before API credit too' : ''}`,
    origin: [
      withApi
        ? 'What the closed UTC days of this month cost, before any API credit, their mean for each day that is left, and the plan charges of the whole month.'
        : 'The plan charges of the whole month.',
      ...(withApi
        ? [
            'The range is one standard error of that mean either way: it holds about two times in three where days are alike. It is never below what has already been read.',
          ]
        : []),
      ...(result && withApi ? [`${result.closedDays} closed days so far.`] : []),
      `${formatUsd(planMonth).text} of it are known plan charges.`,
    ],
  }
}

const CENT = NANO_PER_USD / 100n

/** "+$12.40 (+18 %), mostly claude-opus-5-5 on billing-service"; why not, where nothing can be compared. */
export function changeWords(comparison: Comparison, keyNames: ReadonlyMap<string, string>): Kpi['change'] {
  if (comparison.kind === 'incomplete') {
    const { missingNow, missingBefore } = comparison
    const where =
      missingBefore > 0
        ? `${days(missingBefore)} of the period before ${missingBefore === 1 ? 'is' : 'are'}`
        : `${days(missingNow)} ${missingNow === 1 ? 'is' : 'are'}`
    return { words: `No comparison: ${where} not fully synced`, rise: false }
  }
  const { difference, base, mover } = comparison
  if (difference === 0n) return { words: 'No change', rise: false }
  if (difference < CENT && difference > -CENT) return { words: 'Within a cent', rise: false }
  const share = formatPercent(difference, base)
  const sign = difference > 0n && !share.startsWith('<') ? '+' : ''
  const percent = base > 0n ? ` (${sign}${share})` : ', from nothing before'
  const mostly = mover
    ? `, mostly ${mover.model ?? 'costs without a model'} ${keyWords(mover.keyId, keyNames)}`
    : ''
  return { words: `${formatUsdChange(difference)}${percent}${mostly}`, rise: difference > 0n }
}

function keyWords(keyId: string | null, names: ReadonlyMap<string, string>): string {
  return keyId === null ? 'without a key' : `on ${names.get(keyId) ?? keyId}`
}

function days(count: number): string {
  return `${count} day${count === 1 ? '' : 's'}`
}
