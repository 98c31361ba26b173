import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import {
  carriesOver,
  DECISIONS,
  type Decision,
  type Review,
  type ReviewLineContent,
} from '@/lib/domain/review'
import { lineName } from '@/lib/domain/review-carry'
import { comparedRanges } from '@/lib/domain/review-figures'
import { parsePeriod, type ReviewPeriod } from '@/lib/domain/review-period'
import { getReview, listReviews } from '@/lib/queries/reviews'
import { deleteOrganizationData } from './organization-data'
import { storeReview } from './review-closing'
import { reopenReview, signReview } from './review-signing'
import { clearLine, decideLine, noteDeactivated } from './reviews'

const TABLES = ['reviews', 'organizations', 'audit_entries', 'coverage', 'api_keys', 'key_actions']
useDatabase({ emptied: TABLES })

const NOW = new Date('2026-11-30T09:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const [ada, ben] = [systemActor('Ada', 'member'), systemActor('Ben', 'member')]
const viewer = systemActor('Vic', 'viewer')
const name = (period = '2026-W46') => ({ data: 'real' as const, period })

function lineOf(id: string, change: Partial<ReviewLineContent> = {}): ReviewLineContent {
  return {
    ...{ kind: 'mover', subject: { type: 'key', id, name: `Key ${id}`, organizationId: 'a' } },
    ...{ sentence: `${id} moved.`, amount: nano(1n), evidence: [], path: '/keys/a/k', offered: ['keep'] },
    key: { organizationId: 'a', id, name: `Key ${id}`, owner: null },
    stopsMonthly: nano(30_000_000_000n),
    ...change,
  }
}

async function close(period: string, lines: readonly ReviewLineContent[]): Promise<boolean> {
  const parsed = parsePeriod(period) as ReviewPeriod
  const nothing = { now: nano(0n), before: null, longBefore: null }
  const figures = {
    ...{ period, kind: parsed.kind, range: parsed.range, takenAt: NOW, total: nothing },
    ...{ compared: comparedRanges(parsed, day('2027-12-31')), pools: [], reasons: null, openDays: [] },
    deletions: [],
  }
  return storeReview({ data: 'real', figures, lines }, NOW)
}

async function read(period = '2026-W46'): Promise<Review> {
  const review = await getReview(viewer, period, 'real', NOW)
  if (!review) throw new Error(`${period} is not closed`)
  return review
}

async function lineId(id: string, period?: string): Promise<string> {
  const line = (await read(period)).lines.find(({ subject }) => subject.id === id)
  if (!line) throw new Error(`no line about ${id}`)
  return line.id
}

const conflict = { kind: 'conflict' }

describe('a line', () => {
  beforeEach(() => close('2026-W46', [lineOf('1'), lineOf('2')]))

  it('is decided with note and assignee, by whom and when; what is not said stays', async () => {
    const line = { ...name(), lineId: await lineId('1') }
    expect(
      await decideLine(
        ada,
        line,
        { decision: 'ask', note: ' why? ', assignee: 'Ben@Example.com', seen: 0 },
        NOW,
      ),
    ).toMatchObject({ revision: 1, reviewRevision: 1 })
    await decideLine(ben, line, { decision: 'expected', seen: 1 }, later(5))
    const review = await read()
    expect(review.lines[0]).toMatchObject({
      ...{ decision: 'expected', note: 'why?', assignee: 'ben@example.com', decidedBy: 'Ben', revision: 2 },
      decidedAt: later(5),
    })
    expect(
      review.events.map(({ actorName, kind, decision, revision }) => [actorName, kind, decision, revision]),
    ).toEqual([
      ['Ben', 'decided', 'expected', 2],
      ['Ada', 'decided', 'ask', 1],
    ])
    expect(review.revision).toBe(2)
  })

  it('keeps what was said when somebody who saw an older state says something else, and tells who said what', async () => {
    const line = { ...name(), lineId: await lineId('1') }
    await decideLine(ada, line, { decision: 'keep', note: 'mine', seen: 0 }, NOW)
    await expect(decideLine(ben, line, { decision: 'deactivate', seen: 0 }, NOW)).rejects.toMatchObject({
      ...conflict,
      parameter: 'revision',
      message: expect.stringContaining('Ada said “Keep” meanwhile (“mine”)') as string,
    })
    await expect(clearLine(ben, line, { seen: 0 }, NOW)).rejects.toMatchObject(conflict)
    expect((await read()).lines[0]).toMatchObject({ decision: 'keep', revision: 1 })
    await decideLine(ben, line, { decision: 'deactivate', seen: 1 }, NOW)
    await decideLine(ada, line, { decision: 'later', seen: null }, NOW)
    expect((await read()).lines[0]).toMatchObject({ decision: 'later', revision: 3 })
  })

  it('does not change, and writes nothing, where it says so already', async () => {
    const line = { ...name(), lineId: await lineId('1') }
    await decideLine(ada, line, { decision: 'keep', seen: 0 }, NOW)
    const entries = await prisma().auditEntry.count()
    expect(await decideLine(ben, line, { decision: 'keep', seen: 1 }, NOW)).toMatchObject({ revision: 1 })
    expect(await prisma().auditEntry.count()).toBe(entries)
    expect((await read()).revision).toBe(1)
  })

  it('is cleared, and everything said stays in the log', async () => {
    const line = { ...name(), lineId: await lineId('1') }
    await decideLine(ada, line, { decision: 'keep', note: 'x', seen: 0 }, NOW)
    await clearLine(ben, line, { seen: 1 }, NOW)
    const { lines, events } = await read()
    expect(lines[0]).toMatchObject({ decision: null, note: null, decidedBy: null, revision: 2 })
    expect(events.map(({ kind, note }) => [kind, note])).toEqual([
      ['cleared', null],
      ['decided', 'x'],
    ])
  })

  it.each([
    [{ note: 'x'.repeat(1001) }, 'note'],
    [{ assignee: 'nobody' }, 'assignee'],
  ])('refuses %j', async (saying, parameter) => {
    const line = { ...name(), lineId: await lineId('1') }
    await expect(decideLine(ada, line, { ...saying, seen: null }, NOW)).rejects.toMatchObject({
      kind: 'incomplete',
      parameter,
    })
  })

  it('is not of a viewer to decide, nor of a review or period that is not there', async () => {
    const line = { ...name(), lineId: await lineId('1') }
    await expect(decideLine(viewer, line, { decision: 'keep', seen: 0 }, NOW)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    const missing = { kind: 'not_found' }
    const said = { decision: 'keep', seen: null } as const
    await expect(decideLine(ada, { ...line, lineId: 'x' }, said, NOW)).rejects.toMatchObject(missing)
    await expect(decideLine(ada, { ...line, period: '2026-W40' }, said, NOW)).rejects.toMatchObject(missing)
    await expect(decideLine(ada, { ...line, data: 'demo' }, said, NOW)).rejects.toMatchObject(missing)
    await expect(decideLine(ada, { ...line, period: 'W46' }, said, NOW)).rejects.toMatchObject({
      kind: 'invalid',
    })
  })
})

describe('several at once', () => {
  it('lose nothing: every decision stands in events numbered without a gap, and the last one stands', async () => {
    const ids = ['1', '2', '3']
    await close(
      '2026-W46',
      ids.map((id) => lineOf(id)),
    )
    const lines = await Promise.all(ids.map((id) => lineId(id)))
    const said = Array.from({ length: 24 }, (_, index) => ({
      lineId: lines[index % lines.length] ?? '',
      decision: DECISIONS[index % DECISIONS.length] as Decision,
      note: `said ${index}`,
    }))
    await Promise.all(
      said.map(({ lineId, ...saying }, index) =>
        decideLine(index % 2 ? ada : ben, { ...name(), lineId }, { ...saying, seen: null }, later(index)),
      ),
    )
    const { events, revision, lines: after } = await read()
    expect(revision).toBe(said.length)
    expect(events.map((event) => event.revision)).toEqual(said.map((_, index) => said.length - index))
    expect(events.map(({ note }) => note).sort()).toEqual(said.map(({ note }) => note).sort())
    for (const line of after) {
      const [last] = events.filter((event) => event.lineId === line.id)
      expect(line).toMatchObject({ decision: last?.decision, note: last?.note, revision: 8 })
    }
  })

  it('who saw the same: exactly one wins each time, the other is told who did', async () => {
    await close('2026-W46', [lineOf('1')])
    const line = { ...name(), lineId: await lineId('1') }
    for (let seen = 0; seen < 8; seen++) {
      const [first, second] = [seen % 2 ? 'keep' : 'ask', seen % 2 ? 'later' : 'expected'] as const
      const settled = await Promise.allSettled([
        decideLine(ada, line, { decision: first, seen }, NOW),
        decideLine(ben, line, { decision: second, seen }, NOW),
      ])
      expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const [lost] = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
      expect(lost).toMatchObject({ ...conflict, parameter: 'revision' })
      expect((await read()).lines[0]?.decision).toBe(settled[0]?.status === 'fulfilled' ? first : second)
    }
    expect((await read()).events.map(({ revision }) => revision)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('sign once, and a decision beside the signature is either in it or refused', async () => {
    await close('2026-W46', [lineOf('1')])
    const line = { ...name(), lineId: await lineId('1') }
    const settled = await Promise.allSettled([
      signReview(ada, name(), {}, NOW),
      signReview(ben, name(), {}, NOW),
      decideLine(ben, line, { decision: 'keep', seen: 0 }, NOW),
    ])
    const signatures = settled.slice(0, 2)
    expect(signatures.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const { events, lines } = await read()
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => events.length - index))
    expect(lines[0]?.decision).toBe(settled[2]?.status === 'fulfilled' ? 'keep' : null)
  })

  it('close one review of two attempts, and carry no line twice while another is signed', async () => {
    await close('2026-W46', [lineOf('1'), lineOf('2')])
    const [first, second] = await Promise.all([
      close('2026-W47', [lineOf('2')]),
      close('2026-W47', [lineOf('2')]),
      signReview(ada, name(), {}, NOW),
    ])
    expect([first, second].sort()).toEqual([false, true])
    const { lines } = await read('2026-W47')
    expect(lines.map(({ subject, carriedFrom }) => [subject.id, carriedFrom])).toEqual([
      ['2', '2026-W46'],
      ['1', '2026-W46'],
    ])
  })
})

describe('signing', () => {
  it('counts what is open and asks it again in the next review, in place of a fresh line where there is one', async () => {
    await close(
      '2026-W46',
      ['1', '2', '3', '4'].map((id) => lineOf(id)),
    )
    await decideLine(ada, { ...name(), lineId: await lineId('1') }, { decision: 'keep', seen: 0 }, NOW)
    await decideLine(
      ada,
      { ...name(), lineId: await lineId('2') },
      { decision: 'later', note: 'after the launch', assignee: 'ben@example.com', seen: 0 },
      later(120),
    )
    await decideLine(
      ada,
      { ...name(), lineId: await lineId('3') },
      { decision: 'deactivate', seen: 0 },
      later(1200),
    )
    expect(await signReview(ada, name(), { note: 'done', seen: 3 }, later(1260))).toEqual({
      undecided: 1,
      carried: { lines: 3, to: null },
    })
    expect(await read()).toMatchObject({
      ...{ state: 'signed', signedBy: 'Ada', signedAt: later(1260), signNote: 'done', tookMs: 180_000 },
    })
    await close('2026-W47', [lineOf('9'), lineOf('4')])
    const next = await read('2026-W47')
    expect(
      next.lines.map((line) => [line.subject.id, line.carriedFrom, line.decision, line.note, line.assignee]),
    ).toEqual([
      ['9', null, null, null, null],
      ['4', '2026-W46', null, null, null],
      ['2', '2026-W46', null, 'after the launch', 'ben@example.com'],
      ['3', '2026-W46', null, null, null],
    ])
    expect((await read()).lines.map(({ carriedTo }) => carriedTo)).toEqual([
      null,
      '2026-W47',
      '2026-W47',
      '2026-W47',
    ])
    await signReview(ben, name('2026-W47'), {}, NOW)
    await close('2026-W48', [])
    expect((await read('2026-W48')).lines.map((line) => [line.subject.id, line.carriedFrom])).toEqual([
      ['9', '2026-W47'],
      ['4', '2026-W46'],
      ['2', '2026-W46'],
      ['3', '2026-W46'],
    ])
  })

  it('appends to the earliest later review that is closed and not signed, of its own kind', async () => {
    for (const period of ['2026-W46', '2026-W47', '2026-W48', '2026-10', '2026-11'])
      await close(period, [lineOf(period)])
    await signReview(ada, name('2026-W47'), {}, NOW)
    expect(await signReview(ada, name('2026-W46'), {}, NOW)).toMatchObject({ carried: { to: '2026-W48' } })
    expect((await read('2026-W48')).lines.map(({ subject }) => subject.id)).toEqual([
      '2026-W48',
      '2026-W47',
      '2026-W46',
    ])
    expect(await signReview(ada, name('2026-10'), {}, NOW)).toMatchObject({ carried: { to: '2026-11' } })
  })

  it('is refused where somebody said something since, where it is signed, and for viewers', async () => {
    await close('2026-W46', [lineOf('1')])
    await decideLine(ada, { ...name(), lineId: await lineId('1') }, { decision: 'keep', seen: 0 }, NOW)
    await expect(signReview(ben, name(), { seen: 0 }, NOW)).rejects.toMatchObject(conflict)
    await expect(signReview(viewer, name(), {}, NOW)).rejects.toMatchObject({ kind: 'forbidden' })
    await signReview(ben, name(), { seen: 1 }, NOW)
    await expect(signReview(ada, name(), {}, NOW)).rejects.toMatchObject(conflict)
    const line = { ...name(), lineId: await lineId('1') }
    await expect(decideLine(ada, line, { decision: 'ask', seen: 1 }, NOW)).rejects.toMatchObject(conflict)
    await expect(clearLine(ada, line, { seen: 1 }, NOW)).rejects.toMatchObject(conflict)
  })

  it('is taken back until a later one is signed; what is asked there by now stays there', async () => {
    await close('2026-W46', [lineOf('1'), lineOf('2')])
    await expect(reopenReview(ada, name(), NOW)).rejects.toMatchObject(conflict)
    await decideLine(ada, { ...name(), lineId: await lineId('2') }, { decision: 'keep', seen: 0 }, NOW)
    await signReview(ada, name(), {}, NOW)
    await close('2026-W47', [])
    await reopenReview(ben, name(), NOW)
    expect(await read()).toMatchObject({ state: 'open', signedBy: null, signedAt: null, tookMs: null })
    const [carried, kept] = [await lineId('1'), await lineId('2')]
    await expect(
      decideLine(ada, { ...name(), lineId: carried }, { decision: 'keep', seen: null }, NOW),
    ).rejects.toMatchObject({ message: expect.stringContaining('Week 47') as string })
    await decideLine(ada, { ...name(), lineId: kept }, { decision: 'later', seen: null }, NOW)
    await signReview(ada, name(), {}, NOW)
    expect((await read('2026-W47')).lines.map(({ subject }) => subject.id)).toEqual(['1', '2'])
    await signReview(ada, name('2026-W47'), {}, NOW)
    await expect(reopenReview(ben, name(), NOW)).rejects.toMatchObject(conflict)
    await reopenReview(ben, name('2026-W47'), NOW)
  })
})

it('whatever is decided, signed and reopened: every line to be asked again is asked exactly once, and no review asks twice', async () => {
  const weeks = ['2026-W46', '2026-W47', '2026-W48', '2026-W49']
  const step = fc.oneof(
    fc.record({
      does: fc.constant('close' as const),
      subjects: fc.uniqueArray(fc.constantFrom('1', '2', '3')),
    }),
    fc.record({
      does: fc.constant('decide' as const),
      week: fc.nat(3),
      line: fc.nat(5),
      decision: fc.constantFrom(...DECISIONS),
    }),
    fc.record({ does: fc.constant('sign' as const), week: fc.nat(3) }),
    fc.record({ does: fc.constant('reopen' as const), week: fc.nat(3) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      await emptyTables(TABLES)
      let closed = 0
      const orRefused = (done: Promise<unknown>) =>
        done.catch((error: unknown) => {
          if ((error as { kind?: string }).kind !== 'conflict') throw error
        })
      for (const one of steps) {
        const week = one.does === 'close' ? weeks[closed] : weeks[one.week % Math.max(closed, 1)]
        if (week === undefined) continue
        if (one.does === 'close') {
          await close(
            week,
            one.subjects.map((id) => lineOf(id)),
          )
          closed += 1
        } else if (closed > 0) {
          if (one.does === 'sign') await orRefused(signReview(ada, name(week), {}, NOW))
          else if (one.does === 'reopen') await orRefused(reopenReview(ada, name(week), NOW))
          else {
            const line = (await read(week)).lines[one.line]
            if (line)
              await orRefused(
                decideLine(
                  ada,
                  { ...name(week), lineId: line.id },
                  { decision: one.decision, seen: null },
                  NOW,
                ),
              )
          }
        }
      }
      const reviews = await Promise.all(weeks.slice(0, closed).map((week) => read(week)))
      for (const [index, review] of reviews.entries()) {
        const names = review.lines.map(lineName)
        expect(new Set(names).size).toBe(names.length)
        expect(review.events.map(({ revision }) => revision)).toEqual(
          review.events.map((_, at) => review.events.length - at),
        )
        expect(review.revision).toBe(review.events.length)
        for (const line of review.lines) {
          const target = reviews.find(({ figures }) => figures.period === line.carriedTo)
          if (line.carriedTo !== null) {
            const [asked] = target?.lines.filter((other) => lineName(other) === lineName(line)) ?? []
            expect(asked?.carriedFrom).not.toBeNull()
            expect((asked?.carriedFrom ?? '') <= (line.carriedFrom ?? review.figures.period)).toBe(true)
          } else if (review.state === 'signed' && carriesOver(line))
            expect(reviews.slice(index + 1).every(({ state }) => state === 'signed')).toBe(true)
        }
      }
    }),
    { numRuns: 40, seed: 5 },
  )
}, 120_000)

describe('deactivating from a line', () => {
  async function key(status: string) {
    await prisma().organization.upsert({
      where: { id: 'a' },
      update: {},
      create: { id: 'a', name: 'Acme', createdAt: NOW },
    })
    await prisma().apiKey.upsert({
      where: { organizationId_id: { organizationId: 'a', id: '1' } },
      update: { status },
      create: { organizationId: 'a', id: '1', name: 'Key 1', status },
    })
  }
  const act = (savesMonthlyNano: bigint | null) =>
    prisma().keyAction.create({
      data: {
        ...{
          organizationId: 'a',
          keyId: '1',
          requestedAt: NOW,
          answeredAt: NOW,
          actorKind: 'user',
          actorName: 'Ada',
        },
        ...{
          field: 'status',
          before: 'active',
          wanted: 'inactive',
          reason: 'x',
          state: 'confirmed',
          savesMonthlyNano,
        },
      },
    })

  it('stands on the line with what it stops, once Anthropic confirmed it, and in the trend', async () => {
    await close('2026-W46', [lineOf('1'), lineOf('2')])
    const line = { ...name(), lineId: await lineId('1') }
    await key('active')
    await expect(noteDeactivated(ada, line, NOW)).rejects.toMatchObject(conflict)
    await key('inactive')
    await expect(noteDeactivated(ada, line, NOW)).rejects.toMatchObject(conflict)
    await act(12_000_000_000n)
    await noteDeactivated(ada, line, NOW)
    await noteDeactivated(ben, line, NOW)
    const { lines, events } = await read()
    expect(lines[0]).toMatchObject({
      ...{ decision: 'deactivate', deactivatedAt: NOW, stopsMonthly: 12_000_000_000n, decidedBy: 'Ada' },
    })
    expect(events).toHaveLength(1)
    await expect(decideLine(ada, line, { decision: 'keep', seen: null }, NOW)).rejects.toMatchObject(conflict)
    await expect(clearLine(ada, line, { seen: null }, NOW)).rejects.toMatchObject(conflict)
    await decideLine(ada, line, { note: 'was idle', seen: null }, NOW)
    expect(await signReview(ada, name(), {}, later(60))).toMatchObject({ carried: { lines: 1 } })
    const { rows, trend } = await listReviews(viewer, { data: 'real', kind: 'week', limit: 5 })
    expect(rows).toMatchObject([
      { period: '2026-W46', stopped: 12_000_000_000n, deactivated: 1, undecided: 1 },
    ])
    expect(trend).toEqual({
      ...{ signed: 1, usualMs: 60_000, stopped: 12_000_000_000n, stoppedSince: '2026-W46', undecided: 0 },
    })
    expect((await listReviews(viewer, { data: 'real', kind: 'month', limit: 5 })).rows).toEqual([])
  })

  it('is told by the line where nobody reckoned it, and may be decided anew once the key is active again', async () => {
    await close('2026-W46', [lineOf('1')])
    const line = { ...name(), lineId: await lineId('1') }
    await key('inactive')
    await act(null)
    await noteDeactivated(ada, line, NOW)
    expect((await listReviews(viewer, { data: 'real', kind: 'week', limit: 5 })).trend.stopped).toBe(
      30_000_000_000n,
    )
    await key('active')
    await decideLine(ada, line, { decision: 'keep', seen: null }, NOW)
    expect((await read()).lines[0]).toMatchObject({ decision: 'keep', deactivatedAt: null })
    expect((await listReviews(viewer, { data: 'real', kind: 'week', limit: 5 })).trend.stopped).toBe(0n)
  })
})

it('an organisation that is deleted leaves no line; open reviews go, signed ones keep their sums and say so', async () => {
  await prisma().organization.create({ data: { id: 'a', name: 'Acme', createdAt: NOW } })
  const others = lineOf('tail', {
    subject: { type: 'keys', id: 'tail', name: '2 more', organizationId: null },
    evidence: [{ label: 'Key 1', amount: null, text: 'x' }],
  })
  await close('2026-W46', [lineOf('1'), others])
  await close('2026-W47', [lineOf('2')])
  await signReview(ada, name(), {}, NOW)
  expect((await read('2026-W47')).lines).toHaveLength(3)
  await prisma().$transaction((tx) => deleteOrganizationData(tx, 'a', later(60)))
  expect(await getReview(viewer, '2026-W47', 'real', NOW)).toBeNull()
  const { lines, figures, adjustments, state } = await read()
  expect({ state, adjustments, deletions: figures.deletions }).toEqual({
    ...{ state: 'signed', adjustments: null, deletions: [later(60)] },
  })
  expect(lines.map(({ subject, evidence, carriedTo }) => [subject.id, evidence, carriedTo])).toEqual([
    ['tail', [], null],
  ])
  await close('2026-W47', [])
  expect((await read('2026-W47')).lines.map(({ subject }) => subject.id)).toEqual(['tail'])
})
