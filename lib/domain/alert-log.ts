import type { AlertState, ChannelKind } from './alert-channel'
import type { Severity } from './findings/finding'

/** One notice to one person or channel, as the log tells it. */
export interface AlertLogRow {
  id: string
  title: string
  /** Where it can be read here. */
  path: string
  severity: Severity
  /** When it was noticed. */
  at: Date
  target: { name: string; kind: 'mail' | ChannelKind }
  state: AlertState
  /** Of what waits and has not been packed: held back until then. */
  heldUntil: Date | null
  /** Why it was dropped, or what the last try met with. */
  reason: string | null
  /** What it travels in; null while it is held back. */
  message: AlertLogMessage | null
}

export interface AlertLogMessage {
  id: string
  /** Alerts that travel in it. */
  alerts: number
  deliveredAt: Date | null
  nextTryAt: Date
  /** Somebody is at it. */
  underWay: boolean
  /** The newest first, at most ten. */
  attempts: { id: string; at: Date; outcome: string | null; failure: string | null; tookMs: number | null }[]
}

export interface AlertLogPage {
  rows: AlertLogRow[]
  /** Null: this was the last page. */
  nextCursor: string | null
}
