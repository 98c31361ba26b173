import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { readIdleDays } from '@/lib/db/stored-idle-days'
import { useDatabase } from '@/lib/db/test-database'
import { setIdleDays } from './idle-days'

useDatabase({ emptied: ['settings', 'audit_entries'] })
const NOW = new Date('2026-11-22T10:30:00Z')

it('is 60 days until an admin says otherwise, audited', async () => {
  expect(await readIdleDays()).toBe(60)
  await setIdleDays(systemActor('test', 'admin'), 30, NOW)
  expect(await readIdleDays()).toBe(30)
  expect(await prisma().auditEntry.findFirst()).toMatchObject({
    action: 'setting.changed',
    before: { days: 60 },
    after: { days: 30 },
  })
})

it('is a whole number of days up to a year, and not a member’s to change', async () => {
  for (const days of [0, -1, 1.5, 366, NaN])
    await expect(async () => setIdleDays(systemActor('test'), days, NOW)).rejects.toMatchObject({
      parameter: 'days',
    })
  await expect(async () => setIdleDays(systemActor('test', 'member'), 30, NOW)).rejects.toThrow('admin')
  await prisma().setting.create({ data: { key: 'idle_days', value: 'soon', changedAt: NOW } })
  expect(await readIdleDays()).toBe(60)
})
