import { describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { CUT_OFF_MS, recordKeyIntent } from '@/lib/commands/key-actions'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import type { Role } from '@/lib/domain/viewer'
import { NOW, simulate } from '@/lib/simulator/simulator-under-test'
import type { FaultAction } from '@/lib/simulator/faults'
import type { Simulator } from '@/lib/simulator/start-simulator'
import { truthTotal } from '@/lib/simulator/world'
import {
  actOnKey,
  type ActSettings,
  lookAtKey,
  previewKeyChange,
  previewKeyChanges,
  undoKeyAction,
} from './act-on-key'
import { settleKey } from './settle-key-actions'
import { connectSimulator, sync, SYNC_TABLES } from './sync-under-test'

useDatabase({ emptied: [...SYNC_TABLES, 'key_actions', 'key_events', 'audit_entries'] })

const admin = systemActor('Ada', 'admin')
const INACTIVE = { field: 'status', wanted: 'inactive' } as const
const ACTIVE = { field: 'status', wanted: 'active' } as const
const ARCHIVED = { field: 'status', wanted: 'archived' } as const

/** A connected organisation that may be changed, its directory stored, and one active key of it. */
async function connected({ readOnly = false } = {}) {
  const simulator = await simulate({ story: 'forgotten-key' })
  await connectSimulator(simulator)
  const { organizationId } = simulator
  await prisma().connection.update({ where: { organizationId }, data: { readOnly } })
  await prisma().apiKey.createMany({
    data: simulator.world().apiKeys.map(({ id, name, status, created_at, expires_at }) => ({
      ...{ organizationId, id, name, status: isOver(expires_at) ? 'expired' : status },
      createdAt: new Date(created_at),
    })),
  })
  let now = NOW
  const settings: ActSettings = {
    clock: () => now,
    baseUrl: simulator.url,
    writeMs: 2_500,
    readBackMs: 2_500,
  }
  const idOf = (name: string) => simulator.world().apiKeys.find((key) => key.name === name)?.id ?? ''
  const keyId = idOf('experiment-march')
  const key = { organizationId, keyId }
  return {
    ...{ simulator, settings, idOf, key },
    later: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds)
    },
    act: (change: Parameters<typeof actOnKey>[1]['change'], reason = 'not used any more', actor = admin) =>
      actOnKey(actor, { ...key, change, reason }, settings),
    upstream: (id = keyId) => simulator.world().apiKeys.find((one) => one.id === id),
    stored: (id = keyId) => prisma().apiKey.findFirstOrThrow({ where: { id } }),
    connection: () => prisma().connection.findUniqueOrThrow({ where: { organizationId } }),
  }
}

const isOver = (expiresAt: string | null) => expiresAt !== null && new Date(expiresAt) <= NOW
const actions = () => prisma().keyAction.findMany({ orderBy: { id: 'asc' } })
const audited = async () =>
  (await prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })).map((entry) => [
    entry.action,
    entry.before,
    entry.after,
  ])
const writes = (simulator: Simulator) =>
  simulator.requests.all().filter(({ method }) => method === 'POST').length

