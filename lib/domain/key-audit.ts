import { addDays, dayOf, daysBetween, type Day } from './day'
import { NANO_PER_USD, nano, type Nano } from './money'

/** Without use for so many days, a key counts as idle, unless the team says otherwise. */
export const IDLE_DAYS = 60
export const MOST_IDLE_DAYS = 365

/** All a key ever cost, up to which it counts as little: 5 dollars. */
export const SMALL_SPEND: Nano = nano(5n * NANO_PER_USD)

/** What was used over no more days than this, first to last, counts as short. */
export const SHORT_DAYS = 31

/** Words people call a try by, standing alone: "test-2" is one, "latest" and "contest" are not. */
const EXPERIMENT_WORDS = [
  ...['test', 'tests', 'testing', 'tmp', 'temp', 'temporary', 'demo', 'poc', 'try', 'trial', 'playground'],
  ...['sandbox', 'scratch', 'experiment', 'experiments', 'spike', 'hackathon', 'intern', 'debug', 'dummy'],
  ...['foo', 'bar', 'asdf', 'quickstart', 'tutorial', 'example', 'throwaway', 'prototype'],
] as const

/** As a pattern that JavaScript and PostgreSQL (`~*`) read alike. */
export const EXPERIMENT_PATTERN = `(^|[^a-z])(${EXPERIMENT_WORDS.join('|')})([^a-z]|$)`

/** Anthropic's own, an open set, and ours: `gone` = not listed by Anthropic any more, or never seen listed. */
export const KEY_STATUSES = ['active', 'inactive', 'archived', 'expired', 'gone'] as const

/** The four counts of the audit, in the order they are shown. Each counts keys that Anthropic would still accept. */
export const AUDIT_CARDS = ['idle', 'never_expires', 'owner_gone', 'experiment'] as const
export type AuditCard = (typeof AUDIT_CARDS)[number]

export interface KeyFacts {
  name: string
  /** As Anthropic lists it; null: known from its use alone. */
  flag: string | null
  /** No longer listed. */
  gone: boolean
  createdAt: Date | null
  expiresAt: Date | null
  firstUsedOn: Day | null
  lastUsedOn: Day | null
  /** The first and last day since when all days of its organisation are known; null where none is. */
  knownSince: Day | null
  knownUntil: Day | null
  /** All it cost on the days that are known. */
  lifetime: Nano
  /** Whoever it belongs to was here and is here no longer. Nobody named is not somebody gone. */
  ownerGone: boolean
}

/**
 * What a key is, from Anthropic's flag AND its expiry: an active or inactive key past its expiry is expired (at the instant
 * itself already), an archived one stays archived. A flag nobody knows yet is passed on as it is.
 */
export function keyStatus(
  { flag, gone, expiresAt }: Pick<KeyFacts, 'flag' | 'gone' | 'expiresAt'>,
  now: Date,
): string {
  if (flag === null || gone) return 'gone'
  const isOver = expiresAt !== null && expiresAt.getTime() <= now.getTime()
  return isOver && (flag === 'active' || flag === 'inactive') ? 'expired' : flag
}

/** How long a key is known not to have been used. */
export interface KeyRest {
  /** The last day of use; null: none on any day that is known. */
  lastUsedOn: Day | null
  /** The first day without use: the day after the last use, else where looking begins; null where no day is known. */
  since: Day | null
  /** What `since` is. */
  from: 'use' | 'creation' | 'first_known_day' | null
  /** Whole days without use, up to the last day that is known; 0 where it was used on it, or none is known. */
  days: number
}

/**
 * Counts days of rest only where days are known: from the last use, else from creation, else from the first known day,
 * whichever is latest, to the last known day, both inclusive. Never more than can be seen.
 */
export function keyRest({
  lastUsedOn,
  createdAt,
  knownSince,
  knownUntil,
}: Pick<KeyFacts, 'lastUsedOn' | 'createdAt' | 'knownSince' | 'knownUntil'>): KeyRest {
  if (knownSince === null || knownUntil === null) return { lastUsedOn, since: null, from: null, days: 0 }
  const created = createdAt && dayOf(createdAt)
  let since = knownSince
  let from: KeyRest['from'] = 'first_known_day'
  if (created !== null && created > since) [since, from] = [created, 'creation']
  if (lastUsedOn !== null && addDays(lastUsedOn, 1) >= since) [since, from] = [addDays(lastUsedOn, 1), 'use']
  return { lastUsedOn, since, from, days: Math.max(0, daysBetween(since, addDays(knownUntil, 1))) }
}

/** At least `idleDays` known days without use (default 60). */
export function isIdle(facts: Parameters<typeof keyRest>[0], idleDays = IDLE_DAYS): boolean {
  return keyRest(facts).days >= idleDays
}

/** Named like a try, cost at most `SMALL_SPEND` in all, and used for at most `SHORT_DAYS` from first to last. */
export function looksLikeExperiment({
  name,
  lifetime,
  firstUsedOn,
  lastUsedOn,
}: Pick<KeyFacts, 'name' | 'lifetime' | 'firstUsedOn' | 'lastUsedOn'>): boolean {
  const used = firstUsedOn && lastUsedOn ? daysBetween(firstUsedOn, lastUsedOn) + 1 : 0
  return new RegExp(EXPERIMENT_PATTERN, 'i').test(name) && lifetime <= SMALL_SPEND && used <= SHORT_DAYS
}

/** The audit of one key: which cards count it, and whether removing it is likely to hurt nobody. */
export interface KeyAudit {
  status: string
  rest: KeyRest
  cards: AuditCard[]
  /** Idle AND little spent ever: one alone is not enough. Only where Anthropic would still accept the key. */
  safeToRemove: boolean
}

/** Source of the rules: issue "Every key explained", §1. Only keys whose status is `active` stand on a card. */
export function auditKey(facts: KeyFacts, now: Date, idleDays = IDLE_DAYS): KeyAudit {
  const status = keyStatus(facts, now)
  const isActive = status === 'active'
  const idle = isIdle(facts, idleDays)
  const holds: Record<AuditCard, boolean> = {
    idle,
    never_expires: facts.expiresAt === null,
    owner_gone: facts.ownerGone,
    experiment: looksLikeExperiment(facts),
  }
  return {
    status,
    rest: keyRest(facts),
    cards: isActive ? AUDIT_CARDS.filter((card) => holds[card]) : [],
    safeToRemove: isActive && idle && facts.lifetime <= SMALL_SPEND,
  }
}
