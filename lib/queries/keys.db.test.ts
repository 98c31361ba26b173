import fc from 'fast-check'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import { addDays, day, type Day } from '@/lib/domain/day'
import { AUDIT_CARDS } from '@/lib/domain/key-audit'
import { KEY_SORTS } from '@/lib/domain/key-list'
import { sum } from '@/lib/domain/money'
import type { KeySearch } from './key-statement'
import { keySparks, listKeys, sparkName } from './keys'

const TABLES = [
  'organizations',
  'connections',
  'api_keys',
  'members',
  'users',
  'key_assignments',
  'cost_facts',
]
const ALSO = ['usage_facts', 'spend_rollup', 'spend_day_parts', 'coverage']
useDatabase({ emptied: [...TABLES, ...ALSO] })

const NOW = new Date('2026-11-22T10:30:00Z')
const TODAY = day('2026-11-22')
const viewer = systemActor('test', 'viewer')
const SEARCH: KeySearch = {
  range: { from: day('2026-10-24'), to: day('2026-11-23') },
  before: { from: day('2026-09-24'), to: day('2026-10-24') },
  data: 'real',
  sort: { by: 'spend', descending: true },
  limit: 200,
  offset: 0,
}
const ask = (change: Partial<KeySearch> = {}) => listKeys(viewer, { ...SEARCH, ...change }, NOW)
const idsOf = async (change: Partial<KeySearch> = {}) => (await ask(change)).keys.map(({ id }) => id)

async function organization(id: string, { isDemo = false } = {}) {
  const connection = {
    create: { source: 'analytics' as const, sealedKey: '-', keyHint: '-', createdAt: NOW },
  }
  await prisma().organization.create({
    data: { id, name: `Name of ${id}`, createdAt: NOW, isDemo, connection },
  })
}

interface Fact {
  on: Day
  key: string | null
  /** Null: use that nobody has priced. */
  amount: bigint | null
  tokens?: bigint
}

async function use(organizationId: string, facts: readonly Fact[], state = 'synced') {
  for (const { on, key, amount, tokens = 10n } of facts) {
    if (amount !== null)
      await pool().query(
        `insert into cost_facts (organization_id, day, starts_at, api_key_id, model, amount_nano)
         values ($1, $2::date, $2::timestamptz, $3, 'claude-opus-5-5', $4)`,
        [organizationId, on, key, amount],
      )
    await pool().query(
      `insert into usage_facts (organization_id, day, starts_at, api_key_id, model, uncached_input, cache_read,
         cache_write_5m, cache_write_1h, output, web_searches, requests)
       values ($1, $2::date, $2::timestamptz, $3, 'claude-opus-5-5', $4, 0, 0, 0, 0, 0, null)`,
      [organizationId, on, key, tokens],
    )
  }
  const days = [...new Set(facts.map(({ on }) => on))]
  await cover(organizationId, days, state)
  await rebuildRollup(pool(), organizationId, days)
}

