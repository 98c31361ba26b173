import { type Day, daysBetween, later } from '@/lib/domain/day'
import { nano, type Nano, sum, zero } from '@/lib/domain/money'
import { formatShortDay, formatUsd, groupDigits } from '@/lib/domain/written'
import { dayAt, dayNumber, hourInstant, hourInWords } from './closed-hour'
import { type Run, runsOf } from './episode'
import type { Evidence, KeyEntry } from './evidence'
import type { Detected, EvidenceRow, Rule, Step } from './finding'
import { activeKeys, byKey, keyKnownSince, keySubject, lastDayOf, onDay } from './key-days'
import { newnessOf } from './newness'
import type { Thresholds } from './thresholds'
import { BASELINE_DAYS, judgeHours, type JudgedDay, stillLearning } from './unusual-hours'

const RULE = 'leaked-key'
type Limits = Thresholds[typeof RULE]

/** Suspicious days no further apart are one episode: a probe, and the night after it the burst. */
const EPISODE_GAP = 2

/** After a rest, a day that costs no more than so many times the dearest day before it is nothing the key never did. */
const LIKE_BEFORE_TIMES = 3n

/** A job of once a month rests up to 31 days: before its first month is known, a longer rest is wanted. */
const MONTHLY_REST_DAYS = 35

/** What one day of a key looks like; `isMuch` = new and much, or any much after dormancy. */
interface Suspicion {
  day: Day
  isMuch: boolean
  cost: Nano
  why: string
  rows: EvidenceRow[]
}

/**
 * A key somebody else uses: dormant and then billed, or unusual hours with something new about them (a model, an hour of the
 * day, a region). Newness and volume together are high, one of them alone is a notice; volume alone is agent-loop's.
 * Real cases: devcowboy newsletter 2026-05-11, $16,713.95 from 28 Apr to 9 May on a key dormant for a year; CC#96048, a tiny
 * probe on a model never used on the key and the next night a burst, twice in twelve days. billing.md §13, 5.
 */
export const leakedKey: Rule = (evidence, { [RULE]: limits }) => {
  const lastDay = lastDayOf(evidence)
  const { judged, young } = judgeHours(evidence, limits, limits.overAfterDays)
  const judgedDays = new Map(judged.map(({ key, days }) => [key.id, days]))
  const uses = byKey(evidence.days)
  const rates = byKey(evidence.rates)
  const detected = activeKeys(evidence).flatMap((key): Detected[] => {
    const newOn = newnessOf(uses.get(key.id) ?? [], rates.get(key.id) ?? [], lastDay, limits.newPercent)
    const suspicions = [
      ...afterDormancy(evidence, key, limits),
      ...(judgedDays.get(key.id) ?? []).flatMap((judgedDay) =>
        somethingNew(key, judgedDay, newOn(judgedDay.day)),
      ),
    ]
    return runsOf(
      suspicions.map(({ day }) => day),
      EPISODE_GAP,
    )
      .filter(({ to }) => daysBetween(to, lastDay) < limits.overAfterDays)
      .map((run) =>
        oneEpisode(
          evidence,
          key,
          run,
          suspicions.filter(({ day }) => day >= run.from && day <= run.to),
        ),
      )
  })
  return {
    detected,
    learning: stillLearning(RULE, evidence, young, limits.historyDays, 'unusual hours stand out'),
  }
}

/** Days of use since the last time the key rested for long. */
function afterDormancy(evidence: Evidence, key: KeyEntry, limits: Limits): Suspicion[] {
  const { day: days, cost: costs } = key.used
  const recent = dayNumber(lastDayOf(evidence)) - BASELINE_DAYS
  const known = dayNumber(keyKnownSince(key, evidence))
  // Days that were not read are no rest.
  const restSince = (index: number): number =>
    Math.max(known, index === 0 ? known : (days[index - 1] ?? 0) + 1)
  const restBefore = (index: number): number => (days[index] ?? 0) - restSince(index)
  let back = days.length - 1
  while (back >= 0 && (days[back] ?? 0) > recent && restBefore(back) < limits.dormantDays) back--
  if (back < 0 || (days[back] ?? 0) <= recent) return []
  const used = Array.from(days.subarray(back), (number, index) => ({
    day: dayAt(number),
    cost: nano(costs[back + index] ?? 0n),
  })).filter(({ cost }) => cost > 0n)
  const rest = restBefore(back)
  const isKnownRest = restSince(back) > known
  const before = costs.subarray(0, back).reduce((most, cost) => (cost > most ? cost : most), 0n)
  const dearest = used.reduce((most, { cost }) => (cost > most ? cost : most), zero)
  const isLikeAMonthlyJob = before > 0n ? dearest <= before * LIKE_BEFORE_TIMES : rest < MONTHLY_REST_DAYS
  const isMuch = dearest >= limits.hourlyCost && !isLikeAMonthlyJob
  return used.map(({ day, cost }) => ({
    day,
    isMuch,
    cost,
    why: isKnownRest ? `it had rested for ${rest} days` : `no use of it is known in the ${rest} days before`,
    rows: [
      {
        what: `After ${rest} days without use`,
        when: day,
        amount: cost,
        look: onDay(day, { key: key.id }, 'hour'),
      },
    ],
  }))
}

