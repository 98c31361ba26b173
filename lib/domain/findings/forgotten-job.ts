import { daysBetween } from '@/lib/domain/day'
import { divideHalfEven, nano, type Nano, sum } from '@/lib/domain/money'
import { formatShortDay, formatUsd, groupDigits } from '@/lib/domain/written'
import { DAY_HOURS, dayAt, dayOfHour } from './closed-hour'
import { runsOf } from './episode'
import type { Evidence, KeyEntry, KeyHours } from './evidence'
import type { Detected, Learning, Rule } from './finding'
import { activeKeys, keyKnownSince, keySubject, lastDayOf } from './key-days'
import type { Thresholds } from './thresholds'

const RULE = 'forgotten-job'
const WEEK_DAYS = 7
const WEEK_HOURS = WEEK_DAYS * DAY_HOURS
const MONTH_DAYS = 30n
const NIGHT_HOURS = 6

interface Clockwork {
  week: Nano
  /** Hours of the day it runs in. */
  slots: number[]
  requests: number
}

/**
 * A job that runs for nobody: a week like clockwork, nights and weekends included, and nobody said what it is for.
 * Real cases: CC#74547, about $500 of polling that did nothing; CC#50589, $350 through nohup; soleur#6266, a cron hidden
 * behind a shared key. billing.md §13, 6.
 */
export const forgottenJob: Rule = (evidence, { [RULE]: limits }) => {
  const hoursOf = new Map(evidence.hours.map((hours) => [hours.keyId, hours]))
  const detected: Detected[] = []
  const learning: Learning[] = []
  for (const key of activeKeys(evidence)) {
    const hours = hoursOf.get(key.id)
    if (!hours || key.purpose !== null) continue
    const daysKnown = daysBetween(keyKnownSince(key, evidence), lastDayOf(evidence)) + 1
    if (daysKnown < WEEK_DAYS) {
      learning.push({
        rule: RULE,
        subject: keySubject(evidence, key.id),
        daysKnown,
        daysNeeded: WEEK_DAYS,
        sentence: `${key.name} is known for ${daysKnown} of the ${WEEK_DAYS} days a rhythm is read from.`,
      })
      continue
    }
    const found = clockworkOf(hours, evidence.until, limits)
    if (found) detected.push(...toFinding(evidence, key, found, limits))
  }
  return { detected, learning }
}

/** The last 168 closed hours, if they run like clockwork. */
function clockworkOf(
  hours: KeyHours,
  until: number,
  { activePercent, variationPercent, weekendPercent, nightPercent }: Thresholds[typeof RULE],
): Clockwork | null {
  const from = until - WEEK_HOURS
  const perSlot = new Uint32Array(DAY_HOURS)
  const costs: bigint[] = []
  const weekend = { cost: 0, days: 2 }
  const weekdays = { cost: 0, days: 5 }
  let requests = 0
  let atNight = 0
  for (let index = hours.hour.length - 1; index >= 0; index--) {
    const hour = hours.hour[index] ?? 0
    if (hour < from) break
    if (hour >= until) continue
    const hourOfDay = hour % DAY_HOURS
    const cost = hours.cost[index] ?? 0n
    const count = hours.requests[index] ?? 0
    perSlot[hourOfDay] = (perSlot[hourOfDay] ?? 0) + 1
    costs.push(cost)
    const weekday = (Math.floor(hour / DAY_HOURS) + 4) % 7
    const part = weekday === 0 || weekday === 6 ? weekend : weekdays
    part.cost += Number(cost)
    requests += count
    if (hourOfDay < NIGHT_HOURS) atNight += count
  }
  const slots = [...perSlot.keys()].filter((hour) => (perSlot[hour] ?? 0) > 0)
  const isRegular =
    costs.length * 100 >= slots.length * WEEK_DAYS * activePercent && costs.length >= WEEK_DAYS
  const mean = costs.reduce((total, cost) => total + Number(cost), 0) / costs.length
  const variance = costs.reduce((total, cost) => total + (Number(cost) - mean) ** 2, 0) / costs.length
  const isSteady = Math.sqrt(variance) * 100 < mean * variationPercent
  const knowsNoWeekend = weekend.cost * weekdays.days * 100 > weekdays.cost * weekend.days * weekendPercent
  const knowsNoNight = atNight * 100 > requests * nightPercent
  if (!isRegular || !isSteady || !knowsNoWeekend || !knowsNoNight) return null
  return { week: sum(costs.map(nano)), slots, requests }
}

function toFinding(
  evidence: Evidence,
  key: KeyEntry,
  { week, slots, requests }: Clockwork,
  { monthlyCost, mediumMonthlyCost }: Thresholds[typeof RULE],
): Detected[] {
  const monthly = nano(divideHalfEven(week * MONTH_DAYS, BigInt(WEEK_DAYS)))
  if (monthly < monthlyCost) return []
  const lastDay = lastDayOf(evidence)
  const firstDay = dayOfHour(evidence.until - WEEK_HOURS)
  const since = runsOf(Array.from(key.used.day, dayAt), 1).at(-1)?.from ?? firstDay
  const [only] = slots
  const when =
    slots.length === DAY_HOURS
      ? 'every hour of day and night'
      : slots.length === 1 && only !== undefined
        ? `every day at ${String(only).padStart(2, '0')}:00 UTC`
        : `every day in the same ${slots.length} hours`
  const nobody = key.ownerGone
    ? `${key.owner ?? 'its owner'} is no longer a member`
    : 'nobody said what it is for'
  return [
    {
      rule: RULE,
      subject: keySubject(evidence, key.id),
      episode: since,
      lastDay,
      severity: key.ownerGone || monthly >= mediumMonthlyCost ? 'medium' : 'low',
      atStake: { amount: monthly, means: 'monthly' },
      sentence: `The key ${key.name} runs ${when}, weekends too, since ${formatShortDay(since)}, and ${nobody}: ${formatUsd(monthly).text} a month if it goes on.`,
      evidence: [
        {
          what: `The last seven days: ${groupDigits(BigInt(requests))} requests, each hour much like the other`,
          when: firstDay,
          amount: week,
          look: { from: firstDay, to: lastDay, bucket: 'hour', key: key.id },
        },
      ],
      cannotSee:
        'Whether somebody reads what it makes. Nights are taken in UTC; whether it runs at the same minute of each hour is not looked at.',
      steps: [
        {
          say: `Ask ${key.ownerGone ? 'whoever took over' : (key.owner ?? 'around')} what ${key.name} does.`,
        },
        { say: 'If it is wanted, enter what it is for on the page of the key: known jobs are not reported.' },
        {
          say: `If nobody misses it, deactivate ${key.name}; it can be activated again.`,
          act: { does: 'deactivate-key', keyId: key.id },
        },
      ],
    },
  ]
}