async function cover(organizationId: string, days: readonly Day[], state = 'synced') {
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     select $1, unnest($2::date[]), $4::"CoverageState", 'analytics', 'hour', $5, 1, 1, $3
     on conflict (organization_id, day) do update set digest = excluded.digest, state = excluded.state`,
    [organizationId, days, NOW, state, crypto.randomUUID()],
  )
}

/** Every day of so many up to today. */
const lastDays = (count: number) => Array.from({ length: count }, (_, index) => addDays(TODAY, -index))

function key(organizationId: string, id: string, more: Record<string, unknown> = {}) {
  return prisma().apiKey.create({
    data: {
      organizationId,
      id,
      name: `Name of ${id}`,
      status: 'active',
      createdAt: new Date('2026-01-05'),
      ...more,
    },
  })
}

describe('what keys cost', () => {
  it('adds up with Console and the remainder to what was billed, to the nano-dollar, whatever happened', async () => {
    const fact = fc.record({
      on: fc.integer({ min: 0, max: 70 }).map((back) => addDays(TODAY, -back)),
      key: fc.constantFrom(null, 'unattributed', 'k1', 'k2', 'never-listed', "'; drop table"),
      amount: fc.option(fc.bigInt({ min: -5_000_000_000n, max: 9_000_000_000_000n })),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fact, { maxLength: 30 }),
        fc.array(fact, { maxLength: 8 }),
        async (mine, other) => {
          await emptyTables([...TABLES, ...ALSO])
          await organization('a')
          await organization('b')
          await organization('told', { isDemo: true })
          await key('a', 'k1')
          await key('b', 'k1')
          if (mine.length) await use('a', mine)
          if (other.length) await use('b', other)
          await use('told', [{ on: TODAY, key: 'k1', amount: 1n }])
          const { keys, sums } = await ask()
          const inRange = [...mine, ...other].filter(({ on }) => on >= SEARCH.range.from)
          const billed = inRange.reduce((all, { amount }) => all + (amount ?? 0n), 0n)
          expect(sums.billed).toBe(billed)
          expect(sums.keysSpend + sums.withoutKey + sums.unattributed).toBe(billed)
          expect(sum(keys.flatMap(({ spend }) => spend ?? []))).toBe(sums.keysSpend)
          for (const { organizationId, id, spend, total } of keys) {
            const own = (organizationId === 'a' ? mine : other).filter((each) => each.key === id)
            const of = (facts: Fact[]) => facts.reduce((all, { amount }) => all + (amount ?? 0n), 0n)
            if (spend !== null) expect(spend).toBe(of(own.filter(({ on }) => on >= SEARCH.range.from)))
            if (total !== null) expect(total).toBe(of(own))
          }
          expect(keys.some(({ id }) => id === 'unattributed')).toBe(false)
          for (const card of AUDIT_CARDS)
            expect(sums.cards[card]).toBe(keys.filter(({ audit }) => audit.cards.includes(card)).length)
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  it('names what hangs on no key by what it was billed for, and estimates what was split', async () => {
    await organization('a')
    await organization('b')
    await key('a', 'k1')
    await use('b', [{ on: TODAY, key: 'k2', amount: 3n }])
    await use('a', [{ on: addDays(TODAY, -1), key: 'k1', amount: 5n }])
    const cost = (on: Day, costType: string | null, amount: bigint) =>
      pool().query(
        `insert into cost_facts (organization_id, day, starts_at, api_key_id, cost_type, amount_nano)
         values ('a', $1::date, $1::timestamptz, 'unattributed', $2, $3)`,
        [on, costType, amount],
      )
    const [one, other, outside] = [addDays(TODAY, -1), addDays(TODAY, -2), addDays(TODAY, -40)]
    await cost(one, 'code_execution', 7n)
    await cost(other, 'code_execution', 2n)
    await cost(other, 'tokens', 11n)
    await cost(one, null, -11n)
    await cost(outside, 'tokens', 100n)
    await cover('a', [one, other, outside])
    await pool().query(
      `update coverage set source = 'legacy', state = (case when day = $1 then 'partial' else 'synced' end)::"CoverageState"
       where organization_id = 'a'`,
      [other],
    )
    await rebuildRollup(pool(), 'a', [one, other, outside])
    const { keys, sums } = await ask()
    expect(sums).toMatchObject({
      keysSpend: 8n,
      withoutKey: 0n,
      unattributed: 9n,
      billed: 17n,
      hasEstimates: true,
    })
    const remainder = (costType: string | null, isReadAgain: boolean, amount: bigint) => ({
      ...{ costType, isReadAgain, amount },
    })
    expect(sums.remainders).toEqual([
      remainder('tokens', true, 11n),
      remainder('code_execution', false, 7n),
      remainder('code_execution', true, 2n),
      remainder(null, false, -11n),
    ])
    expect(keys.map(({ id, quality }) => [id, quality])).toEqual([
      ['k1', 'estimated'],
      ['k2', 'billed'],
    ])
    const early = { from: outside, to: addDays(outside, 1) }
    expect((await ask({ range: early })).sums.remainders).toEqual([remainder('tokens', false, 100n)])
    const { sums: ofOther } = await ask({ organizationId: 'b' })
    expect([ofOther.remainders, ofOther.hasEstimates]).toEqual([[], false])
  })

  it('tells no amount for use that nobody has priced, and zero where there was none', async () => {
    await organization('a')
    await Promise.all([key('a', 'used'), key('a', 'unused')])
    await use('a', [{ on: TODAY, key: 'used', amount: null }])
    const { keys } = await ask()
    expect(keys.map(({ id, spend, total, quality }) => [id, spend, total, quality])).toEqual([
      ['used', null, null, null],
      ['unused', 0n, 0n, 'billed'],
    ])
  })

  it('is provisional where a day that cost something is not final', async () => {
    await organization('a')
    await use('a', [{ on: addDays(TODAY, -3), key: 'k1', amount: 5n }])
    await use('a', [{ on: TODAY, key: 'k2', amount: 5n }], 'provisional')
    expect((await ask()).keys.map(({ id, quality }) => [id, quality])).toEqual([
      ['k1', 'billed'],
      ['k2', 'provisional'],
    ])
  })

  it('compares with the period before and counts days that nobody has read', async () => {
    await organization('a')
    await use('a', [
      { on: addDays(TODAY, -40), key: 'k1', amount: 7n },
      { on: addDays(TODAY, -1), key: 'k1', amount: 9n },
    ])
    const { keys, sums } = await ask()
    expect(keys).toMatchObject([{ before: 7n, spend: 9n, total: 16n }])
    expect([sums.missingNow, sums.missingBefore]).toEqual([28, 29])
    await cover('a', lastDays(61))
    expect((await ask()).sums).toMatchObject({ missingNow: 0, missingBefore: 0 })
  })

  it('draws thirty days, today the last', async () => {
    await organization('a')
    await use('a', [
      { on: TODAY, key: 'k1', amount: 9n },
      { on: addDays(TODAY, -29), key: 'k1', amount: 4n },
      { on: addDays(TODAY, -30), key: 'k1', amount: 1n },
    ])
    const one = { organizationId: 'a', id: 'k1' }
    const spark = (await keySparks(viewer, [one], 'real', NOW)).get(sparkName(one))
    expect(spark).toHaveLength(30)
    expect([spark?.[0], spark?.[1], spark?.[29]]).toEqual([4n, 0n, 9n])
  })
})

describe('the audit', () => {
  beforeEach(async () => {
    await organization('a')
    await prisma().member.create({
      data: { organizationId: 'a', id: 'user_here', name: 'Ada', email: 'Ada@example.com', role: 'admin' },
    })
    await prisma().member.create({
      data: {
        organizationId: 'a',
        id: 'user_left',
        name: 'Bo',
        email: 'bo@example.com',
        role: 'user',
        goneAt: NOW,
      },
    })
    const by = (id: string | null) => ({ createdByType: 'user', createdById: id })
    await key('a', 'busy', { ...by('user_here'), expiresAt: new Date('2027-01-01') })
    await key('a', 'test-idle', { ...by('user_left'), name: 'test' })
    await key('a', 'over', { ...by('user_here'), expiresAt: NOW })
    await key('a', 'off', { ...by('user_unknown'), status: 'inactive' })
    await key('a', 'gone', { ...by('user_unknown'), goneAt: NOW })
    await key('a', 'nobody', by(null))
    await cover('a', lastDays(100))
    await use('a', [
      { on: TODAY, key: 'busy', amount: 5n },
      { on: addDays(TODAY, -61), key: 'nobody', amount: 6_000_000_000n },
    ])
  })

  it('counts in the database what the rules say', async () => {
    const { keys, sums } = await ask()
    expect(
      Object.fromEntries(keys.map(({ id, audit }) => [id, `${audit.status} ${audit.cards.join(' ')}`])),
    ).toEqual({
      busy: 'active ',
      'test-idle': 'active idle never_expires owner_gone experiment',
      over: 'expired ',
      off: 'inactive ',
      gone: 'gone ',
      nobody: 'active idle never_expires',
    })
    expect(keys.filter(({ audit }) => audit.safeToRemove).map(({ id }) => id)).toEqual(['test-idle'])
    expect(keys.every(({ status, audit }) => status === audit.status)).toBe(true)
    expect(sums.cards).toEqual({ idle: 2, never_expires: 2, owner_gone: 1, experiment: 1 })
    for (const card of AUDIT_CARDS) {
      const ids = keys.filter(({ audit }) => audit.cards.includes(card)).map(({ id }) => id)
      expect((await idsOf({ card })).sort()).toEqual(ids.sort())
    }
  })

  it('calls idle what the team says', async () => {
    expect((await ask()).sums).toMatchObject({ idleDays: 60, cards: { idle: 2 } })
    await prisma().setting.create({ data: { key: 'idle_days', value: 101, changedAt: NOW } })
    onTestFinished(async () => void (await prisma().setting.delete({ where: { key: 'idle_days' } })))
    const { sums, keys } = await ask()
    expect(sums).toMatchObject({ idleDays: 101, cards: { idle: 0 } })
    expect(keys.filter(({ audit }) => audit.cards.includes('idle'))).toEqual([])
  })

  it('says since when nothing was seen, and never that nothing ever was', async () => {
    const [key] = (await ask({ keyId: 'test-idle' })).keys
    expect(key).toMatchObject({ knownSince: addDays(TODAY, -99), lastUsedOn: null })
    expect(key?.audit.rest).toMatchObject({ from: 'first_known_day', since: addDays(TODAY, -99), days: 100 })
    await pool().query('delete from coverage where day = $1', [addDays(TODAY, -30)])
    expect((await ask({ keyId: 'test-idle' })).keys[0]).toMatchObject({ knownSince: addDays(TODAY, -29) })
    expect((await ask()).sums.cards.idle).toBe(0)
  })

  it('follows who it was assigned to from the day it holds', async () => {
    const assign = (effectiveOn: string, ownerEmail: string | null) =>
      prisma().keyAssignment.create({
        data: {
          organizationId: 'a',
          keyId: 'test-idle',
          effectiveOn,
          ownerEmail,
          purpose: 'quiz',
          createdAt: NOW,
        },
      })
    const now = async () => (await ask({ keyId: 'test-idle' })).keys[0]
    expect(await now()).toMatchObject({ owner: 'bo@example.com', isOwnerAssigned: false, ownerGone: true })
    await assign('2026-11-01', 'ada@example.com')
    await assign('2026-11-23', 'later@example.com')
    expect(await now()).toMatchObject({
      owner: 'ada@example.com',
      isOwnerAssigned: true,
      ownerGone: false,
      purpose: 'quiz',
    })
    expect(await idsOf({ owner: 'ADA@example.com', q: 'quiz' })).toEqual(['test-idle'])
    await assign('2026-11-22', 'team-list@example.com')
    expect(await now()).toMatchObject({ owner: 'team-list@example.com', ownerGone: false })
    const person = { email: 'team-list@example.com', name: 'N', role: 'viewer' as const, createdAt: NOW }
    await prisma().user.create({ data: { ...person, disabledAt: NOW } })
    expect(await now()).toMatchObject({ ownerGone: true })
    await prisma().user.update({ where: { email: person.email }, data: { disabledAt: null } })
    expect(await now()).toMatchObject({ ownerGone: false })
  })

  it('filters, and sinks what was not used', async () => {
    expect(await idsOf({ status: 'inactive' })).toEqual(['off'])
    expect(await idsOf({ status: 'gone' })).toEqual(['gone'])
    expect((await idsOf({ owner: 'none' })).sort()).toEqual(['gone', 'nobody', 'off'])
    const { sums: ownerless } = await ask({ owner: 'none' })
    expect(ownerless).toMatchObject({ ownerless: 3, ownerlessSpend: ownerless.matchingSpend })
    for (const by of ['name', 'spend', 'total'] as const)
      for (const descending of [true, false])
        expect((await idsOf({ sort: { by, descending } }))[0]).toBe('busy')
    expect((await ask({ status: 'inactive' })).sums).toMatchObject({ keys: 6, matching: 1, billed: 5n })
  })
})

describe('names that mean harm', () => {
  const HOSTILE = [
    '"><script>alert(1)</script>',
    "Robert'); drop table api_keys;--",
    '=HYPERLINK("x")',
    '🗝️ 👩‍👩‍👧',
    'מפתח ‮abc',
    'x'.repeat(200),
    '100%_\\',
    '  ',
  ]

  it('come back as they are, are found by themselves, and sort in every way', async () => {
    await organization('a')
    for (const [index, name] of HOSTILE.entries()) await key('a', `apikey_${index}`, { name })
    await key('a', 'twin_1', { name: 'twin' })
    await key('a', 'twin_2', { name: 'twin' })
    expect((await ask()).keys.map(({ name }) => name).sort()).toEqual([...HOSTILE, 'twin', 'twin'].sort())
    for (const [index, name] of HOSTILE.entries())
      if (name.trim() !== '') expect(await idsOf({ q: name })).toEqual([`apikey_${index}`])
    expect(await idsOf({ q: 'twin' })).toEqual(['twin_1', 'twin_2'])
    expect(await idsOf({ q: '%' })).toEqual(['apikey_6'])
    for (const by of KEY_SORTS)
      for (const descending of [true, false]) {
        const all = await idsOf({ sort: { by, descending } })
        const paged = [0, 4, 8].map((offset) => idsOf({ sort: { by, descending }, offset, limit: 4 }))
        expect((await Promise.all(paged)).flat()).toEqual(all)
        expect(all).toHaveLength(HOSTILE.length + 2)
      }
  })

  it('page by a position that nothing moves', async () => {
    await organization('a')
    await organization('b')
    for (const id of ['k2', 'k10', 'K1']) await Promise.all([key('a', id), key('b', id)])
    const seen: string[] = []
    let after: KeySearch['after']
    for (let page = 0; page < 4; page += 1) {
      const { keys } = await ask({ sort: null, limit: 2, after })
      seen.push(...keys.map(({ organizationId, id }) => `${organizationId} ${id}`))
      after = keys.at(-1) ?? after
    }
    expect(seen).toEqual(['a K1', 'a k10', 'a k2', 'b K1', 'b k10', 'b k2'])
    expect((await ask({ data: 'demo' })).keys).toEqual([])
    expect(await idsOf({ organizationId: 'b', limit: 10 })).toHaveLength(3)
  })
})