describe('a change', () => {
  it('is intended, made, read back and recorded, and so is taking it back', async () => {
    const { simulator, settings, act, upstream, stored, key } = await connected()
    const done = await act(INACTIVE)
    expect(done).toMatchObject({
      ...key,
      state: 'confirmed',
      status: 'inactive',
      failure: null,
      canUndo: true,
    })
    expect(upstream()?.status).toBe('inactive')
    expect(await stored()).toMatchObject({ status: 'inactive' })
    expect(simulator.requests.all().map(({ method }) => method)).toEqual(['POST', 'GET'])

    const undone = await undoKeyAction(admin, done.actionId, settings)
    expect(undone).toMatchObject({ state: 'confirmed', status: 'active' })
    expect([upstream()?.status, (await stored()).status]).toEqual(['active', 'active'])
    await expect(undoKeyAction(admin, done.actionId, settings)).rejects.toMatchObject({ kind: 'conflict' })

    expect(await actions()).toMatchObject([
      {
        field: 'status',
        before: 'active',
        wanted: 'inactive',
        found: 'inactive',
        state: 'confirmed',
        actorName: 'Ada',
      },
      {
        before: 'inactive',
        wanted: 'active',
        undoOf: done.actionId,
        reason: 'Taking back: not used any more',
      },
    ])
    expect(await prisma().keyEvent.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { kind: 'status', before: 'active', after: 'inactive' },
      { kind: 'status', before: 'inactive', after: 'active' },
    ])
    expect(await audited()).toEqual([
      ['key.change_intended', { status: 'active' }, { status: 'inactive', reason: 'not used any more' }],
      ['key.change_confirmed', { status: 'active' }, { status: 'inactive' }],
      [
        'key.change_intended',
        { status: 'inactive' },
        { status: 'active', reason: 'Taking back: not used any more', undo_of: done.actionId },
      ],
      ['key.change_confirmed', { status: 'inactive' }, { status: 'active' }],
    ])
    expect(await prisma().auditEntry.count({ where: { id: done.auditId, actorName: 'Ada' } })).toBe(1)
  })

  it('can be a name, with anything in it', async () => {
    const { settings, act, upstream, stored } = await connected()
    const name = '=1+1 “<b>” \u202eשלום 🗝'
    const done = await act({ field: 'name', wanted: name })
    expect(done).toMatchObject({ state: 'confirmed', name, status: 'active' })
    expect([upstream()?.name, (await stored()).name]).toEqual([name, name])
    await undoKeyAction(admin, done.actionId, settings)
    expect(upstream()?.name).toBe('experiment-march')
  })

  it('that archives is final', async () => {
    const { simulator, settings, act, upstream } = await connected()
    const done = await act(ARCHIVED)
    expect(done).toMatchObject({ state: 'confirmed', status: 'archived', canUndo: false })
    await expect(undoKeyAction(admin, done.actionId, settings)).rejects.toThrow(/Archiving is final/)
    const before = writes(simulator)
    await expect(act(ACTIVE)).rejects.toThrow(/archived, and that is final/)
    expect([upstream()?.status, writes(simulator)]).toEqual(['archived', before])
  })

  it('to what the key is already ends as the first did', async () => {
    const { settings, act } = await connected()
    await act(INACTIVE)
    const again = await act(INACTIVE)
    expect(again).toMatchObject({ state: 'confirmed', status: 'inactive', canUndo: false })
    await expect(undoKeyAction(admin, again.actionId, settings)).rejects.toMatchObject({ kind: 'conflict' })
  })
})

describe('nothing is sent and nothing recorded', () => {
  it.each<Role>(['viewer', 'member'])('for a %s', async (role) => {
    const { simulator, settings, act, key } = await connected()
    const actor = systemActor('Mo', role)
    await expect(act(INACTIVE, 'why not', actor)).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(undoKeyAction(actor, 'x', settings)).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(previewKeyChange(actor, { ...key, change: INACTIVE }, NOW)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    await expect(previewKeyChanges(actor, { keys: [key], change: INACTIVE }, NOW)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    expect([simulator.requests.count(), (await actions()).length, (await audited()).length]).toEqual([
      0, 0, 0,
    ])
  })

  it('through a read-only connection, which says how to switch', async () => {
    const { simulator, act, upstream, key } = await connected({ readOnly: true })
    const refusal = {
      kind: 'forbidden',
      message: expect.stringMatching(/read-only.*Settings → Connections.*Console/) as string,
    }
    await expect(act(INACTIVE)).rejects.toMatchObject(refusal)
    expect(await previewKeyChange(admin, { ...key, change: INACTIVE }, NOW)).toMatchObject({
      obstacle: refusal.message,
    })
    expect([upstream()?.status, simulator.requests.count(), (await audited()).length]).toEqual([
      'active',
      0,
      0,
    ])
  })

  it('without a reason, for a told story, a lost connection, and keys that are gone, unknown or expired', async () => {
    const { simulator, act, key, idOf, settings } = await connected()
    await expect(act(INACTIVE, ' \n')).rejects.toMatchObject({ kind: 'incomplete', parameter: 'reason' })
    const other = (keyId: string) => actOnKey(admin, { ...key, keyId, change: ACTIVE, reason: 'x' }, settings)
    await expect(other('apikey_none')).rejects.toMatchObject({ kind: 'not_found' })
    await expect(other(idOf('workshop'))).rejects.toThrow(/has expired/)
    await prisma().apiKey.updateMany({ where: { id: key.keyId }, data: { goneAt: NOW } })
    await expect(act(INACTIVE)).rejects.toThrow(/no longer lists/)
    await prisma().organization.updateMany({ data: { isDemo: true } })
    await expect(act(INACTIVE)).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringMatching(/told story/) as string,
    })
    await prisma().organization.updateMany({ data: { isDemo: false } })
    await prisma().connection.deleteMany()
    await expect(act(INACTIVE)).rejects.toThrow(/not connected any more/)
    expect([simulator.requests.count(), (await actions()).length, (await audited()).length]).toEqual([
      0, 0, 0,
    ])
  })

  it('by a dry run, which says what was used and what stopping saves', async () => {
    const { simulator, settings, key } = await connected()
    await sync(simulator)
    simulator.requests.clear()
    await prisma().auditEntry.deleteMany()
    const preview = await previewKeyChange(admin, { ...key, change: INACTIVE }, NOW)
    const spentBetween = (from: string, to: string) =>
      truthTotal(
        simulator.world(),
        { from, to, asOf: simulator.dataRefreshedAt() },
        (fact) => fact.apiKeyId === key.keyId,
      ).amount
    expect(preview).toMatchObject({ ...key, name: 'experiment-march', status: 'active', obstacle: null })
    expect(preview.used7d.spend).toBe(spentBetween('2026-11-16', '2026-11-23'))
    expect(preview.used30d.spend).toBe(spentBetween('2026-10-24', '2026-11-23'))
    expect(preview.used30d.spend).toBeGreaterThan(0n)
    expect(preview.used30d.models.reduce((sum, { spend }) => sum + (spend ?? 0n), 0n)).toBe(
      preview.used30d.spend,
    )
    const { rows } = await pool().query<{ day: string }>(
      `select day from coverage where state = 'synced' and day >= '2026-10-23'`,
    )
    const closed = new Set(rows.map(({ day }) => day))
    const inClosed = [...closed].reduce((sum, day) => sum + spentBetween(day, nextDay(day)), 0n)
    expect(closed.size).toBeGreaterThan(25)
    const off = (preview.savesMonthly ?? -1n) * BigInt(closed.size) - inClosed * 30n
    expect((off < 0n ? -off : off) * 2n).toBeLessThanOrEqual(BigInt(closed.size))
    expect([simulator.requests.count(), (await actions()).length, (await audited()).length]).toEqual([
      0, 0, 0,
    ])

    await actOnKey(admin, { ...key, change: INACTIVE, reason: 'x' }, settings)
    expect(await actions()).toMatchObject([{ savesMonthlyNano: preview.savesMonthly }])
  })
})

