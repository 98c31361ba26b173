import { daysBetween } from '@/lib/domain/day'
import { sum } from '@/lib/domain/money'
import { formatShortDay, formatUsd, groupDigits } from '@/lib/domain/written'
import { DAY_HOURS, dayOfHour, hourInstant, hourInWords } from './closed-hour'
import { runsOf } from './episode'
import type { Evidence, KeyEntry } from './evidence'
import type { Detected, Rule } from './finding'
import { byKey, keySubject, lastDayOf, onDay } from './key-days'
import { newnessOf } from './newness'
import type { Thresholds } from './thresholds'
import { judgeHours, stillLearning, type UnusualHour } from './unusual-hours'

const RULE = 'agent-loop'
type Limits = Thresholds[typeof RULE]

/**
 * An agent that turns in circles: hours far above anything the key did before, reading much and writing next to nothing.
 * Real case: CC#85912, Cowork, $1,031.92 in 48 hours. Works on hours; a finding names the hours whose minutes would tell
 * whether requests ran level for 20 minutes or prompts grew from minute to minute. What is new besides is leaked-key's.
 * billing.md §13, 7.
 */
export const agentLoop: Rule = (evidence, { [RULE]: limits, 'leaked-key': { newPercent } }) => {
  const { judged, young } = judgeHours(evidence, limits, limits.overAfterDays)
  const lastDay = lastDayOf(evidence)
  const uses = byKey(evidence.days)
  const rates = byKey(evidence.rates)
  const detected = judged.flatMap(({ key, days }) => {
    if (days.every(({ unusual }) => unusual.length === 0)) return []
    const newOn = newnessOf(uses.get(key.id) ?? [], rates.get(key.id) ?? [], lastDay, newPercent)
    const hours = days.flatMap(({ day, unusual }) => {
      const { reasonsFor } = newOn(day)
      return unusual.filter(
        (hour) => isRunaway(hour, limits) && (onlyReads(hour, limits) || reasonsFor(hour).length === 0),
      )
    })
    return runsOf(
      hours.map(({ hour }) => dayOfHour(hour)),
      1,
    ).map((run) =>
      oneEpisode(
        evidence,
        key,
        hours.filter(({ hour }) => dayOfHour(hour) >= run.from && dayOfHour(hour) <= run.to),
        limits,
      ),
    )
  })
  return {
    detected,
    learning: stillLearning(RULE, evidence, young, limits.historyDays, 'a runaway hour stands out'),
  }
}

function isRunaway(
  { requests, input, busiestRequests, longestPrompt }: UnusualHour,
  { busiestTimes }: Limits,
): boolean {
  return (
    requests > busiestTimes * busiestRequests || input / Math.max(1, requests) > busiestTimes * longestPrompt
  )
}

/** Next to nothing is written for what is read, and less than half of what the key usually writes. */
function onlyReads({ input, output, usualOutput }: UnusualHour, { outputPercent }: Limits): boolean {
  return output * 100 < input * outputPercent && output * 2 < input * usualOutput
}

function oneEpisode(
  evidence: Evidence,
  key: KeyEntry,
  hours: readonly UnusualHour[],
  limits: Limits,
): Detected {
  const first = hours[0]?.hour ?? 0
  const last = hours.at(-1)?.hour ?? first
  const amount = sum(hours.map(({ cost }) => cost))
  const requests = hours.reduce((total, hour) => total + hour.requests, 0)
  const reads = hours.some((hour) => onlyReads(hour, limits))
  const count = hours.length === 1 ? 'one hour' : `${hours.length} hours`
  const usual = formatUsd(hours[0]?.median ?? sum([])).text
  const isOver = daysBetween(dayOfHour(last), lastDayOf(evidence)) > 0
  return {
    rule: RULE,
    subject: keySubject(evidence, key.id),
    episode: dayOfHour(first),
    lastDay: dayOfHour(last),
    severity: reads ? 'high' : 'low',
    atStake: { amount, means: 'spent' },
    sentence: `The key ${key.name} cost ${formatUsd(amount).text} in ${count} ${dayOfHour(first) === dayOfHour(last) ? 'on' : 'since'} ${formatShortDay(dayOfHour(first))}, with ${groupDigits(BigInt(requests))} requests, where an active hour usually costs ${usual}${reads ? '; it reads and reads and writes next to nothing' : ''}.`,
    evidence: hours.slice(-12).map((hour) => ({
      what: `${hourInWords(hour.hour)}: ${groupDigits(BigInt(hour.requests))} requests, ${groupDigits(BigInt(Math.round(hour.input / Math.max(1, hour.requests))))} tokens read for each`,
      when: hourInstant(hour.hour),
      amount: hour.cost,
      look: onDay(dayOfHour(hour.hour), { key: key.id }, 'hour'),
    })),
    cannotSee: 'What the requests were about. Hours do not tell a loop from a large job done on purpose.',
    steps: [
      {
        say: isOver
          ? 'It seems to be over; make sure the program has stopped.'
          : `Stop the program that uses ${key.name}: end its process, or close the session.`,
      },
      {
        say: `If it cannot be found at once, deactivate ${key.name}; it can be activated again.`,
        act: { does: 'deactivate-key', keyId: key.id },
      },
      { say: 'Give the agent a limit before it runs again.', copy: 'claude -p --max-turns 20 "…"' },
    ],
    wantsMinutes: {
      keyId: key.id,
      from: hourInstant(Math.max(first, last + 1 - DAY_HOURS)),
      to: hourInstant(last + 1),
    },
  }
}