function somethingNew(
  key: KeyEntry,
  { day, unusual }: JudgedDay,
  { models, before, reasonsFor }: ReturnType<ReturnType<typeof newnessOf>>,
): Suspicion[] {
  const hours = unusual
    .map((hour) => ({ hour, reasons: reasonsFor(hour) }))
    .filter(({ reasons }) => reasons.length > 0)
  if (hours.length > 0) {
    const reasons = [...new Set(hours.flatMap((one) => one.reasons))]
    return [
      {
        day,
        isMuch: true,
        cost: sum(hours.map(({ hour }) => hour.cost)),
        why: `${reasons.join(' and ')} ${reasons.length > 1 ? 'are' : 'is'} new to it`,
        rows: hours.map(({ hour }) => ({
          what: `${hourInWords(hour.hour)}: ${groupDigits(BigInt(hour.requests))} requests; its median active hour costs ${formatUsd(hour.median).text}`,
          when: hourInstant(hour.hour),
          amount: hour.cost,
          look: onDay(day, { key: key.id }, 'hour'),
        })),
      },
    ]
  }
  const families = new Set(before.map(familyOf))
  return models
    .filter(({ value }) => !families.has(familyOf(value)))
    .map(({ value, cost }) => ({
      day,
      isMuch: false,
      cost,
      why: `the model ${value} is new to it`,
      rows: [
        {
          what: `First use of ${value}`,
          when: day,
          amount: cost,
          look: onDay(day, { key: key.id, model: value }, 'hour'),
        },
      ],
    }))
}

/** "claude-opus-5-5" and "claude-3-opus-20240229" are of one family: taking the next version is not a new habit. */
function familyOf(model: string): string {
  return /(opus|sonnet|haiku|fable|mythos)/.exec(model)?.[1] ?? model
}

function oneEpisode(evidence: Evidence, key: KeyEntry, run: Run, suspicions: readonly Suspicion[]): Detected {
  const much = suspicions.filter(({ isMuch }) => isMuch)
  const shown = much.length > 0 ? much : suspicions
  const amount = sum(shown.map(({ cost }) => cost))
  const why = [...new Set(shown.map((one) => one.why))].join('; ')
  const who = key.owner ? ` of ${key.owner}` : ''
  const since = shown.reduce((day, one) => (one.day < day ? one.day : day), later(run.from, run.to))
  const span =
    since === run.to
      ? `on ${formatShortDay(since)}`
      : `from ${formatShortDay(since)} to ${formatShortDay(run.to)}`
  return {
    rule: RULE,
    subject: keySubject(evidence, key.id),
    episode: run.from,
    lastDay: run.to,
    severity: much.length > 0 ? 'high' : 'low',
    atStake: { amount, means: 'spent' },
    sentence:
      much.length > 0
        ? `The key ${key.name}${who} cost ${formatUsd(amount).text} ${span} in a way it never did: ${why}.`
        : `The key ${key.name}${who} did something new ${span}, for ${formatUsd(amount).text} so far: ${why}.`,
    evidence: [...suspicions.flatMap(({ rows }) => rows)]
      .sort((a, b) => ((b.amount ?? 0n) > (a.amount ?? 0n) ? 1 : -1))
      .slice(0, 12)
      .sort((a, b) => (a.when < b.when ? -1 : 1)),
    cannotSee:
      'Who sent the requests and from where: Anthropic tells no addresses. A colleague who tries something new with the key looks the same.',
    steps: stepsFor(key),
  }
}

function stepsFor(key: KeyEntry): Step[] {
  return [
    { say: `Ask ${key.owner ?? 'whoever uses it'} whether this was them; if nobody knows at once, go on.` },
    {
      say: `Deactivate ${key.name}: it stops within seconds and can be activated again.`,
      act: { does: 'deactivate-key', keyId: key.id },
    },
    {
      say: 'Make a new key for what is legitimate, and look for the old one where it may have been published. This names commits and files of a repository without showing the key.',
      copy: 'git log --all --oneline --name-only -S sk-ant-api03',
    },
    { say: 'Turn automatic reload off in the Console until it is clear: it keeps paying.' },
  ]
}
