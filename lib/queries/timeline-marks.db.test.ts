import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { addNote, bringBackNote, deleteNote, editNote, type NoteInput } from '@/lib/commands/timeline-notes'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { MARK_KINDS, type MarkKind } from '@/lib/domain/timeline-mark'
import { listTimelineMarks } from './timeline-marks'

useDatabase({
  emptied: [
    ...['organizations', 'timeline_notes', 'findings', 'budgets', 'key_events', 'key_actions', 'plans'],
    ...['model_prices', 'audit_entries'],
  ],
})

const NOW = new Date('2026-11-22T10:30:00Z')
const member = systemActor('Grace', 'member')
const range = { from: day('2026-11-01'), to: day('2026-11-23') }

const note = (change: Partial<NoteInput> = {}): NoteInput => {
  const first = change.day ?? day('2026-11-18')
  return { text: 'x', day: first, untilDay: first, organizationId: null, keyId: null, ...change }
}
const write = (change: Partial<NoteInput> = {}, isDemo = false) =>
  addNote(member, note(change), { isDemo }, NOW)
const marks = (kinds: readonly MarkKind[], more: Partial<Parameters<typeof listTimelineMarks>[1]> = {}) =>
  listTimelineMarks(member, { range, filters: {}, kinds, ...more })
const texts = async (...asked: Parameters<typeof marks>) => (await marks(...asked)).map(({ text }) => text)

beforeEach(async () => {
  for (const [id, isDemo] of [
    ['org', false],
    ['other', false],
    ['told', true],
  ] as const)
    await prisma().organization.create({ data: { id, name: id, createdAt: NOW, isDemo } })
  await prisma().apiKey.createMany({
    data: [
      {
        ...{ organizationId: 'org', id: 'k1', name: 'ci-build', status: 'active', workspaceId: 'ws' },
        createdAt: new Date('2026-11-05T14:20:00Z'),
      },
      { organizationId: 'other', id: 'k2', name: 'web', status: 'active', createdAt: new Date('2026-09-01') },
      { organizationId: 'told', id: 't1', name: 'told', status: 'active', createdAt: new Date('2026-11-05') },
    ],
  })
})

