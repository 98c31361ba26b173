import { type Day, dayOf, daysBetween } from '@/lib/domain/day'
import type { Severity } from '@/lib/domain/findings/finding'
import {
  type FindingState,
  ruleWords,
  SEVERITY_WORDS,
  STAKE_WORDS,
  STATE_WORDS,
} from '@/lib/domain/findings/finding-standing'
import {
  firstSeen,
  type FindingEvaluationState,
  type StoredFinding,
} from '@/lib/domain/findings/stored-finding'
import { formatDay, formatInstant, formatRelativeTime, formatUsd, type UsdParts } from '@/lib/format'
import { findingHref } from './finding-href'

export interface FindingLine {
  id: string
  href: string
  severity: Severity
  severityWords: string
  sentence: string
  /** Rule and organisation, where there are several. */
  about: string
  stake: UsdParts
  stakeWords: string
  since: string
  sinceTitle: string
  stands: FindingState
  standsWords: string
}

/** A row of the list; `many`: whether findings of several organisations may stand beside each other. */
export function prepareFinding(finding: StoredFinding, many: boolean, now: Date, zone?: string): FindingLine {
  const { id, severity, sentence, rule, organizationName, atStake, detectedAt } = finding
  return {
    ...{ id, href: findingHref(id), severity, severityWords: SEVERITY_WORDS[severity], sentence },
    about: many ? `${ruleWords(rule)} · ${organizationName}` : ruleWords(rule),
    stake: formatUsd(atStake.amount),
    stakeWords: STAKE_WORDS[atStake.means] ?? atStake.means,
    since: sinceWords(firstSeen(finding), now),
    sinceTitle: `Found ${formatInstant(detectedAt, zone)}, ${formatRelativeTime(detectedAt, now)}`,
    stands: finding.stands,
    standsWords: standsWords(finding, now, zone),
  }
}

function sinceWords(day: Day, now: Date): string {
  const days = daysBetween(day, dayOf(now))
  if (days <= 0) return 'today'
  return days === 1 ? 'yesterday' : days <= 30 ? `${days} days ago` : formatDay(day)
}

/** "Snoozed until 1 Dec 2026", "Open again", "Resolved: its cause is gone". */
export function standsWords(
  finding: Pick<StoredFinding, 'stands' | 'silentUntil' | 'ownerEmail' | 'goneAt' | 'returns'>,
  now: Date,
  zone?: string,
): string {
  const { stands, silentUntil, ownerEmail, goneAt, returns } = finding
  if (stands === 'resolved') return goneAt ? 'Resolved: its cause is gone' : 'Resolved'
  if ((stands === 'snoozed' || stands === 'expected') && silentUntil !== null)
    return `${STATE_WORDS[stands]} until ${untilWords(silentUntil, zone)}${stands === 'expected' && ownerEmail ? `, by ${ownerEmail}` : ''}`
  if (stands === 'open' && silentUntil !== null && silentUntil <= now) return 'Open again: its silence ended'
  if (stands === 'open' && returns > 0)
    return returns === 1 ? 'Open: it came back' : `Open: it came back ${returns} times`
  return STATE_WORDS[stands]
}

/** The beginning of a UTC day is that day, anything else a clock time. */
export function untilWords(until: Date, zone?: string): string {
  return until.getTime() % 86_400_000 === 0 ? formatDay(dayOf(until)) : formatInstant(until, zone)
}

/** Whether the rules have looked at all: nothing found and nothing looked at must never look alike. */
export function evaluationWords(
  evaluations: readonly FindingEvaluationState[],
  now: Date,
  zone?: string,
): { state: 'none' | 'never' | 'some' | 'behind' | 'current'; sentence: string } {
  const named = (state: FindingEvaluationState['state']) =>
    evaluations.filter((one) => one.state === state).map(({ organizationName }) => organizationName)
  const [never, behind] = [named('never'), named('behind')]
  if (evaluations.length === 0)
    return { state: 'none', sentence: 'No organisation is connected yet, so there is nothing to look at.' }
  if (never.length === evaluations.length)
    return {
      state: 'never',
      sentence: 'The rules have not looked at anything yet: they do after the next sync.',
    }
  if (never.length > 0)
    return {
      state: 'some',
      sentence: `The rules have not looked at ${never.join(', ')} yet: they do after the next sync.`,
    }
  if (behind.length > 0)
    return {
      state: 'behind',
      sentence: `The rules have not looked at what the last sync brought of ${behind.join(', ')}. What is shown is older.`,
    }
  const times = evaluations.flatMap(({ evaluatedAt }) => (evaluatedAt ? [evaluatedAt.getTime()] : []))
  const oldest = new Date(Math.min(...times))
  const hours = evaluations.flatMap(({ untilHour }) => (untilHour ? [untilHour.getTime()] : []))
  return {
    state: 'current',
    sentence: `The rules last looked ${formatRelativeTime(oldest, now)}, at every hour up to ${formatInstant(new Date(Math.min(...hours)), zone)}.`,
  }
}
