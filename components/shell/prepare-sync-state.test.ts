import { describe, expect, it } from 'vitest'
import { prepareSyncState, type SyncSituation } from './prepare-sync-state'

const now = new Date('2026-11-22T10:00:00Z')
const synced: SyncSituation = {
  connected: 1,
  run: null,
  lastSyncedAt: new Date('2026-11-22T09:56:00Z'),
  failures: [],
  nextSyncAt: new Date('2026-11-22T10:06:00Z'),
}
const failure = {
  organizationName: 'Acme',
  sentence: 'The key was revoked.',
  since: new Date('2026-11-22T08:00:00Z'),
}
const words = (changes: Partial<SyncSituation>) => prepareSyncState({ ...synced, ...changes }, now).words

describe('prepareSyncState', () => {
  it('says how long ago, and when again', () => {
    expect(prepareSyncState(synced, now)).toEqual({
      tone: 'calm',
      words: 'synced 4 minutes ago',
      detail: 'Last up to date on 22 Nov 2026, 09:56 UTC. Next sync in 6 minutes.',
    })
    expect(prepareSyncState({ ...synced, nextSyncAt: null }, now).detail).toContain('only when asked')
  })

  it('says what it is reading', () => {
    const run = { status: 'running', daysDone: 40, daysTotal: 365 }
    expect(words({ run })).toBe('reading day 41 of 365')
    expect(words({ run: { ...run, daysDone: 365 } })).toBe('finishing the sync')
    expect(words({ run: { ...run, daysDone: 0, daysTotal: 0 } })).toBe('sync beginning')
    expect(words({ run: { ...run, status: 'queued' } })).toBe('sync waiting to begin')
  })

  it('says the oldest failure first, also while it is tried again', () => {
    const later = { ...failure, organizationName: 'Later', since: new Date('2026-11-22T09:00:00Z') }
    const state = prepareSyncState({ ...synced, failures: [later, failure] }, now)
    expect(state).toEqual({
      tone: 'failing',
      words: 'failing since 08:00 UTC',
      detail: 'Acme: The key was revoked. Since 22 Nov 2026, 08:00 UTC. And 1 more. Next sync in 6 minutes.',
    })
    const run = { status: 'running', daysDone: 0, daysTotal: 3 }
    expect(words({ failures: [failure], run })).toBe('failing since 08:00 UTC, trying again')
    const yesterday = { ...failure, since: new Date('2026-11-21T23:59:00Z') }
    expect(words({ failures: [yesterday] })).toBe('failing since 21 Nov 2026')
    const there = prepareSyncState({ ...synced, failures: [failure] }, now, 'Asia/Tokyo')
    expect(there.words).toBe('failing since 17:00 UTC+9')
  })

  it('tells nothing connected from nothing synced', () => {
    expect(words({ connected: 0, lastSyncedAt: null })).toBe('no organisation connected')
    expect(words({ lastSyncedAt: null })).toBe('not synced yet')
    expect(prepareSyncState({ ...synced, lastSyncedAt: null }, now).tone).toBe('idle')
  })
})
