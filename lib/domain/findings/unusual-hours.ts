import { addDays, type Day, daysBetween, later } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import { DAY_HOURS, dayNumber, type HourNumber } from './closed-hour'
import type { Evidence, KeyEntry, KeyHours } from './evidence'
import type { Learning, RuleId } from './finding'
import { activeKeys, keyKnownSince, keySubject, lastDayOf } from './key-days'

/** Days before a day that its hours are compared with. */
export const BASELINE_DAYS = 30

/** Hours of the day: below so many known active hours none of them is called new. */
const RHYTHM_HOURS = 50

export interface VolumeThresholds {
  hourlyCost: Nano
  medianTimes: number
  historyDays: number
  historyHours: number
}

export interface UnusualHour {
  hour: HourNumber
  cost: Nano
  requests: number
  input: number
  output: number
  median: Nano
  /** Of a hundred hours of the baseline, the busiest; hours that were unusual themselves are not counted. */
  busiestRequests: number
  /** The same for what one request reads. */
  longestPrompt: number
  /** Tokens written for each that is read, over the hours of the baseline. */
  usualOutput: number
  /** Share of this hour of the day in the key's active hours, whole percent; null: too few hours to say. */
  hourPercent: number | null
}

/** A day of a key that was looked at, with the hours above max(`hourlyCost`, `medianTimes` × the median active hour). */
export interface JudgedDay {
  day: Day
  unusual: UnusualHour[]
}

export interface JudgedKey {
  key: KeyEntry
  days: JudgedDay[]
}

/**
 * The last `days` days of every active key, each compared with the 30 days before it, so that a judgement does not change as
 * the clock moves on. A day is left out where the key has fewer than `historyDays` known days or `historyHours` active hours
 * before it: `young` names the keys of which that holds for the last day.
 */
export function judgeHours(
  evidence: Evidence,
  thresholds: VolumeThresholds,
  days: number,
): { judged: JudgedKey[]; young: { key: KeyEntry; daysKnown: number }[] } {
  const lastDay = lastDayOf(evidence)
  const hoursOf = new Map(evidence.hours.map((hours) => [hours.keyId, hours]))
  const judged: JudgedKey[] = []
  const young: { key: KeyEntry; daysKnown: number }[] = []
  for (const key of activeKeys(evidence)) {
    const hours = hoursOf.get(key.id)
    if (!hours) continue
    const since = keyKnownSince(key, evidence)
    const daysKnown = Math.max(0, daysBetween(since, lastDay))
    if (daysKnown < thresholds.historyDays) {
      young.push({ key, daysKnown })
      continue
    }
    const judgedDays: JudgedDay[] = []
    for (
      let day = later(addDays(lastDay, 1 - days), addDays(since, thresholds.historyDays));
      day <= lastDay;
    ) {
      const one = judgeDay(hours, day, thresholds)
      if (one) judgedDays.push(one)
      day = addDays(day, 1)
    }
    if (judgedDays.length > 0) judged.push({ key, days: judgedDays })
  }
  return { judged, young }
}

/** Keys that are not known for long enough yet; `what` is what will be seen then. */
export function stillLearning(
  rule: RuleId,
  evidence: Evidence,
  young: ReturnType<typeof judgeHours>['young'],
  daysNeeded: number,
  what: string,
): Learning[] {
  return young.map(({ key, daysKnown }) => ({
    rule,
    subject: keySubject(evidence, key.id),
    daysKnown,
    daysNeeded,
    sentence: `${key.name} is known for ${daysKnown} of the ${daysNeeded} days after which ${what}.`,
  }))
}

function judgeDay(hours: KeyHours, day: Day, thresholds: VolumeThresholds): JudgedDay | null {
  const begins = dayNumber(day) * DAY_HOURS
  const first = firstAtOrAfter(hours.hour, begins)
  const end = firstAtOrAfter(hours.hour, begins + DAY_HOURS)
  if (first === end) return null
  const from = firstAtOrAfter(hours.hour, begins - BASELINE_DAYS * DAY_HOURS)
  if (first - from < thresholds.historyHours) return null
  const isDear = hours.cost.subarray(first, end).some((cost) => cost > thresholds.hourlyCost)
  if (!isDear) return { day, unusual: [] }

  const costs = hours.cost.slice(from, first).sort()
  const median = nano(costs[Math.floor((costs.length - 1) / 2)] ?? 0n)
  const byMedian = median * BigInt(thresholds.medianTimes)
  const bar = byMedian > thresholds.hourlyCost ? byMedian : thresholds.hourlyCost
  const usual: number[] = []
  const sameHour = new Uint32Array(DAY_HOURS)
  for (let index = from; index < first; index++) {
    if ((hours.cost[index] ?? 0n) <= bar) usual.push(index)
    const hourOfDay = (hours.hour[index] ?? 0) % DAY_HOURS
    sameHour[hourOfDay] = (sameHour[hourOfDay] ?? 0) + 1
  }
  const busiestRequests = busiest(usual.map((index) => hours.requests[index] ?? 0))
  const longestPrompt = busiest(
    usual.map((index) => (hours.input[index] ?? 0) / Math.max(1, hours.requests[index] ?? 0)),
  )
  const usualInput = usual.reduce((total, index) => total + (hours.input[index] ?? 0), 0)
  const usualOutput =
    usual.reduce((total, index) => total + (hours.output[index] ?? 0), 0) / Math.max(1, usualInput)
  const unusual: UnusualHour[] = []
  for (let index = first; index < end; index++) {
    const cost = hours.cost[index] ?? 0n
    if (cost <= bar) continue
    const hour = hours.hour[index] ?? 0
    unusual.push({
      hour,
      cost: nano(cost),
      requests: hours.requests[index] ?? 0,
      input: hours.input[index] ?? 0,
      output: hours.output[index] ?? 0,
      median,
      busiestRequests,
      longestPrompt,
      usualOutput,
      hourPercent:
        first - from < RHYTHM_HOURS ? null : ((sameHour[hour % DAY_HOURS] ?? 0) * 100) / (first - from),
    })
  }
  return { day, unusual }
}

/** The 99th of a hundred. */
function busiest(values: number[]): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.floor((sorted.length - 1) * 0.99)] ?? 0
}

/** Index of the first element not below `value`; the length where there is none. */
function firstAtOrAfter(sorted: Int32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