const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

describe('Anthropic failing', () => {
  const always = (action: FaultAction, method: string) => ({ action, method, times: null })

  it('before the change took effect leaves it unknown, with the last known status', async () => {
    const { simulator, act, stored } = await connected()
    simulator.faults.add(always({ kind: 'status', status: 500 }, 'POST'))
    const outcome = await act(INACTIVE)
    expect(outcome).toMatchObject({ state: 'unconfirmed', status: 'active', canUndo: false })
    expect(outcome.failure).toMatch(/problem of its own \(500\).*still “active”/)
    expect((await stored()).status).toBe('active')
    expect(await actions()).toMatchObject([{ state: 'unconfirmed', found: 'active' }])
    expect((await audited()).map(([action]) => action)).toEqual([
      'key.change_intended',
      'key.change_unconfirmed',
    ])
  })

  it.each<FaultAction>([{ kind: 'status', status: 500, after: true }, { kind: 'cut-body' }])(
    'after it took effect ($kind) is confirmed by reading back',
    async (action) => {
      const { simulator, act, stored } = await connected()
      simulator.faults.add(always(action, 'POST'))
      expect(await act(INACTIVE)).toMatchObject({ state: 'confirmed', status: 'inactive' })
      expect((await stored()).status).toBe('inactive')
    },
  )

  it('altogether leaves it unknown until it answers again; then the next sync settles it', async () => {
    const { simulator, act, stored, later } = await connected()
    simulator.faults.add(
      always({ kind: 'status', status: 500, after: true }, 'POST'),
      always({ kind: 'cut-before-answer' }, 'GET'),
    )
    expect(await act(INACTIVE)).toMatchObject({ state: 'unconfirmed', status: 'active' })
    expect((await stored()).status).toBe('active')
    simulator.faults.clear()
    later(1000)
    await sync(simulator)
    expect(await actions()).toMatchObject([{ state: 'confirmed', found: 'inactive' }])
    expect((await stored()).status).toBe('inactive')
    expect(
      (await audited()).filter(([action]) => String(action).startsWith('key.')).map(([action]) => action),
    ).toEqual(['key.change_intended', 'key.change_unconfirmed', 'key.change_confirmed'])
  })

  it('with a refusal changes nothing and says why', async () => {
    const { simulator, settings, act, stored } = await connected()
    const { actionId } = await act(INACTIVE)
    simulator.faults.add(
      always({ kind: 'status', status: 400, errorCode: 'org_api_key_limit_exceeded' }, 'POST'),
    )
    const outcome = await undoKeyAction(admin, actionId, settings)
    expect(outcome).toMatchObject({ state: 'refused', status: 'inactive', canUndo: false })
    expect(outcome.failure).toMatch(/as many active keys as it may have/)
    expect((await stored()).status).toBe('inactive')
    simulator.faults.clear()
    expect(await undoKeyAction(admin, actionId, settings)).toMatchObject({
      state: 'confirmed',
      status: 'active',
    })
  })

  it('slowly leaves it unknown in time; that it arrived later is found when somebody looks', async () => {
    const { simulator, settings, act, stored, upstream, key, later } = await connected()
    simulator.faults.add({ action: { kind: 'slow', delayMs: 600 }, method: 'POST' })
    const outcome = await actOnKey(
      admin,
      { ...key, change: INACTIVE, reason: 'x' },
      { ...settings, writeMs: 150 },
    )
    expect(outcome).toMatchObject({ state: 'unconfirmed', status: 'active' })
    expect(outcome.failure).toMatch(/did not answer within 1 seconds?.*may yet arrive/)
    await expect.poll(() => upstream()?.status, { interval: 10, timeout: 5000 }).toBe('inactive')
    later(1000)
    await lookAtKey(admin, key, settings)
    expect(await actions()).toMatchObject([{ state: 'confirmed', found: 'inactive' }])
    expect((await stored()).status).toBe('inactive')
    await expect(act(ACTIVE)).resolves.toMatchObject({ state: 'confirmed', status: 'active' })
  })

  it('is not taken for a refusal before the change had its time', async () => {
    const { simulator, settings, act, key, connection, later } = await connected()
    simulator.faults.add(always({ kind: 'status', status: 500 }, 'POST'))
    await act(INACTIVE)
    simulator.faults.clear()
    await settleKey(await connection(), key.keyId, settings)
    expect(await actions()).toMatchObject([{ state: 'unconfirmed' }])
    later(CUT_OFF_MS)
    await settleKey(await connection(), key.keyId, settings)
    expect(await actions()).toMatchObject([{ state: 'refused', found: 'active' }])
  })
})

