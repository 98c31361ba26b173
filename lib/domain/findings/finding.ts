import type { Day } from '@/lib/domain/day'
import type { GuideSlug } from '@/lib/domain/guides/guide'
import type { Nano } from '@/lib/domain/money'
import type { Evidence } from './evidence'
import type { Thresholds } from './thresholds'

/** Every pitfall the data can show, in the order of billing.md §13. Those that need statements, balances or telemetry follow. */
export const RULE_IDS = [
  'key-overrides-plan',
  'console-login',
  'leaked-key',
  'forgotten-job',
  'agent-loop',
  'fast-mode',
  'long-context',
  'cache-waste',
  'playground-use',
  'key-hygiene',
  'cap-run-rate',
  'unclaimed-api-credit',
  'usage-cost-gap',
  'retiring-model',
  'forgotten-workspace',
  'double-subscription',
] as const
export type RuleId = (typeof RULE_IDS)[number]

/** Worst first. High is money lost now and unexpectedly; low is a notice. Source: DECISIONS.md, "Findings". */
export const SEVERITIES = ['high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What a finding is about; a person is named by a mail address in lower case, a model by its name. */
export interface Subject {
  type: 'key' | 'workspace' | 'person' | 'plan' | 'model' | 'organization'
  id: string
  organizationId: string
}

/**
 * `spent`: billed in this episode so far · `monthly`: what it comes to in a month if it goes on · `expiring`: credit that is
 * lost when its month is over · `difference`: between two figures that should agree.
 */
type StakeMeaning = 'spent' | 'monthly' | 'expiring' | 'difference'

/** Where figures can be looked up: days, inclusive, and what they are narrowed to. `key: null` is use without a key. */
export interface Look {
  from: Day
  to: Day
  bucket: 'hour' | 'day'
  key?: string | null
  workspace?: string
  model?: string
  product?: string
  person?: string
  plan?: string
}

export interface EvidenceRow {
  what: string
  /** A day, or RFC 3339 of the beginning of an hour. */
  when: string
  amount: Nano | null
  look: Look
}

/** What to do next: a sentence, a command to copy, a guide to read, or something Onebill can do itself. */
export interface Step {
  say: string
  copy?: string
  guide?: GuideSlug
  act?: { does: 'deactivate-key'; keyId: string }
}

/** One finding as it stands at the end of the evidence. */
export interface Detected {
  rule: RuleId
  subject: Subject
  /** First day of what happened; with rule and subject it names the finding. See `joinEpisode`. */
  episode: Day
  /** Last day that shows it. */
  lastDay: Day
  severity: Severity
  atStake: { amount: Nano; means: StakeMeaning }
  sentence: string
  evidence: EvidenceRow[]
  cannotSee: string
  steps: Step[]
  /** Hours whose minutes would tell more; RFC 3339, half-open. */
  wantsMinutes?: { keyId: string; from: string; to: string }
  /** What they told. */
  minutes?: MinuteLook
}

/** What the minutes of `wantsMinutes` say of a suspicion. */
export interface MinuteLook {
  from: string
  to: string
  /** `level`: request after request without a pause · `growing`: prompts grew from one minute to the next · `bursts`: neither. */
  says: 'level' | 'growing' | 'bursts'
  /** A sentence with its numbers. */
  sentence: string
  /** The beginning of the stretch it speaks of, RFC 3339. */
  at: string
}

/** Nothing is judged yet: not enough days are known. */
export interface Learning {
  rule: RuleId
  subject: Subject
  daysKnown: number
  daysNeeded: number
  sentence: string
}

export interface Findings {
  detected: Detected[]
  learning: Learning[]
}

/**
 * What holds at the end of the evidence. Pure: the same evidence and thresholds give the same findings. What a rule no longer
 * returns is over: its cause is gone, or so long ago that nobody is helped by reading of it.
 */
export type Rule = (evidence: Evidence, thresholds: Thresholds) => Findings
