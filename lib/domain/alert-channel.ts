import type { AlertFilter } from './alert-choice'

export const CHANNEL_KINDS = ['slack', 'webhook'] as const
export type ChannelKind = (typeof CHANNEL_KINDS)[number]

/** Where alerts of the whole team go, without what is secret about it. */
export interface AlertChannel extends AlertFilter {
  id: string
  kind: ChannelKind
  name: string
  /** Host and last four characters of its address. */
  urlHint: string
  /** False: a restore under another key left its address behind, and it has to be entered again. */
  hasAddress: boolean
  enabled: boolean
  allowsPrivate: boolean
  failingSince: Date | null
  failure: string | null
  /** Until when the secret before the present one signs as well; null: only one does. */
  previousUntil: Date | null
}

/** How long a webhook's old secret goes on signing beside the new one. */
export const SECRETS_OVERLAP_MS = 24 * 3_600_000

export const ALERT_STATES = ['waiting', 'delivered', 'given_up', 'dropped'] as const
export type AlertState = (typeof ALERT_STATES)[number]
