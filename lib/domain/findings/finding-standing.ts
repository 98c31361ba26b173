import type { RuleId, Severity } from './finding'

/** Source: contract.md, "Findings". */
export const FINDING_STATES = ['open', 'acknowledged', 'snoozed', 'expected', 'resolved'] as const
export type FindingState = (typeof FINDING_STATES)[number]

/** Each state is under exactly one of them: still to be dealt with, asked to be quiet for a while, over. */
export const FINDING_TABS = ['open', 'silent', 'resolved'] as const
export type FindingTab = (typeof FINDING_TABS)[number]

export const STATES_OF_TAB: Record<FindingTab, readonly FindingState[]> = {
  open: ['open', 'acknowledged'],
  silent: ['snoozed', 'expected'],
  resolved: ['resolved'],
}

/** What is stored of where a finding stands. */
export interface FindingJudgement {
  state: FindingState
  /** Of snoozed and expected: the first instant it is open again. */
  silentUntil: Date | null
  /** Of expected: who answers for it. */
  ownerEmail: string | null
  note: string | null
}

/**
 * The state a finding stands in at `now`: a snoozed or expected one is open from `silentUntil` on (inclusive), and whatever was
 * said of it, one whose cause is gone is resolved. `STANDS_SQL` of lib/queries/finding-list.ts says the same to the database.
 */
export function standingOf(
  { state, silentUntil, goneAt }: { state: FindingState; silentUntil: Date | null; goneAt: Date | null },
  now: Date,
): FindingState {
  if (goneAt !== null) return 'resolved'
  const isSilent = state === 'snoozed' || state === 'expected'
  return isSilent && silentUntil !== null && silentUntil.getTime() <= now.getTime() ? 'open' : state
}

/** What somebody says of a finding. */
export interface Judging {
  state: FindingState
  note?: string | null
  until?: Date | null
  owner?: string | null
}

/** Nobody should be able to silence something for good: a year, and then it is looked at again. */
export const MOST_SILENT_DAYS = 366

export interface JudgingRefused {
  field: 'state' | 'until' | 'owner'
  sentence: string
}

/**
 * Why something cannot be said of a finding that stands in `stands`; null: it can. Snoozed needs `until`, expected `until` and
 * `owner`, no other state takes either; `until` lies after `now` and at most `MOST_SILENT_DAYS` after it. What is gone by
 * itself comes back by itself.
 */
export function refuseJudging(
  { state, until = null, owner = null }: Judging,
  { isGone, now }: { isGone: boolean; now: Date },
): JudgingRefused | null {
  if (isGone && state !== 'resolved')
    return {
      field: 'state',
      sentence: 'Its cause is gone, so it is resolved. It opens by itself when the cause comes back.',
    }
  const isSilent = state === 'snoozed' || state === 'expected'
  if (!isSilent && until !== null)
    return { field: 'until', sentence: `Only snoozed and expected end on a day; ${state} does not.` }
  if (state !== 'expected' && owner !== null)
    return { field: 'owner', sentence: 'Only what is expected has an owner.' }
  if (isSilent && until === null)
    return {
      field: 'until',
      sentence:
        state === 'snoozed'
          ? 'Say until when it is snoozed.'
          : 'Say until when it is expected: nothing is for ever.',
    }
  if (state === 'expected' && owner === null)
    return { field: 'owner', sentence: 'Say who answers for it: what is expected has an owner.' }
  if (until !== null && until.getTime() <= now.getTime())
    return { field: 'until', sentence: 'The end lies in the past: choose a later day.' }
  if (until !== null && until.getTime() > now.getTime() + MOST_SILENT_DAYS * 86_400_000)
    return { field: 'until', sentence: 'A year at most: then it should be looked at again.' }
  return null
}

