import type { Connection } from '@/lib/domain/connection'

export interface StateWords {
  label: string
  tone: 'neutral' | 'ok' | 'danger'
}

export function stateWords({ state }: Pick<Connection, 'state'>): StateWords {
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
