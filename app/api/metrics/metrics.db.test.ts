import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createToken, revokeToken } from '@/lib/commands/tokens'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { GET, POST } from './route'

const now = new Date()
const actor = systemActor('test')

const COVERED = {
  source: 'analytics',
  granularity: 'hour',
  digest: 'x',
  usageRows: 1,
  costRows: 1,
  readAt: now,
} as const

useDatabase({ emptied: ['organizations', 'coverage', 'sync_runs'] })

const ask = (token?: string) =>
  GET(
    new Request('http://localhost/api/metrics', {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    }),
  )

it('takes a token, of any role', async () => {
  const { id, token } = await createToken(actor, { name: 'prometheus', role: 'viewer' }, now)
  expect((await ask()).status).toBe(401)
  expect((await ask(`onebill_${'x'.repeat(43)}`)).status).toBe(401)
  expect((await ask(token)).status).toBe(200)
  expect((await POST(new Request('http://localhost/api/metrics', { method: 'POST' }))).status).toBe(405)
  await revokeToken(actor, id, now)
  expect((await ask(token)).status).toBe(401)
})

it('leaves out a told story, which is never up to date again', async () => {
  const { token } = await createToken(actor, { name: 'prometheus', role: 'viewer' }, now)
  const ofData = (text: string) =>
    text.split('\n').filter((line) => /^onebill_(organization|sync|last_sync|coverage)/.test(line))
  const before = ofData(await (await ask(token)).text())
  const connection = { source: 'analytics', sealedKey: 'x', keyHint: 'x', createdAt: now } as const
  const organizationId = 'org-told'
  await prisma().organization.create({
    data: {
      id: organizationId,
      name: 'Told',
      isDemo: true,
      createdAt: now,
      connection: { create: { ...connection, lastSyncedAt: now } },
    },
  })
  const covered = { ...COVERED, organizationId }
  await prisma().coverage.create({ data: { ...covered, day: new Date('2026-11-01'), state: 'synced' } })
  await prisma().syncRun.create({
    data: { organizationId, requestedBy: 'x', status: 'succeeded', createdAt: now, finishedAt: now },
  })
  expect(ofData(await (await ask(token)).text())).toEqual(before)
})

it('tells what is stored and how the syncs went', async () => {
  const { token } = await createToken(actor, { name: 'prometheus', role: 'viewer' }, now)
  const before = await (await ask(token)).text()
  expect(before).toContain('onebill_sync_runs{status="failed"} 0\n')
  expect(before).not.toContain('onebill_last_sync_run')
  await prisma().organization.create({
    data: {
      id: 'org-a',
      name: 'A',
      createdAt: now,
      connection: {
        create: {
          source: 'analytics',
          sealedKey: 'x',
          keyHint: 'x',
          createdAt: now,
          lastSyncedAt: new Date(5_000),
        },
      },
    },
  })
  const covered = { ...COVERED, organizationId: 'org-a' }
  await prisma().coverage.createMany({
    data: [
      { ...covered, day: new Date('2026-11-01'), state: 'synced' },
      { ...covered, day: new Date('2026-11-02'), state: 'synced' },
      { ...covered, day: new Date('2026-11-05'), state: 'partial' },
    ],
  })
  await prisma().syncRun.createMany({
    data: [
      {
        requestedBy: 'x',
        status: 'succeeded',
        createdAt: new Date(1_000),
        startedAt: new Date(1_000),
        finishedAt: new Date(3_500),
        rows: 12,
        requests: 4,
      },
      { requestedBy: 'x', status: 'running', createdAt: new Date(2_000) },
    ],
  })
  const answer = await ask(token)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await answer.text()).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'onebill_organization_last_sync_timestamp_seconds{organization="org-a"} 5',
      'onebill_organization_sync_failing{organization="org-a",source="analytics"} 0',
      'onebill_sync_runs{status="failed"} 1',
      'onebill_sync_runs{status="succeeded"} 1',
      'onebill_last_sync_run_success 1',
      'onebill_last_sync_run_seconds 2.5',
      'onebill_last_sync_run_rows 12',
      'onebill_coverage_days{organization="org-a",state="synced"} 2',
      'onebill_coverage_days{organization="org-a",state="partial"} 1',
      'onebill_coverage_days{organization="org-a",state="not_synced"} 2',
    ]),
  )
  expect(lines.find((line) => line.startsWith('onebill_database_size_bytes '))).toMatch(/ \d{7,}$/)
})
