import { beforeEach, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { storeFinding } from '@/lib/db/finding-under-test'
import { useDatabase } from '@/lib/db/test-database'
import type { Actor } from '@/lib/domain/viewer'
import { getFinding } from '@/lib/queries/findings'
import { judgeFinding, judgeFindings, undoJudgements } from './findings'

useDatabase({ emptied: ['organizations', 'findings', 'plans', 'audit_entries'] })

const NOW = new Date('2026-11-22T10:30:00Z')
const UNTIL = new Date('2026-12-01T00:00:00Z')
const ada: Actor = systemActor('Ada', 'member')
let id: string

beforeEach(async () => {
  await prisma().organization.create({ data: { id: 'org', name: 'Org', createdAt: NOW } })
  id = await storeFinding()
})

async function read(finding = id, now = NOW) {
  const found = await getFinding(ada, finding, now)
  return (
    found && { ...found, events: found.events.map(({ kind, actorName, note }) => [kind, actorName, note]) }
  )
}

it('calls a plan after its holder, and by its id only once it is gone', async () => {
  const plan = { holderEmail: 'ada@example.com', cycle: 'monthly', currency: 'USD' } as const
  await prisma().plan.create({ data: { ...plan, id: 'p1', startsOn: '2026-10-01', createdAt: NOW } })
  const about = await storeFinding({ subjectType: 'plan', subjectId: 'p1', episode: '2026-11-02' })
  expect(await read(about)).toMatchObject({ subjectName: 'ada@example.com' })
  const unknown = await storeFinding({ subjectType: 'plan', subjectId: 'p2', episode: '2026-11-02' })
  expect(await read(unknown)).toMatchObject({ subjectName: 'p2' })
})

it('acknowledges with a note, audited, and takes it back', async () => {
  const entry = await judgeFinding(ada, id, { state: 'acknowledged', note: 'mine' }, NOW)
  expect(await read()).toMatchObject({
    stands: 'acknowledged',
    note: 'mine',
    events: [['acknowledged', 'Ada', 'mine']],
  })
  expect(await prisma().auditEntry.findFirst()).toMatchObject({
    action: 'finding.judged',
    subjectId: id,
    organizationId: 'org',
    before: { state: 'open', note: null },
    after: { state: 'acknowledged', note: 'mine' },
  })
  expect(await undoJudgements(ada, [entry ?? ''], NOW)).toBe(1)
  expect(await read()).toMatchObject({ stands: 'open', note: null })
  expect((await read())?.events[0]).toEqual(['undone', 'Ada', null])
  await expect(undoJudgements(ada, [entry ?? ''], NOW)).rejects.toMatchObject({ kind: 'conflict' })
})

it('is silent until a day, and then open by itself', async () => {
  await judgeFinding(ada, id, { state: 'expected', until: UNTIL, owner: 'Ada@Example.com' }, NOW)
  expect(await read()).toMatchObject({
    stands: 'expected',
    ownerEmail: 'ada@example.com',
    silentUntil: UNTIL,
  })
  expect(await read(id, UNTIL)).toMatchObject({ stands: 'open' })
  await judgeFinding(ada, id, { state: 'acknowledged' }, UNTIL)
  expect(await read()).toMatchObject({ stands: 'acknowledged', ownerEmail: null, silentUntil: null })
})

it('writes a note beside what holds', async () => {
  await judgeFinding(ada, id, { state: 'snoozed', until: UNTIL }, NOW)
  await judgeFinding(ada, id, { note: 'asked the team' }, NOW)
  expect(await read()).toMatchObject({ stands: 'snoozed', silentUntil: UNTIL, note: 'asked the team' })
  expect((await read())?.events[0]).toEqual(['noted', 'Ada', 'asked the team'])
})

it('changes nothing where it is said again', async () => {
  const change = { state: 'snoozed', until: UNTIL } as const
  expect(await judgeFinding(ada, id, change, NOW)).not.toBeNull()
  expect(await judgeFinding(ada, id, change, NOW)).toBeNull()
  expect(await judgeFinding(ada, id, { ...change, until: new Date('2026-12-02') }, NOW)).not.toBeNull()
  expect(await prisma().auditEntry.count()).toBe(2)
})

it('refuses what cannot be said, and changes nothing', async () => {
  const gone = await storeFinding({ episode: '2026-10-01', state: 'resolved', goneAt: NOW })
  const refusals: [string, Parameters<typeof judgeFinding>[2], string, string][] = [
    [id, { state: 'snoozed' }, 'incomplete', 'until'],
    [id, { state: 'expected', until: UNTIL }, 'incomplete', 'owner'],
    [id, { state: 'acknowledged', until: UNTIL }, 'incomplete', 'until'],
    [id, { state: 'open', until: UNTIL }, 'incomplete', 'until'],
    [id, {}, 'incomplete', 'state'],
    [id, { until: UNTIL, note: 'x' }, 'incomplete', 'state'],
    [gone, { state: 'open' }, 'incomplete', 'state'],
    ['nothing', { state: 'acknowledged' }, 'not_found', 'id'],
  ]
  for (const [finding, change, kind, parameter] of refusals)
    await expect(judgeFinding(ada, finding, change, NOW)).rejects.toMatchObject({ kind, parameter })
  await expect(judgeFinding(systemActor('x', 'viewer'), id, { state: 'resolved' }, NOW)).rejects.toThrow(
    'member',
  )
  expect(await prisma().findingEvent.count()).toBe(0)
  expect(await read()).toMatchObject({ stands: 'open' })
})

it('judges several, says what it could not, and takes back only what nobody touched since', async () => {
  const other = await storeFinding({ episode: '2026-11-01' })
  const gone = await storeFinding({ episode: '2026-10-01', state: 'resolved', goneAt: NOW })
  const { undo, refused } = await judgeFindings(
    ada,
    [id, other, gone],
    { state: 'snoozed', until: UNTIL },
    NOW,
  )
  expect(undo).toHaveLength(2)
  expect(refused).toEqual([expect.stringContaining('cause is gone')])
  await judgeFinding(ada, other, { state: 'resolved' }, NOW)
  expect(await undoJudgements(ada, undo, NOW)).toBe(1)
  expect(await read()).toMatchObject({ stands: 'open', silentUntil: null })
  expect(await read(other)).toMatchObject({ stands: 'resolved' })
})

it('takes back nothing but what was said of a finding', async () => {
  const { id: entry } = await prisma().auditEntry.create({
    data: {
      at: NOW,
      actorKind: 'user',
      actorName: 'x',
      action: 'plan.created',
      subjectType: 'plan',
      subjectId: id,
    },
  })
  await expect(undoJudgements(ada, [entry], NOW)).rejects.toMatchObject({ kind: 'not_found' })
})