describe('notes of people', () => {
  it('stand on the days they speak of, the newest first, and on their own timeline alone', async () => {
    await write({ text: 'before', day: day('2026-10-31') })
    await write({ text: 'into it', day: day('2026-10-30'), untilDay: day('2026-11-01') })
    await write({ text: 'last', day: day('2026-11-22') })
    await write({ text: 'after', day: day('2026-11-23') })
    await write({ text: 'of the story', day: day('2026-11-10') }, true)
    expect(await texts(['note'])).toEqual(['last', 'into it'])
    expect(await texts(['note'], { data: 'demo' })).toEqual(['of the story'])
    expect(await texts(['key', 'plan'])).not.toContain('last')
    expect(await marks([])).toEqual([])
  })

  it('follow the filters they have a place in', async () => {
    await write({ text: 'everything', day: day('2026-11-03') })
    await write({ text: 'org', organizationId: 'org', day: day('2026-11-02') })
    await write({ text: 'k1', keyId: 'k1', day: day('2026-11-01') })
    expect(await texts(['note'], { filters: { organization: ['other'] } })).toEqual(['everything'])
    expect(await texts(['note'], { filters: { workspace: ['ws'] } })).toEqual(['everything', 'org', 'k1'])
    expect(await texts(['note'], { filters: { key: ['k2'] } })).toEqual(['everything', 'org'])
    const [last] = (await marks(['note'])).slice(-1)
    expect(last).toMatchObject({
      keyName: 'ci-build',
      who: 'Grace',
      href: '/keys/org/k1',
      about: { key: 'k1', organization: 'org' },
    })
  })

  it('are edited, deleted and brought back, all of it audited', async () => {
    const { id } = await write({ text: ' first ' })
    await editNote(member, id, { text: 'second', untilDay: day('2026-11-20') }, NOW)
    expect(await marks(['note'])).toMatchObject([
      { text: 'second', day: '2026-11-18', untilDay: '2026-11-20', note: { id } },
    ])
    await deleteNote(member, id, NOW)
    expect(await marks(['note'])).toEqual([])
    await expect(deleteNote(member, id, NOW)).rejects.toMatchObject({ kind: 'not_found' })
    await expect(editNote(member, id, { text: 'x' }, NOW)).rejects.toMatchObject({ kind: 'not_found' })
    await bringBackNote(member, id, NOW)
    await expect(bringBackNote(member, id, NOW)).rejects.toMatchObject({ kind: 'not_found' })
    expect(await texts(['note'])).toEqual(['second'])
    const entries = await prisma().auditEntry.findMany({ orderBy: { id: 'asc' } })
    expect(entries.map(({ action }) => action)).toEqual([
      ...['note.added', 'note.edited', 'note.deleted', 'note.brought_back'],
    ])
    expect(entries[1]).toMatchObject({
      before: { text: 'first', until_day: '2026-11-18' },
      after: { text: 'second', until_day: '2026-11-20' },
    })
  })

  it.each([
    [{ text: '  ' }, 'text'],
    [{ text: 'x'.repeat(501) }, 'text'],
    [{ untilDay: day('2026-11-17') }, 'until_day'],
    [{ untilDay: day('2028-11-17') }, 'until_day'],
    [{ organizationId: 'nowhere' }, 'organization'],
    [{ organizationId: 'told' }, 'organization'],
    [{ keyId: 'nothing' }, 'key'],
    [{ keyId: 't1' }, 'key'],
    [{ keyId: 'k1', organizationId: 'other' }, 'key'],
  ])('%j is refused with a sentence', async (change, parameter) => {
    await expect(write(change)).rejects.toMatchObject({ kind: 'incomplete', parameter })
    expect(await prisma().timelineNote.count()).toBe(0)
  })

  it('have 500 letters, whatever they are, and are not a viewer’s to write', async () => {
    await write({ text: '🦊'.repeat(500) })
    await expect(
      addNote(systemActor('Vera', 'viewer'), note(), { isDemo: false }, NOW),
    ).rejects.toMatchObject({ kind: 'forbidden' })
  })
})

