import type { AlertState } from '@/lib/domain/alert-channel'
import type { AlertFilter } from '@/lib/domain/alert-choice'
import type { Severity } from '@/lib/domain/findings/finding'
import { NOTICE_KINDS, type NoticeKind } from '@/lib/domain/notice'

export const KIND_WORDS: Record<NoticeKind, string> = {
  finding_opened: 'Something was found',
  finding_worsened: 'A finding got worse',
  finding_returned: 'A finding came back',
  budget_threshold: 'A budget went over a threshold',
  budget_forecast: 'A budget is going to be exceeded',
  guard_acted: 'The guard deactivated a key',
  guard_failed: 'The guard could not act',
  review_ready: 'A week is closed',
}

export const LEAST_WORDS: Record<Severity, string> = {
  high: 'High only: money is being lost now',
  medium: 'Medium and high',
  low: 'Everything, low too',
}

export const SEVERITY_TONES = { high: 'danger', medium: 'warn', low: 'neutral' } as const

export const STATE_WORDS: Record<AlertState, string> = {
  waiting: 'waiting',
  delivered: 'delivered',
  given_up: 'given up',
  dropped: 'dropped',
}

export const STATE_TONES = {
  waiting: 'warn',
  delivered: 'ok',
  given_up: 'danger',
  dropped: 'neutral',
} as const

/** What a filter lets through, in a few words. */
export function filterWords({ kinds, leastSeverity, weeklyReview }: AlertFilter): string {
  const severity = { high: 'high only', medium: 'medium and high', low: 'every severity' }[leastSeverity]
  const review = weeklyReview ? '; the weekly review' : ''
  if (kinds.length === 0 || kinds.length === NOTICE_KINDS.length) return `Every kind, ${severity}${review}`
  return `${kinds.map((kind) => KIND_WORDS[kind]).join('; ')}; ${severity}${review}`
}
