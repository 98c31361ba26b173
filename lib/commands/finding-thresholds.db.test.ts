import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { readChosenThresholds, readThresholds } from '@/lib/db/finding-thresholds'
import { useDatabase } from '@/lib/db/test-database'
import { DEFAULT_THRESHOLDS } from '@/lib/domain/findings/thresholds'
import { nano } from '@/lib/domain/money'
import { setThresholds } from './finding-thresholds'

useDatabase({ emptied: ['settings', 'audit_entries'] })
const NOW = new Date('2026-11-22T10:30:00Z')
const admin = systemActor('test', 'admin')

it('are the defaults until an admin says otherwise, rule by rule, audited', async () => {
  expect(await readThresholds()).toEqual(DEFAULT_THRESHOLDS)
  await setThresholds(admin, 'leaked-key', { hourlyCost: '12.5', dormantDays: '30' }, NOW)
  await setThresholds(admin, 'agent-loop', { hourlyCost: '7' }, NOW)
  expect(await readChosenThresholds()).toEqual({
    'leaked-key.hourlyCost': '12.5',
    'agent-loop.hourlyCost': '7',
  })
  expect((await readThresholds())['leaked-key'].hourlyCost).toBe(nano(12_500_000_000n))
  expect(await prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { action: 'setting.changed', before: {}, after: { 'leaked-key.hourlyCost': '12.5' } },
    { after: { 'leaked-key.hourlyCost': '12.5', 'agent-loop.hourlyCost': '7' } },
  ])
  await setThresholds(admin, 'leaked-key', {}, NOW)
  expect(await readChosenThresholds()).toEqual({ 'agent-loop.hourlyCost': '7' })
})

it('refuses what is no value, and members', async () => {
  for (const [name, text] of [
    ['hourlyCost', '-1'],
    ['hourlyCost', 'much'],
    ['dormantDays', '6'],
    ['dormantDays', '7.5'],
  ] as const)
    await expect(setThresholds(admin, 'leaked-key', { [name]: text }, NOW)).rejects.toMatchObject({
      kind: 'invalid',
      parameter: name,
    })
  await expect(setThresholds(systemActor('x', 'member'), 'leaked-key', {}, NOW)).rejects.toThrow('admin')
  expect(await prisma().setting.count()).toBe(0)
})

it('lets a bad stored value cost itself alone', async () => {
  const value = { 'leaked-key.hourlyCost': 'soon', 'leaked-key.dormantDays': 60 }
  await prisma().setting.create({ data: { key: 'finding_thresholds', value, changedAt: NOW } })
  expect((await readThresholds())['leaked-key']).toEqual({
    ...DEFAULT_THRESHOLDS['leaked-key'],
    dormantDays: 60,
  })
})