describe('a change that was cut off', () => {
  const intend = (key: { organizationId: string; keyId: string }) =>
    recordKeyIntent(admin, { ...key, change: INACTIVE, reason: 'x', undoOf: null, savesMonthly: null }, NOW)

  it('holds the key for a minute, then is settled by the next sync', async () => {
    const { simulator, act, key, later } = await connected()
    await intend(key)
    await expect(act(ARCHIVED)).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(/Ada is changing/) as string,
    })
    simulator.setClock(() => new Date(NOW.getTime() + CUT_OFF_MS))
    later(CUT_OFF_MS)
    await sync(simulator)
    expect(await actions()).toMatchObject([{ state: 'refused', found: 'active' }])
    expect((await actions())[0]?.failure).toMatch(/stopped before it knew.*the change was not made/)
    expect(await act(ARCHIVED)).toMatchObject({ state: 'confirmed' })
  })

  it('after Anthropic did it is confirmed before the next change', async () => {
    const { simulator, act, key, later } = await connected()
    await intend(key)
    simulator.mutate((world) => ({
      ...world,
      apiKeys: world.apiKeys.map((one) =>
        one.id === key.keyId ? { ...one, status: 'inactive' as const } : one,
      ),
    }))
    later(CUT_OFF_MS)
    expect(await act(ACTIVE)).toMatchObject({ state: 'confirmed', status: 'active' })
    expect(await actions()).toMatchObject([
      { wanted: 'inactive', state: 'confirmed' },
      { before: 'inactive', wanted: 'active', state: 'confirmed' },
    ])
  })
})

it('two people at once: one changes it, the other is told', async () => {
  const { simulator, act } = await connected()
  simulator.faults.add({ action: { kind: 'slow', delayMs: 200 }, method: 'POST' })
  const outcomes = await Promise.allSettled([
    act(INACTIVE, 'one'),
    act(ARCHIVED, 'two', systemActor('Bo', 'admin')),
    act(INACTIVE, 'three', systemActor('Cy', 'owner')),
  ])
  const [refused, done] = [
    outcomes.filter(({ status }) => status === 'rejected'),
    outcomes.filter(({ status }) => status === 'fulfilled'),
  ]
  expect([done.length, refused.length, writes(simulator), (await actions()).length]).toEqual([1, 2, 1, 1])
  for (const outcome of refused) expect(outcome).toMatchObject({ reason: { kind: 'conflict' } })
})

