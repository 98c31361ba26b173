import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { areGuidesPublic } from '@/lib/queries/public-guides'
import { openGuides } from './public-guides'

useDatabase({ emptied: ['settings', 'audit_entries'] })
const NOW = new Date('2026-11-22T10:30:00Z')
const owner = systemActor('test', 'owner')

it('guides are for people who sign in until an owner says otherwise, audited both ways', async () => {
  expect(await areGuidesPublic(owner)).toBe(false)
  await openGuides(owner, true, NOW)
  expect(await areGuidesPublic(owner)).toBe(true)
  await openGuides(owner, false, NOW)
  expect(await areGuidesPublic(owner)).toBe(false)
  const entries = await prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })
  expect(entries).toMatchObject([
    {
      action: 'setting.changed',
      subjectId: 'public_guides',
      before: { guides_public: false },
      after: { guides_public: true },
    },
    {
      action: 'setting.changed',
      subjectId: 'public_guides',
      before: { guides_public: true },
      after: { guides_public: false },
    },
  ])
})

it('is no admin’s to change, and an odd stored value opens nothing', async () => {
  await expect(async () => openGuides(systemActor('test', 'admin'), true, NOW)).rejects.toThrow('owner')
  await prisma().setting.create({ data: { key: 'public_guides', value: 'yes', changedAt: NOW } })
  expect(await areGuidesPublic(owner)).toBe(false)
})
