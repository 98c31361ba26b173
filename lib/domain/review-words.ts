import { POOL_WORDS } from './budget-words'
import { addsUp } from './coverage-days'
import { dayOf, startOf, type DayRange } from './day'
import type { Nano } from './money'
import type {
  AdjustmentCause,
  Decision,
  LineKind,
  ReasonPart,
  ReviewAdjustments,
  ReviewFigures,
  ReviewTrend,
} from './review'
import { type PeriodKind, periodBefore, periodLongBefore, type ReviewPeriod } from './review-period'
import type { Pool } from './timeline-request'
import {
  formatDay,
  formatDayRange,
  formatPercent,
  formatUsd,
  formatUsdChange,
  monthFullName,
} from './written'

export const DECISION_WORDS: Record<Decision, string> = {
  keep: 'Keep',
  ask: 'Ask the owner',
  deactivate: 'Deactivate',
  expected: 'Expected',
  later: 'Later',
}

/** One line and several of a kind, as they follow a number. */
const KIND_COUNTED: Record<LineKind, [one: string, more: string]> = {
  finding: ['finding', 'findings'],
  budget: ['budget', 'budgets'],
  mover: ['key that moved', 'keys that moved'],
  new_key: ['new key', 'new keys'],
  changed_key: ['changed key', 'changed keys'],
  idle_key: ['key that became idle', 'keys that became idle'],
  ownerless: ['key nobody owns', 'keys nobody owns'],
  restatement: ['restatement', 'restatements'],
}

export function counted(count: number, [one, more]: readonly [string, string]): string {
  return `${count} ${count === 1 ? one : more}`
}

/** "3 new keys" */
export function countedKind(kind: LineKind, count: number): string {
  return counted(count, KIND_COUNTED[kind])
}

export const REASON_WORDS: Record<ReasonPart['reason'], string> = {
  volume: 'Volume',
  mix: 'Model mix',
  caching: 'Caching',
  price: 'Price per token',
  plans: 'Plan fees',
  usage_credits: 'Usage credits',
  api_credit: 'API credit',
}

/** What a reason is when it added to the cost, and when it took from it. */
const REASON_SAID: Record<ReasonPart['reason'], [up: string, down: string]> = {
  volume: ['more use', 'less use'],
  mix: ['dearer models', 'cheaper models'],
  caching: ['caching that saved less', 'caching that saved more'],
  price: ['a higher price per token', 'a lower price per token'],
  plans: ['more plan fees', 'less plan fees'],
  usage_credits: ['more usage credits', 'less usage credits'],
  api_credit: ['less API credit', 'more API credit'],
}

const CAUSE_WORDS: Record<AdjustmentCause, string> = {
  restated: 'Restated by Anthropic',
  came_later: 'API use that came in later',
  plans: 'Plans entered or corrected since',
  usage_credits: 'Usage credits',
  credit: 'API credit reckoned anew',
}