it('several keys are looked at together: each with its use, its numbers and what stands in the way', async () => {
  const simulator = await simulate({ story: 'forgotten-key' })
  await connectSimulator(simulator)
  await sync(simulator)
  const { organizationId } = simulator
  const stored = await prisma().apiKey.findMany({ where: { organizationId }, orderBy: { id: 'asc' } })
  const keys = stored.map(({ id: keyId }) => ({ organizationId, keyId }))
  const previews = await previewKeyChanges(admin, { keys, change: INACTIVE }, NOW)
  expect(previews.map(({ keyId }) => keyId)).toEqual(stored.map(({ id }) => id))
  for (const [index, preview] of previews.slice(0, 3).entries()) {
    const alone = await previewKeyChange(admin, { ...keys[index]!, change: INACTIVE }, NOW)
    expect(alone).toEqual(preview)
    for (const use of [preview.used7d, preview.used30d])
      for (const parts of [use.models, use.products])
        expect(parts.reduce((total, { tokens }) => total + tokens, 0n)).toBe(use.tokens)
  }
  expect(previews.every(({ obstacle }) => obstacle !== null)).toBe(true)
  expect(previews.every(({ used30d }) => used30d.people.length === 0)).toBe(true)

  const used = previews.find(({ used30d }) => used30d.tokens > 0n)!
  await prisma().usageActor.create({
    data: { organizationId, id: 'user_a', type: 'user_actor', name: 'Ada' },
  })
  await pool().query(`update person_spend set actor_id = 'user_a' where api_key_id = $1`, [used.keyId])
  const told = await previewKeyChange(admin, { ...used, change: INACTIVE }, NOW)
  const [ada, ...others] = told.used30d.people
  expect([ada?.person, others]).toEqual(['Ada', []])
  expect(ada!.tokens).toBeGreaterThan(0n)
  expect(ada!.tokens).toBeLessThanOrEqual(used.used30d.tokens) // who it was is told of final days only
  const withUnknown = [{ organizationId, keyId: 'none' }, keys[0]!]
  expect(await previewKeyChanges(admin, { keys: withUnknown, change: INACTIVE }, NOW)).toMatchObject([
    { keyId: 'none', name: 'none', obstacle: 'There is no such key.' },
    { keyId: keys[0]!.keyId },
  ])
  await expect(previewKeyChange(admin, { ...withUnknown[0]!, change: INACTIVE }, NOW)).rejects.toMatchObject({
    kind: 'not_found',
  })
  const many = Array.from({ length: 201 }, () => keys[0]!)
  await expect(previewKeyChanges(admin, { keys: many, change: INACTIVE }, NOW)).rejects.toMatchObject({
    kind: 'incomplete',
  })
})

describe('the directory pass', () => {
  it('notes what changed at Anthropic, and nothing at first', async () => {
    const simulator = await simulate({ story: 'forgotten-key' })
    await connectSimulator(simulator)
    await sync(simulator)
    expect(await prisma().keyEvent.count()).toBe(0)
    const [first, second, third] = simulator.world().apiKeys
    simulator.mutate((world) => ({
      ...world,
      apiKeys: [
        ...world.apiKeys.slice(2),
        { ...world.apiKeys[0]!, status: 'inactive' as const, name: 'renamed' },
        { ...world.apiKeys[1]!, id: 'apikey_new' },
      ],
    }))
    await sync(simulator)
    await sync(simulator)
    const events = await prisma().keyEvent.findMany({
      select: { keyId: true, kind: true, before: true, after: true },
    })
    expect(new Set(events)).toEqual(
      new Set([
        { keyId: first?.id, kind: 'status', before: first?.status, after: 'inactive' },
        { keyId: first?.id, kind: 'name', before: first?.name, after: 'renamed' },
        { keyId: second?.id, kind: 'gone', before: second?.status, after: null },
        { keyId: 'apikey_new', kind: 'appeared', before: null, after: second?.status },
      ]),
    )
    expect(events).toHaveLength(4)
    expect(events.some(({ keyId }) => keyId === third?.id)).toBe(false)
  })

  it('does not take a change back that was confirmed after its list was read', async () => {
    const { simulator, key, stored, settings } = await connected()
    let acted = false
    const fetchAndAct: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!acted && String(input instanceof Request ? input.url : input).includes('/api_keys?')) {
        acted = true
        const clock = () => new Date(NOW.getTime() + 5)
        await actOnKey(admin, { ...key, change: INACTIVE, reason: 'x' }, { ...settings, clock })
      }
      return response
    }
    await sync(simulator, { fetch: fetchAndAct })
    expect(acted).toBe(true)
    expect((await stored()).status).toBe('inactive')
    expect(await prisma().keyEvent.findMany({ where: { keyId: key.keyId, kind: 'status' } })).toMatchObject([
      { after: 'inactive' },
    ])
  })
})
