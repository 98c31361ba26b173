import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { readOrganization, REVIEW_TABLES, usualSpend } from '@/lib/publish/reviews/reviews-under-test'
import { startJobs, stopJobs } from './schedule'

useDatabase({ emptied: [...REVIEW_TABLES, 'sync_runs'] })

beforeEach(async () => {
  vi.stubEnv('ONEBILL_TEST', '1')
  vi.stubEnv('ONEBILL_NOW', '2026-11-16T06:00:00Z')
  vi.stubEnv('ONEBILL_SYNC_EVERY', '0')
  await readOrganization('a', day('2026-11-16'))
  await usualSpend('a', day('2026-11-16'))
  await pool().query(`update coverage set read_at = '2026-11-16T05:00:00Z' where day = '2026-11-15'`)
  await prisma().connection.updateMany({ data: { lastSyncedAt: new Date('2026-11-16T05:00:00Z') } })
})
afterEach(async () => {
  await stopJobs()
  vi.unstubAllEnvs()
})

it('a start closes the week and the month that are over and read, and nothing else', async () => {
  startJobs()
  while ((await prisma().review.count()) < 2) await delay(20)
  await stopJobs()
  const closed = await prisma().review.findMany({ orderBy: { period: 'asc' } })
  expect(closed.map(({ period, isDemo }) => [period, isDemo])).toEqual([
    ['2026-10', false],
    ['2026-W46', false],
  ])
  const entries = await prisma().auditEntry.findMany({ where: { action: 'review.closed' } })
  expect(entries.map(({ actorKind, actorName }) => [actorKind, actorName])).toEqual([
    ['system', 'reviews'],
    ['system', 'reviews'],
  ])
})
