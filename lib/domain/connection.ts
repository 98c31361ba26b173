/** An organisation we read, as it is shown: never its key, sealed or not. */
export interface Connection {
  id: string
  organizationId: string
  name: string
  source: 'analytics' | 'legacy'
  readOnly: boolean
  keyHint: string
  state: 'new' | 'ok' | 'failing'
  lastSyncedAt: Date | null
  /** What failed, as a sentence. */
  failure: string | null
  failingSince: Date | null
}