describe('what happened', () => {
  it('keys: created, and what became of them, with who did it', async () => {
    const at = new Date('2026-11-20T09:00:00Z')
    await prisma().keyEvent.createMany({
      data: [
        { organizationId: 'org', keyId: 'k1', at, kind: 'status', before: 'active', after: 'inactive' },
        { organizationId: 'org', keyId: 'k1', at, kind: 'name', before: 'ci', after: 'ci-build' },
        { organizationId: 'told', keyId: 't1', at, kind: 'status', before: 'active', after: 'archived' },
      ],
    })
    await prisma().keyAction.create({
      data: {
        ...{ organizationId: 'org', keyId: 'k1', requestedAt: at, answeredAt: at, state: 'confirmed' },
        ...{ actorKind: 'user', actorName: 'Ada', field: 'status', before: 'active', wanted: 'inactive' },
        reason: 'idle',
      },
    })
    expect(
      (await marks(['key'])).map(({ day, hour, text, who, href }) => [day, hour, text, who, href]),
    ).toEqual([
      ['2026-11-20', 9, 'Key ci-build deactivated', 'Ada', '/keys/org/k1'],
      ['2026-11-05', 14, 'Key ci-build created', null, '/keys/org/k1'],
    ])
    expect(await texts(['key'], { data: 'demo' })).toEqual(['Key told archived', 'Key told created'])
  })

  it('findings: on the day they began, with the day they were noticed', async () => {
    const finding = (id: string, organizationId: string, episode: string, subject: [string, string]) =>
      prisma().finding.create({
        data: {
          ...{
            id,
            organizationId,
            episode,
            rule: id,
            lastDay: '2026-11-21',
            severity: 'high',
            stakeMeans: 'spent',
          },
          ...{
            subjectType: subject[0],
            subjectId: subject[1],
            sentence: `${id}.`,
            cannotSee: '',
            atStakeNano: 1n,
          },
          ...{ evidence: [], steps: [], detectedAt: new Date('2026-11-19T03:00:00Z') },
        },
      })
    await finding('began', 'org', '2026-11-15', ['key', 'k1'])
    await finding('ahead', 'other', '2027-01-01', ['model', 'm'])
    await finding('told', 'told', '2026-11-15', ['key', 't1'])
    expect((await marks(['finding'])).map(({ day, text, href }) => [day, text, href])).toEqual([
      ['2026-11-19', 'ahead.', '/findings/ahead'],
      ['2026-11-15', 'began. Noticed on 19 Nov.', '/findings/began'],
    ])
    expect(await texts(['finding'], { filters: { key: ['k2'] } })).toEqual(['ahead.'])
  })

  it('budgets: only when more was spent than they allow', async () => {
    const crossing = (threshold: number, spentNano: bigint, periodStart = '2026-11-01') => ({
      ...{ threshold, spentNano, amountNano: 100_000_000_000n, periodStart },
      crossedAt: new Date('2026-11-16T14:05:00Z'),
    })
    await prisma().budget.create({
      data: {
        ...{ name: 'CI', scope: { key: 'k1' }, amountNano: 1n, period: 'month', thresholds: [75, 100] },
        ...{ createdAt: NOW, createdBy: 'Ada' },
        crossings: {
          create: [
            crossing(75, 80_000_000_000n),
            crossing(100, 101_500_000_000n),
            crossing(100, 100_000_000_000n, '2026-10-01'),
          ],
        },
      },
    })
    expect((await marks(['budget'])).map(({ day, hour, text }) => [day, hour, text])).toEqual([
      ['2026-11-16', 14, 'Budget CI exceeded: $101.50 of $100.00'],
    ])
    expect(await marks(['budget'], { filters: { key: ['k2'] } })).toEqual([])
    expect(await marks(['budget'], { data: 'demo' })).toEqual([])
  })

  it('plans: begun, changed, paused and ended, following the fee’s filters', async () => {
    const price = { priceNano: 100_000_000_000n, priceUsdNano: 100_000_000_000n, createdAt: NOW, seats: 1 }
    const { id } = await prisma().plan.create({
      data: {
        ...{ holderEmail: 'mei@example.com', cycle: 'monthly', currency: 'USD', startsOn: '2026-11-02' },
        ...{ endsOn: '2026-11-21', createdAt: NOW },
        terms: {
          create: [
            { ...price, effectiveOn: '2026-11-02', planCode: 'pro', priceUsdNano: 20_000_000_000n },
            { ...price, effectiveOn: '2026-11-13', planCode: 'max_5x' },
            { ...price, effectiveOn: '2026-11-18', planCode: 'max_5x', paused: true },
          ],
        },
      },
    })
    const said = await marks(['plan'])
    expect(said.map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-18', '2026-11-13', '2026-11-02'])
    expect(said.map(({ text }) => text.replace(/^mei@example.com: /, '').replace(/^.*, /, ''))).toEqual([
      ...['ends', 'paused', '$100.00 a month', 'begins'],
    ])
    expect(await marks(['plan'], { filters: { key: ['k1'] } })).toEqual([])
    expect(await marks(['plan'], { filters: { plan: [id] } })).toHaveLength(4)
  })

  it('prices: of the catalogue and those entered here, by model', async () => {
    await prisma().modelPrice.create({
      data: {
        ...{ model: 'claude-tomorrow-9', startsOn: '2026-11-10', inputNano: 4n, outputNano: 20n },
        ...{ source: 'announced', createdAt: NOW },
      },
    })
    const autumn = { range: { from: day('2026-10-01'), to: day('2026-11-23') } }
    expect(await texts(['price'], autumn)).toEqual([
      'List price of claude-tomorrow-9 entered: announced',
      'List price of claude-sonnet-5-5: cache read $0.20 → $0.10 a million tokens',
    ])
    expect(await texts(['price'], { ...autumn, filters: { model: ['claude-tomorrow-9'] } })).toHaveLength(1)
  })

  it('of every kind at once, whatever the order of the kinds', async () => {
    await write({ text: 'a note' })
    const all = await marks(MARK_KINDS)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect((await marks([...MARK_KINDS].reverse())).map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(all.map(({ kind }) => kind)).toEqual(['note', 'key'])
  })
})