/** What can be done with a finding where it stands, the usual first. `reopen` is `open` said by somebody. */
export function possibleStates(stands: FindingState, isGone: boolean): readonly FindingState[] {
  if (isGone) return []
  if (stands === 'resolved') return ['open']
  const others = (['acknowledged', 'snoozed', 'expected', 'resolved'] as const).filter(
    (state) => state === 'snoozed' || state === 'expected' || state !== stands,
  )
  return stands === 'open' ? others : [...others, 'open']
}

/** "Acknowledged": how a state is called. */
export const STATE_WORDS: Record<FindingState, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  snoozed: 'Snoozed',
  expected: 'Expected',
  resolved: 'Resolved',
}

export const SEVERITY_WORDS: Record<Severity, string> = { high: 'High', medium: 'Medium', low: 'Low' }

/** What happened to a finding: by itself (the first row), or by somebody. */
const EVENT_KINDS = [
  ...(['opened', 'worsened', 'eased', 'gone', 'returned', 'woke'] as const),
  ...(['acknowledged', 'snoozed', 'expected', 'resolved', 'reopened', 'noted', 'undone'] as const),
] as const
export type FindingEventKind = (typeof EVENT_KINDS)[number]

/** "Ada **acknowledged it**", or without a name "It was found": a sentence's end by kind, for somebody and by itself. */
const EVENT_WORDS: Record<FindingEventKind, { by: string; itself: string }> = {
  opened: { by: 'opened it', itself: 'Found' },
  worsened: { by: 'made it worse', itself: 'Became worse' },
  eased: { by: 'made it less severe', itself: 'Became less severe' },
  gone: { by: 'saw its cause gone', itself: 'Its cause is gone' },
  returned: { by: 'saw it return', itself: 'Came back' },
  woke: { by: 'woke it', itself: 'Its silence ended' },
  acknowledged: { by: 'acknowledged it', itself: 'Acknowledged' },
  snoozed: { by: 'snoozed it', itself: 'Snoozed' },
  expected: { by: 'said it is expected', itself: 'Expected' },
  resolved: { by: 'resolved it', itself: 'Resolved' },
  reopened: { by: 'opened it again', itself: 'Opened again' },
  noted: { by: 'wrote a note', itself: 'Note' },
  undone: { by: 'took the last change back', itself: 'Taken back' },
}

/** A kind this version does not know stands as it is written. */
export function eventWords(kind: string, actorName: string | null): string {
  const words = EVENT_KINDS.find((known) => known === kind)
  if (!words) return actorName === null ? kind : `${actorName}: ${kind}`
  return actorName === null ? EVENT_WORDS[words].itself : `${actorName} ${EVENT_WORDS[words].by}`
}

/** The event somebody's saying a state leaves behind. */
export function eventOf(state: FindingState): FindingEventKind {
  return state === 'open' ? 'reopened' : state
}

/** What the amount at stake is, in a few words that stand beneath it. */
export const STAKE_WORDS: Record<string, string> = {
  spent: 'spent so far',
  monthly: 'a month',
  expiring: 'credit that expires',
  difference: 'difference',
}

/** How a rule is called. */
export const RULE_WORDS: Record<RuleId, string> = {
  'key-overrides-plan': 'A key overrides the plan',
  'console-login': 'Claude Code logged in with Console',
  'leaked-key': 'Key perhaps leaked',
  'forgotten-job': 'Forgotten job',
  'agent-loop': 'Agent in a loop',
  'fast-mode': 'Fast mode',
  'long-context': 'Very long prompts',
  'cache-waste': 'Cache that does not pay',
  'playground-use': 'Playground use',
  'key-hygiene': 'Key hygiene',
  'cap-run-rate': 'Limit within reach',
  'unclaimed-api-credit': 'API credit not used',
  'usage-cost-gap': 'Usage and cost apart',
  'retiring-model': 'Model about to retire',
  'forgotten-workspace': 'Forgotten workspace',
  'double-subscription': 'Two plans for one person',
}

/** What a rule this version does not know is called: its id. */
export function ruleWords(rule: string): string {
  return (RULE_WORDS as Record<string, string | undefined>)[rule] ?? rule
}
