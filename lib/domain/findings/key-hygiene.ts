import { addDays, type Day, dayOf, daysBetween, later } from '@/lib/domain/day'
import { keyRest } from '@/lib/domain/key-audit'
import { nano, type Nano, sum, zero } from '@/lib/domain/money'
import { formatShortDay } from '@/lib/domain/written'
import { dayNumber, dayOfHour } from './closed-hour'
import type { Evidence, KeyEntry } from './evidence'
import type { Detected, Learning, Rule } from './finding'
import { activeKeys, byKey, keySubject, lastDayOf, lastUsedOn, organizationSubject } from './key-days'
import type { Thresholds } from './thresholds'

const RULE = 'key-hygiene'
type Limits = Thresholds[typeof RULE]
const MONTH_DAYS = 30

/**
 * Keys that should not be open any more: idle, without an owner, shared, or old and without an end. One finding a key; those
 * that only lack an end share one of the organisation.
 * Real case: CommandCodeAI/command-code#718, eight to ten old keys nobody could tell apart, all deleted in the end.
 * billing.md §13, 12.
 */
export const keyHygiene: Rule = (evidence, { [RULE]: limits }) => {
  const today = lastDayOf(evidence)
  const people = byKey(evidence.keyPeople)
  const unexpiring: KeyEntry[] = []
  const detected: Detected[] = []
  for (const key of activeKeys(evidence)) {
    const emails = new Set((people.get(key.id) ?? []).flatMap(({ email }) => (email === null ? [] : [email])))
    const reasons = reasonsFor(evidence, key, emails, limits)
    if (reasons.length > 0) detected.push(oneKey(evidence, key, reasons))
    else if (key.expiresAt === null && ageOf(key, today) > limits.unexpiringDays) unexpiring.push(key)
  }
  if (unexpiring.length > 0) detected.push(withoutEnd(evidence, unexpiring, limits))
  return { detected, learning: learningOf(evidence, limits) }
}

function ageOf({ createdAt }: KeyEntry, today: Day): number {
  return createdAt === null ? 0 : daysBetween(dayOf(createdAt), today)
}

function reasonsFor(
  evidence: Evidence,
  key: KeyEntry,
  emails: ReadonlySet<string>,
  limits: Limits,
): string[] {
  const rest = keyRest({
    lastUsedOn: lastUsedOn(key),
    createdAt: key.createdAt,
    knownSince: evidence.knownSince,
    knownUntil: addDays(dayOfHour(evidence.until), -1),
  })
  const reasons: string[] = []
  if (rest.days >= limits.idleDays)
    reasons.push(
      rest.lastUsedOn === null
        ? `no use is known since ${formatShortDay(rest.since ?? evidence.knownSince)}`
        : `it was not used for ${rest.days} days`,
    )
  if (key.ownerGone) reasons.push(`${key.owner ?? 'whoever made it'} is no longer a member`)
  else if (key.owner === null) reasons.push('nobody is known who made it')
  if (emails.size > 1) reasons.push(`${[...emails].sort().join(', ')} share it`)
  return reasons
}

function oneKey(evidence: Evidence, key: KeyEntry, reasons: readonly string[]): Detected {
  const lastDay = lastDayOf(evidence)
  const since = key.createdAt ? dayOf(key.createdAt) : evidence.knownSince
  const from = later(since, addDays(lastDay, -MONTH_DAYS))
  const monthly = monthlyCost(key, lastDay)
  return {
    rule: RULE,
    subject: keySubject(evidence, key.id),
    episode: since,
    lastDay,
    severity: key.ownerGone ? 'medium' : 'low',
    atStake: { amount: monthly, means: 'monthly' },
    sentence: `The key ${key.name} is active although ${reasons.join(', and ')}.`,
    evidence: [
      {
        what: `${key.name}, made ${key.createdAt ? `on ${formatShortDay(since)}` : 'on a day nobody tells'}, the last ${MONTH_DAYS} days`,
        when: from,
        amount: monthly,
        look: { from, to: lastDay, bucket: 'day', key: key.id },
      },
    ],
    cannotSee: `Use before ${formatShortDay(evidence.knownSince)}, and who holds a copy of the key.`,
    steps: [
      {
        say: `Ask ${key.ownerGone || key.owner === null ? 'those who might use it' : key.owner} whether ${key.name} is still needed.`,
      },
      { say: 'If it is, say who it belongs to and what it is for, on the page of the key.' },
      {
        say: `If not, deactivate ${key.name}; it can be activated again.`,
        act: { does: 'deactivate-key', keyId: key.id },
      },
    ],
  }
}

function withoutEnd(evidence: Evidence, keys: readonly KeyEntry[], { unexpiringDays }: Limits): Detected {
  const lastDay = lastDayOf(evidence)
  const oldest = keys.reduce((a, b) => ((a.createdAt ?? 0) <= (b.createdAt ?? 0) ? a : b))
  const [count, verb] = keys.length === 1 ? ['One active key', 'has'] : [`${keys.length} active keys`, 'have']
  return {
    rule: RULE,
    subject: organizationSubject(evidence),
    episode: oldest.createdAt ? dayOf(oldest.createdAt) : evidence.knownSince,
    lastDay,
    severity: 'low',
    atStake: { amount: sum(keys.map((key) => monthlyCost(key, lastDay))), means: 'monthly' },
    sentence: `${count} ${verb} no end and ${keys.length === 1 ? 'is' : 'are'} older than ${unexpiringDays} days; the oldest is ${oldest.name}.`,
    evidence: keys.map((key) => ({
      what: `${key.name} of ${key.owner ?? 'nobody'}`,
      when: key.createdAt ? dayOf(key.createdAt) : evidence.knownSince,
      amount: null,
      look: { from: addDays(lastDay, -MONTH_DAYS), to: lastDay, bucket: 'day', key: key.id },
    })),
    cannotSee: 'Whether a key is replaced from time to time under the same name.',
    steps: [
      {
        say: 'Make new keys with an end in the Console, put them in place, then deactivate the old ones. A key that exists cannot be given an end.',
      },
    ],
  }
}

function monthlyCost({ used }: KeyEntry, lastDay: Day): Nano {
  const from = dayNumber(lastDay) - MONTH_DAYS
  let total: bigint = zero
  used.day.forEach((day, index) => {
    if (day > from) total += used.cost[index] ?? 0n
  })
  return nano(total)
}

/** Idleness needs as many known days as it counts. */
function learningOf(evidence: Evidence, { idleDays }: Limits): Learning[] {
  const daysKnown = daysBetween(evidence.knownSince, lastDayOf(evidence))
  if (daysKnown >= idleDays) return []
  return [
    {
      rule: RULE,
      subject: organizationSubject(evidence),
      daysKnown,
      daysNeeded: idleDays,
      sentence: `${daysKnown} of the ${idleDays} days are known after which a key without use counts as idle.`,
    },
  ]
}
