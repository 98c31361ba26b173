import { describe, expect, it, beforeEach } from 'vitest'
import { mintViewer } from '@/lib/auth/mint-viewer'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { transact } from '@/lib/db/transact'
import type { AuditAction } from '@/lib/domain/audit-words'
import { day } from '@/lib/domain/day'
import {
  eachAuditEntry,
  listAuditChoices,
  listAuditEntries,
  nameSubjects,
  type AuditFilter,
} from './audit-entries'

const owner = systemActor('test')
const ada = mintViewer({ kind: 'user', id: 'u1', name: 'Ada', role: 'owner' })
const script = mintViewer({ kind: 'token', id: 't1', name: 'Script', role: 'member' })

useDatabase({ emptied: ['audit_entries', 'plans'] })

const write = (actor: typeof ada, at: string, action: AuditAction, subjectId = '1', subjectType = 'plan') =>
  transact(actor, new Date(at), async (_tx, audit) =>
    audit({ action, subjectType, subjectId, after: { at } }),
  )

beforeEach(async () => {
  await write(ada, '2026-11-20T23:59:59Z', 'plan.created')
  await write(ada, '2026-11-21T00:00:00Z', 'plan.changed')
  await write(script, '2026-11-21T12:00:00Z', 'plan.changed', '2')
  await write(owner, '2026-11-22T00:00:00Z', 'token.created', '9', 'token')
})

const actions = async (filter: AuditFilter) =>
  (await listAuditEntries(owner, filter, { limit: 50 })).rows.map(
    ({ actor, action }) => `${actor.name} ${action}`,
  )

describe('listAuditEntries', () => {
  it('lists the newest first', async () => {
    expect(await actions({})).toEqual([
      'test token.created',
      'Script plan.changed',
      'Ada plan.changed',
      'Ada plan.created',
    ])
  })

  it.each<[AuditFilter, string[]]>([
    [{ actor: 'user:u1' }, ['Ada plan.changed', 'Ada plan.created']],
    [{ actor: 'token:t1' }, ['Script plan.changed']],
    [{ actor: 'system:test' }, ['test token.created']],
    [{ actor: 'user:t1' }, []],
    [{ action: 'plan.changed' }, ['Script plan.changed', 'Ada plan.changed']],
    [{ subject: 'plan' }, ['Script plan.changed', 'Ada plan.changed', 'Ada plan.created']],
    [{ subject: 'plan:2' }, ['Script plan.changed']],
    [{ from: day('2026-11-21'), to: day('2026-11-22') }, ['Script plan.changed', 'Ada plan.changed']],
    [{ subject: 'plan', action: 'plan.changed', actor: 'user:u1' }, ['Ada plan.changed']],
  ])('filters by %j', async (filter, expected) => {
    expect(await actions(filter)).toEqual(expected)
  })

  it('pages without losing or repeating one, also where several have the same instant', async () => {
    for (let i = 0; i < 7; i += 1) await write(ada, '2026-11-22T00:00:00Z', 'plan.changed')
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listAuditEntries(owner, {}, { limit: 3, cursor })
      expect(page.rows.length).toBeLessThanOrEqual(3)
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toHaveLength(11)
    expect(new Set(seen).size).toBe(11)
    const streamed: string[] = []
    for await (const { id } of eachAuditEntry(owner, {})) streamed.push(id)
    expect(streamed).toEqual(seen)
  })

  it.each(['', 'x', 'bm90IGEgY3Vyc29y', 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTAuYQ'])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(listAuditEntries(owner, {}, { limit: 1, cursor })).rejects.toMatchObject({
        kind: 'invalid',
        parameter: 'cursor',
      })
    },
  )

  it('is for admins', async () => {
    await expect(listAuditEntries(script, {}, { limit: 1 })).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(eachAuditEntry(script, {}).next()).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(listAuditChoices(script)).rejects.toMatchObject({ kind: 'forbidden' })
  })
})

it('knows what the log can be filtered by, and the names of what it is about', async () => {
  await expect(listAuditChoices(owner)).resolves.toEqual({
    actors: [
      { value: 'user:u1', name: 'Ada', kind: 'user' },
      { value: 'token:t1', name: 'Script', kind: 'token' },
      { value: 'system:test', name: 'test', kind: 'system' },
    ],
    actions: ['plan.changed', 'plan.created', 'token.created'],
    subjects: ['plan', 'token'],
  })
  await prisma().plan.create({
    data: {
      ...{ id: '2', holderEmail: 'max@example.com', cycle: 'monthly', currency: 'USD' },
      ...{ startsOn: '2026-11-01', createdAt: new Date() },
    },
  })
  const { rows } = await listAuditEntries(owner, {}, { limit: 50 })
  expect([...(await nameSubjects(owner, rows))]).toEqual([['plan:2', 'max@example.com']])
})
