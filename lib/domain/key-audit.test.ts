import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day } from './day'
import {
  auditKey,
  IDLE_DAYS,
  isIdle,
  keyRest,
  type KeyFacts,
  keyStatus,
  looksLikeExperiment,
  SMALL_SPEND,
} from './key-audit'
import { nano, zero } from './money'

const NOW = new Date('2026-11-22T10:30:00Z')
const at = (text: string) => new Date(`${text}T12:00:00Z`)
const KEY: KeyFacts = {
  name: 'billing-service',
  flag: 'active',
  gone: false,
  createdAt: at('2026-03-10'),
  expiresAt: null,
  firstUsedOn: day('2026-04-01'),
  lastUsedOn: day('2026-11-22'),
  knownSince: day('2026-03-03'),
  knownUntil: day('2026-11-22'),
  lifetime: nano(100_000_000_000n),
  ownerGone: false,
}
const audit = (change: Partial<KeyFacts>) => auditKey({ ...KEY, ...change }, NOW)

describe('status', () => {
  it.each([
    ['active', null, false, 'active'],
    ['active', '2026-11-22T10:30:00.001Z', false, 'active'],
    ['active', '2026-11-22T10:30:00Z', false, 'expired'],
    ['inactive', '2026-01-01T00:00:00Z', false, 'expired'],
    ['archived', '2026-01-01T00:00:00Z', false, 'archived'],
    ['expired', null, false, 'expired'],
    ['quarantined', '2026-01-01T00:00:00Z', false, 'quarantined'],
    ['active', null, true, 'gone'],
    [null, null, false, 'gone'],
  ])('%s, expires %s, gone %s: %s', (flag, expires, gone, status) => {
    expect(keyStatus({ flag, gone, expiresAt: expires === null ? null : new Date(expires) }, NOW)).toBe(
      status,
    )
  })
})

describe('rest', () => {
  it('begins the day after the last use', () => {
    expect(keyRest({ ...KEY, lastUsedOn: day('2026-11-12') })).toEqual({
      lastUsedOn: '2026-11-12',
      since: '2026-11-13',
      from: 'use',
      days: 10,
    })
    expect(keyRest(KEY).days).toBe(0)
  })

  it('begins at the first known day, or at creation where that is later', () => {
    const unused = { ...KEY, lastUsedOn: null }
    expect(keyRest(unused)).toMatchObject({ since: '2026-03-10', from: 'creation' })
    expect(keyRest({ ...unused, createdAt: at('2025-01-01') })).toMatchObject({
      since: '2026-03-03',
      from: 'first_known_day',
    })
    expect(keyRest({ ...unused, createdAt: null })).toMatchObject({ from: 'first_known_day' })
  })

  it('counts no day that nobody has read: not before the known stretch, not after it', () => {
    const old = { ...KEY, lastUsedOn: day('2026-01-01'), knownSince: day('2026-11-01'), createdAt: null }
    expect(keyRest(old)).toEqual({
      lastUsedOn: '2026-01-01',
      since: '2026-11-01',
      from: 'first_known_day',
      days: 22,
    })
    expect(keyRest({ ...old, knownUntil: day('2026-11-03') }).days).toBe(3)
    expect(keyRest({ ...old, knownSince: null, knownUntil: null })).toMatchObject({ since: null, days: 0 })
  })

  it('is idle from the sixtieth day on, or the team’s own', () => {
    const rested = (days: number) => ({ ...KEY, lastUsedOn: addDays(day('2026-11-22'), -days) })
    expect(isIdle(rested(IDLE_DAYS - 1))).toBe(false)
    expect(isIdle(rested(IDLE_DAYS))).toBe(true)
    expect(isIdle(rested(14), 14)).toBe(true)
  })

  it('a shorter history never makes a key idle that a longer one would not', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.nat(400), (used, known, later) => {
        const today = day('2026-11-22')
        const lastUsedOn = addDays(today, -used)
        const long = { ...KEY, createdAt: null, lastUsedOn, knownSince: addDays(today, -known - later) }
        const short = { ...long, knownSince: addDays(today, -known) }
        expect(keyRest(short).days).toBeLessThanOrEqual(keyRest(long).days)
      }),
    )
  })
})

describe('experiments', () => {
  const small = { lifetime: nano(1n), firstUsedOn: null, lastUsedOn: null }
  it.each(['test', 'Test-2', 'my_poc', 'zapier-test', 'intern-sandbox', 'demo day', 'TMP3'])(
    '%s is named like one',
    (name) => expect(looksLikeExperiment({ ...small, name })).toBe(true),
  )
  it.each(['latest', 'contest-judge', 'template-writer', 'barcode', 'internal', 'attempt', '', '試験'])(
    '%s is not',
    (name) => expect(looksLikeExperiment({ ...small, name })).toBe(false),
  )
  it('is neither dear nor long', () => {
    const used = { firstUsedOn: day('2026-10-01'), lastUsedOn: day('2026-10-31') }
    expect(looksLikeExperiment({ ...small, ...used, name: 'test' })).toBe(true)
    expect(looksLikeExperiment({ ...small, ...used, lastUsedOn: day('2026-11-01'), name: 'test' })).toBe(
      false,
    )
    expect(looksLikeExperiment({ ...small, name: 'test', lifetime: nano(SMALL_SPEND + 1n) })).toBe(false)
  })
})

describe('audit', () => {
  it('counts only what Anthropic would still accept', () => {
    const all = { name: 'test', lastUsedOn: null, firstUsedOn: null, lifetime: zero, ownerGone: true }
    expect(audit(all).cards).toEqual(['idle', 'never_expires', 'owner_gone', 'experiment'])
    for (const flag of ['inactive', 'archived', null])
      expect(audit({ ...all, flag })).toMatchObject({ cards: [], safeToRemove: false })
  })

  it('calls safe to remove what is idle and cost little, not one of the two', () => {
    const idle = { lastUsedOn: day('2026-05-01') }
    expect(audit({ ...idle, lifetime: SMALL_SPEND }).safeToRemove).toBe(true)
    expect(audit({ ...idle, lifetime: nano(SMALL_SPEND + 1n) }).safeToRemove).toBe(false)
    expect(audit({ lifetime: zero }).safeToRemove).toBe(false)
  })
})
