import { beforeEach, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { storeFinding } from '@/lib/db/finding-under-test'
import { useDatabase } from '@/lib/db/test-database'
import { countFindings, countOpenHigh, listEvaluations, listLearning } from './finding-counts'

useDatabase({ emptied: ['organizations', 'findings', 'finding_learning', 'finding_evaluations'] })

const NOW = new Date('2026-11-22T10:30:00Z')
const viewer = systemActor('test', 'viewer')
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

beforeEach(async () => {
  for (const [id, isDemo] of [
    ['org', false],
    ['told', true],
  ] as const)
    await prisma().organization.create({ data: { id, name: id, isDemo, createdAt: NOW } })
})

it('counts the high ones that stand open, woken ones among them', async () => {
  expect(await countOpenHigh(viewer, 'real', NOW)).toBe(0)
  const days = [
    '2026-11-01',
    '2026-11-02',
    '2026-11-03',
    '2026-11-04',
    '2026-11-05',
    '2026-11-06',
    '2026-11-07',
  ]
  const [open, woken, silent, acknowledged, resolved, medium, gone] = days.map((episode) => ({ episode }))
  await storeFinding(open)
  await storeFinding({ ...woken, state: 'expected', silentUntil: NOW })
  await storeFinding({ ...silent, state: 'snoozed', silentUntil: minutesAgo(-1) })
  await storeFinding({ ...acknowledged, state: 'acknowledged' })
  await storeFinding({ ...resolved, state: 'resolved' })
  await storeFinding({ ...medium, severity: 'medium' })
  await storeFinding({ ...gone, goneAt: NOW })
  await storeFinding({ organizationId: 'told' })
  expect(await countOpenHigh(viewer, 'real', NOW)).toBe(2)
  expect(await countOpenHigh(viewer, 'demo', NOW)).toBe(1)
  expect(await countFindings(viewer, { data: 'real' }, NOW)).toEqual([
    { stands: 'acknowledged', severity: 'high', count: 1 },
    { stands: 'open', severity: 'high', count: 2 },
    { stands: 'open', severity: 'medium', count: 1 },
    { stands: 'resolved', severity: 'high', count: 2 },
    { stands: 'snoozed', severity: 'high', count: 1 },
  ])
  expect(await countFindings(viewer, { data: 'real', organizationId: 'x' }, NOW)).toEqual([])
})

it('tells what is still being learnt, a line for each rule, the furthest first', async () => {
  const one = { organizationId: 'org', rule: 'leaked-key', subjectType: 'key', daysNeeded: 7 }
  await prisma().findingLearning.createMany({
    data: [
      { ...one, subjectId: 'k1', daysKnown: 2, sentence: 'Two of seven days are known.' },
      { ...one, subjectId: 'k2', daysKnown: 5, sentence: 'Five of seven days are known.' },
    ],
  })
  expect(await listLearning(viewer, { data: 'real' })).toEqual([
    {
      ...{ organizationName: 'org', rule: 'leaked-key', subjects: 2, daysKnown: 5, daysNeeded: 7 },
      sentence: 'Five of seven days are known.',
    },
  ])
  expect(await listLearning(viewer, { data: 'demo' })).toEqual([])
})

it('knows an organisation that was never judged, one judged before the last sync, and one that is current', async () => {
  const state = async () => (await listEvaluations(viewer, 'real')).map((one) => one.state)
  expect(await state()).toEqual(['never'])
  await prisma().connection.create({
    data: {
      ...{ id: 'c', organizationId: 'org', source: 'analytics', keyHint: '…', sealedKey: '', state: 'ok' },
      ...{ lastSyncedAt: NOW, createdAt: NOW },
    },
  })
  expect(await state()).toEqual(['never'])
  const until = { untilHour: minutesAgo(120) }
  await prisma().findingEvaluation.create({
    data: { organizationId: 'org', evaluatedAt: minutesAgo(59), ...until },
  })
  expect(await state()).toEqual(['current'])
  await prisma().findingEvaluation.update({
    where: { organizationId: 'org' },
    data: { evaluatedAt: minutesAgo(61) },
  })
  expect(await listEvaluations(viewer, 'real')).toEqual([
    {
      organizationId: 'org',
      organizationName: 'org',
      state: 'behind',
      evaluatedAt: minutesAgo(61),
      ...until,
    },
  ])
})