/** "Plan fees", as a row is called. */
export function poolName(pool: Pool): string {
  const words = POOL_WORDS[pool]
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** "Week 47, 16 – 22 Nov 2026" or "October 2026". */
export function periodName({ id, kind, range }: ReviewPeriod): string {
  if (kind === 'month') return `${monthFullName(range.from)} ${range.from.slice(0, 4)}`
  return `Week ${Number(id.slice(6))}, ${formatDayRange(range)}`
}

/** "week 47" or "October 2026", inside a sentence. */
export function shortPeriodName({ id, kind, range }: ReviewPeriod): string {
  if (kind === 'month') return `${monthFullName(range.from)} ${range.from.slice(0, 4)}`
  return `week ${Number(id.slice(6))}`
}

const COMPARED_WORDS: Record<PeriodKind, { before: string; longBefore: string }> = {
  week: { before: 'the week before', longBefore: 'four weeks earlier' },
  month: { before: 'the month before', longBefore: 'a year earlier' },
}

type Compared = Pick<ReviewFigures, 'kind' | 'range' | 'compared'>

/**
 * What the period is set beside: "the week before", "a year earlier"; of a period that still runs, which is compared with as
 * many days of the others, "the same days of the week before".
 */
export function comparedWords({ kind, range, compared }: Compared): { before: string; longBefore: string } {
  const { before, longBefore } = COMPARED_WORDS[kind]
  const isCut = (days: DayRange, whole: DayRange) => days.to < whole.to
  return {
    before: isCut(compared.before, periodBefore({ kind, range }).range)
      ? `the same days of ${before}`
      : before,
    longBefore: isCut(compared.longBefore, periodLongBefore({ kind, range }).range)
      ? `the same days ${longBefore}`
      : longBefore,
  }
}

/** "the week before" as it heads a column. */
export function columnName(words: string): string {
  const plain = words.replace(/^(the|a) /, '')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

type ComparedTotal = Compared & Pick<ReviewFigures, 'total' | 'openDays'>

const MOST_TIMES = 10n

/** "+$12.40 (+18 %)"; without percent where there was nothing before, or so little that the percent would say nothing. */
export function changeWords(now: Nano, before: Nano): string {
  const difference = (now - before) as Nano
  if (difference === 0n) return 'the same'
  const size = before < 0n ? -before : before
  if (size === 0n || difference >= size * MOST_TIMES) return formatUsdChange(difference)
  const percent = formatPercent(difference, size)
  return `${formatUsdChange(difference)} (${difference > 0n ? '+' : ''}${percent})`
}

/** Whether what it came to is not all of it: days of it were not read, or do not add up. */
export function lacksDays({ openDays }: Pick<ReviewFigures, 'openDays'>): boolean {
  return openDays.some(({ state }) => !addsUp(state))
}

/** Why a period is compared with nothing; null where it can be compared. */
export function notCompared(figures: ComparedTotal): string | null {
  if (lacksDays(figures)) return 'Some of its days are missing, so it is compared with nothing.'
  const { before } = comparedWords(figures)
  return figures.total.before === null ? `What ${before} came to is not wholly known.` : null
}

/** "+$100.20 (+9 %) against the week before.", or why there is nothing to say. */
export function totalChangeWords(figures: ComparedTotal): string {
  const { total } = figures
  const why = notCompared(figures)
  if (why !== null || total.before === null) return why ?? ''
  const against = total.before === total.now ? 'as' : 'against'
  return `${changeWords(total.now, total.before)} ${against} ${comparedWords(figures).before}.`
}

/** "$1,234.56 spent, +$100.20 (+9 %) against the week before." */
export function totalSentence(figures: ComparedTotal): string {
  const amount = formatUsd(figures.total.now).text
  const change = totalChangeWords(figures)
  if (notCompared(figures) === null) return `${amount} spent, ${change}`
  return `${amount} ${lacksDays(figures) ? 'known' : 'spent'}. ${change}`
}

/** "Mostly more use (+$80.00), then a higher price per token (+$20.20)."; null where no reasons are known or nothing changed. */
export function reasonsSentence({ reasons }: Pick<ReviewFigures, 'reasons'>): string | null {
  const said = reasons && mostlyWords(reasons)
  return said ? `${said.charAt(0).toUpperCase()}${said.slice(1)}.` : null
}

/** The one or two largest parts in their direction: "mostly more use (+$80.00)"; null where nothing changed. */
export function mostlyWords(reasons: readonly ReasonPart[]): string | null {
  const parts = reasons.filter(({ amount }) => amount !== 0n).sort((a, b) => bySize(a.amount, b.amount))
  const [first, second] = parts.map(reasonWords)
  if (first === undefined) return null
  if (parts.length === 1) return first
  return `mostly ${first}${second === undefined ? '' : `, then ${second}`}`
}

function reasonWords({ reason, amount }: ReasonPart): string {
  return `${REASON_SAID[reason][amount > 0n ? 0 : 1]} (${formatUsdChange(amount)})`
}

/** The larger first, whatever their sign. */
export function bySize(a: bigint, b: bigint): number {
  const [first, second] = [a < 0n ? -a : a, b < 0n ? -b : b]
  return first > second ? -1 : first < second ? 1 : 0
}

/** "12 of 14 lines are decided." */
export function decidedSentence(lines: readonly { decision: Decision | null }[]): string {
  const open = lines.filter(({ decision }) => decision === null).length
  if (lines.length === 0) return 'There is nothing to decide.'
  if (open === 0)
    return lines.length === 1 ? 'The one line is decided.' : `All ${lines.length} lines are decided.`
  return `${lines.length - open} of ${counted(lines.length, ['line', 'lines'])} ${lines.length - open === 1 ? 'is' : 'are'} decided.`
}

/** "6 minutes", "less than a minute", "1 hour 5 minutes". */
export function durationWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const words = [
    hours > 0 && counted(hours, ['hour', 'hours']),
    rest > 0 && counted(rest, ['minute', 'minutes']),
  ]
  return words.filter(Boolean).join(' ')
}

/** "5 reviews signed, usually decided in 6 minutes. $212.00 a month stopped since June 2026." */
export function trendSentence(trend: ReviewTrend, since: ReviewPeriod | null): string {
  if (trend.signed === 0) return 'No review is signed yet.'
  const usual = trend.usualMs === null ? '' : `, usually decided in ${durationWords(trend.usualMs)}`
  const first = `${counted(trend.signed, ['review', 'reviews'])} signed${usual}.`
  if (trend.stopped === 0n || since === null) return first
  const month = `${monthFullName(since.range.from)} ${since.range.from.slice(0, 4)}`
  return `${first} ${formatUsd(trend.stopped).text} a month stopped since ${month}.`
}

/** "Since it was closed the total changed by +$1.20: …", with every cause. */
export function adjustmentsSentence({ total, causes }: ReviewAdjustments): string {
  const difference = (total.now - total.closed) as Nano
  const parts = causes.map(({ cause, amount }) => {
    const words = CAUSE_WORDS[cause].replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
    return `${words} ${formatUsdChange(amount)}`
  })
  const by = difference === 0n ? 'did not change' : `changed by ${formatUsdChange(difference)}`
  return `Since it was closed the total ${by}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`
}

/** Days that were not final, by what they were: "22 Nov was not read; …" in counts. Null: all were final. */
export function openDaysSentence({ openDays }: Pick<ReviewFigures, 'openDays'>): string | null {
  const states = ['not_synced', 'partial', 'provisional'] as const
  const parts = states.flatMap((state) => {
    const count = openDays.filter((day) => day.state === state).length
    return count === 0
      ? []
      : [`${counted(count, ['day', 'days'])} ${count === 1 ? SINGLE[state] : SEVERAL[state]}`]
  })
  return parts.length === 0 ? null : `${parts.join(', ')}.`
}

/**
 * Of a period that was closed more than two days after its end: what is asked about stands as it did then, not as at its end.
 * Null: it was closed in time. The day is UTC.
 */
export function closedLateSentence({
  range,
  takenAt,
}: Pick<ReviewFigures, 'range' | 'takenAt'>): string | null {
  if (takenAt.getTime() - startOf(range.to).getTime() <= LONGEST_IN_TIME_MS) return null
  return `Closed on ${formatDay(dayOf(takenAt))}: findings, budgets and owners are as they stood then.`
}

const LONGEST_IN_TIME_MS = 48 * 3_600_000

/** What stopping a key stops, and by what: the mean of its known days, as `recentKeyUse` reckons it. */
export function stopsSentence(monthly: Nano): string {
  return `Stopping this key stops about ${formatUsd(monthly).text} a month, by its daily use in the 30 days before this was reckoned.`
}

const SINGLE = {
  not_synced: 'was not read',
  partial: 'did not add up',
  provisional: 'could still change',
} as const
const SEVERAL = {
  not_synced: 'were not read',
  partial: 'did not add up',
  provisional: 'could still change',
} as const
