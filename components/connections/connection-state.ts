export interface ShownConnection {
  id: string
  organizationId: string
  name: string
  source: 'analytics' | 'legacy'
  readOnly: boolean
  keyHint: string
  state: 'new' | 'ok' | 'failing'
  lastSyncedAt: Date | null
  failure: string | null
  failingSince: Date | null
}

export interface StateWords {
  label: string
  tone: 'neutral' | 'ok' | 'danger'
}

export function stateWords({ state }: Pick<ShownConnection, 'state'>): StateWords {
  if (state === 'failing') return { label: 'Failing', tone: 'danger' }
  if (state === 'new') return { label: 'Not synced yet', tone: 'neutral' }
  return { label: 'Connected', tone: 'ok' }
}

/** When the next try comes, `syncEvery` minutes being the pace and 0 = only when asked. */
export function nextTryWords(syncEvery: number): string {
  if (syncEvery === 0) return 'Onebill syncs only when asked: it tries again with the next sync you start.'
  if (syncEvery === 1) return 'Onebill tries again by itself within a minute.'
  return `Onebill tries again by itself within ${syncEvery} minutes.`
}
