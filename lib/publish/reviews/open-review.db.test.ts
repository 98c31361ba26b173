import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { createBudget } from '@/lib/commands/budgets'
import { setIdleDays } from '@/lib/commands/idle-days'
import { createPlan } from '@/lib/commands/plans'
import { pool, prisma } from '@/lib/db/client'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import { addDays, day } from '@/lib/domain/day'
import { nano, sum } from '@/lib/domain/money'
import type { Review } from '@/lib/domain/review'
import { reviewRevision } from '@/lib/queries/reviews'
import { getTimeline } from '@/lib/queries/timeline'
import { closeDueReviews, openReview } from './open-review'
import { addKey, readOrganization, restate, REVIEW_TABLES, spend, usualSpend } from './reviews-under-test'

useDatabase({ emptied: REVIEW_TABLES })

const NOW = new Date('2026-11-18T09:00:00Z')
const viewer = systemActor('test', 'viewer')
const owner = systemActor('test')
const DOLLAR = 1_000_000_000n
const usd = (dollars: number) => nano(BigInt(dollars) * DOLLAR)

async function closed(period: string, now = NOW): Promise<Review> {
  const opened = await openReview(viewer, { period, data: 'real' }, now)
  if (opened.state !== 'closed') throw new Error(opened.preview.why)
  return opened.review
}

describe('what is read of a week', () => {
  beforeEach(async () => {
    await readOrganization('a', day('2026-11-18'))
    await usualSpend('a', day('2026-11-18'))
  })

  it('is the timeline’s own pools beside those of the week before and of four weeks earlier', async () => {
    await createPlan(
      owner,
      {
        ...{ holderEmail: 'ada@example.com', planCode: 'max', seats: 1, price: usd(100), currency: 'USD' },
        ...{ priceUsd: null, cycle: 'monthly', startsOn: day('2026-10-29'), endsOn: null, apiCredit: null },
      },
      NOW,
    )
    const { figures } = await closed('2026-W46')
    const request = { bucket: 'total', group: 'pool', basis: 'spread', metric: 'cost', filters: {} } as const
    for (const [column, range] of [
      ['now', figures.range],
      ['before', figures.compared.before],
      ['longBefore', figures.compared.longBefore],
    ] as const) {
      const { byPool, total } = await getTimeline(viewer, { ...request, range }, NOW)
      expect(figures.total[column]).toBe(total)
      expect(Object.fromEntries(figures.pools.map((pool) => [pool.pool, pool[column]]))).toEqual(byPool)
    }
    expect(figures.total.now).toBeGreaterThan(figures.total.before ?? 0n)
    expect(sum((figures.reasons ?? []).map(({ amount }) => amount))).toBe(
      figures.total.now - (figures.total.before ?? 0n),
    )
    expect(figures.reasons?.find(({ reason }) => reason === 'volume')?.amount).toBe(usd(21))
  })

  it('is not compared with days that are not known, and says so with null', async () => {
    await pool().query(`delete from coverage where day = '2026-11-04'`)
    const { figures, lines } = await closed('2026-W46')
    expect(figures.total).toMatchObject({ before: null, longBefore: usd(42) })
    expect(figures.pools.map(({ pool, before }) => [pool, before])).toEqual([
      ['plan', 0n],
      ['usage_credits', 0n],
      ['api', null],
      ['api_credit', null],
    ])
    expect(figures.reasons).toBeNull()
    expect(lines.filter(({ kind }) => kind === 'mover')).toEqual([])
  })

  it('asks about what moved, began, changed, rests and belongs to nobody', async () => {
    await addKey('a', 'k9', new Date('2026-11-12T10:00:00Z'))
    await spend('a', [{ on: day('2026-11-13'), key: 'k9', dollars: 7 }])
    await addKey('a', 'old', new Date('2026-01-01'))
    await pool().query(`update api_keys set status = 'inactive' where id = 'k3'`)
    await prisma().keyEvent.create({
      data: {
        ...{ organizationId: 'a', keyId: 'k3', at: new Date('2026-11-10T12:00:00Z'), kind: 'status' },
        ...{ before: 'active', after: 'inactive' },
      },
    })
    await prisma().keyAssignment.create({
      data: {
        ...{ organizationId: 'a', keyId: 'k1', effectiveOn: '2000-01-01', ownerEmail: 'ada@example.com' },
        createdAt: NOW,
      },
    })
    await setIdleDays(owner, 45, NOW)
    await restate('a', {
      ...{ on: day('2026-10-01'), key: 'k2', from: 2, to: 1 },
      noticedAt: new Date('2026-11-11T10:00:00Z'),
    })
    const budget = {
      ...{ name: 'b', scope: { key: 'k2', organization: 'a' }, amount: usd(20), period: 'week' as const },
      ...{ thresholds: [100], guard: 'off' as const },
    }
    await createBudget(owner, budget, new Date('2026-11-14T10:00:00Z'))
    const { lines } = await closed('2026-W46')
    const of = (kind: string) => lines.filter((line) => line.kind === kind)
    expect(of('mover')).toMatchObject([
      {
        subject: { type: 'key', id: 'k1', organizationId: 'a' },
        amount: usd(21),
        key: { owner: 'ada@example.com' },
      },
    ])
    expect(of('mover')[0]?.sentence).toContain(
      '$28.00, +$21.00 (+300\u202f%) against the week before: more use',
    )
    expect(of('new_key')).toMatchObject([{ subject: { id: 'k9' }, amount: usd(7) }])
    expect(of('changed_key')).toMatchObject([{ subject: { id: 'k2' } }, { subject: { id: 'k3' } }])
    expect(of('changed_key').map(({ sentence }) => sentence)).toEqual([
      '“Key k2” changed on 14 Nov 2026: budget none → $20.00 a week by test.',
      '“Key k3” changed on 10 Nov 2026: status active → inactive.',
    ])
    expect(of('idle_key')).toMatchObject([
      { subject: { id: 'old' }, offered: ['deactivate', 'keep', 'expected', 'later'] },
    ])
    expect(of('ownerless')).toMatchObject([{ amount: usd(14 + 21 + 7) }])
    expect(of('restatement')).toMatchObject([{ amount: usd(-1), subject: { type: 'revision' } }])
    expect(lines.find(({ subject }) => subject.id === 'k1')?.stopsMonthly).not.toBeNull()
  })

  it('asks about budgets as they stood at the end of the period, and not by what came after it', async () => {
    const budget = (name: string, key: string, dollars: number) =>
      prisma().budget.create({
        data: {
          ...{ name, scope: { organization: 'a', key }, amountNano: usd(dollars), period: 'week' },
          ...{ thresholds: [50, 75, 90, 100], createdAt: NOW, createdBy: 'test' },
        },
      })
    await budget('over', 'k1', 20)
    await budget('warned', 'k2', 15)
    await budget('fine', 'k3', 100)
    await spend('a', [{ on: day('2026-11-16'), key: 'k3', dollars: 500, model: 'haiku' }])
    const { lines } = await closed('2026-W46')
    expect(
      lines.filter(({ kind }) => kind === 'budget').map(({ subject, amount }) => [subject.name, amount]),
    ).toEqual([
      ['over', usd(28)],
      ['warned', usd(14)],
    ])
  })

  it('is a preview while it runs, compared with as many days, and nothing of it is kept', async () => {
    const opened = await openReview(viewer, { period: '2026-W47', data: 'real' }, NOW)
    if (opened.state !== 'preview') throw new Error('closed a week that runs')
    expect(opened.preview.why).toContain('runs until 22 Nov 2026')
    expect(opened.preview.figures.compared.before).toEqual({ from: '2026-11-09', to: '2026-11-12' })
    expect(await prisma().review.count()).toBe(0)
  })

  it.each([
    ['2026-W48', 'not_found'],
    ['2026-12', 'not_found'],
    ['2026-W20', 'not_found'],
    ['2026-W54', 'invalid'],
    ['2026-13', 'invalid'],
    ["2026-W46'--", 'invalid'],
    ['', 'invalid'],
  ])('of %j nothing is known: %s', async (period, kind) => {
    await expect(openReview(viewer, { period, data: 'real' }, NOW)).rejects.toMatchObject({
      kind,
      parameter: 'period',
    })
  })

  it('keeps what is real and what is told apart', async () => {
    await readOrganization('told', day('2026-11-18'), { isDemo: true })
    await spend('told', [{ on: day('2026-11-10'), key: 'k1', dollars: 1000 }])
    const real = await closed('2026-W46')
    const told = await openReview(viewer, { period: '2026-W46', data: 'demo' }, NOW)
    expect(real.figures.total.now).toBe(usd(28 + 14 + 21))
    expect(told).toMatchObject({
      state: 'closed',
      review: { data: 'demo', figures: { total: { now: usd(1000) } } },
    })
    expect(await prisma().review.count()).toBe(2)
  })
})

describe('closing', () => {
  beforeEach(async () => {
    await readOrganization('a', day('2026-11-18'))
    await usualSpend('a', day('2026-11-18'))
  })

  it('happens once, however many open it at the same time', async () => {
    const opened = await Promise.all(
      Array.from({ length: 6 }, () => openReview(viewer, { period: '2026-W46', data: 'real' }, NOW)),
    )
    expect(new Set(opened.map((one) => one.state === 'closed' && one.review.id)).size).toBe(1)
    expect(await prisma().review.count()).toBe(1)
    expect(await prisma().auditEntry.count({ where: { action: 'review.closed' } })).toBe(1)
  })

  it('happens by itself for the last week and month alone, once they are read', async () => {
    expect(await closeDueReviews(viewer, NOW)).toEqual(['2026-W46', '2026-10'])
    expect(await closeDueReviews(viewer, NOW)).toEqual([])
    expect(await reviewRevision(viewer, '2026-W45', 'real')).toBeNull()
  })

  it('waits for a last day that was read before it was over', async () => {
    const monday = new Date('2026-11-16T00:05:00Z')
    await pool().query(`delete from coverage where day > '2026-11-15'`)
    await pool().query(
      `update coverage set state = 'provisional', read_at = '2026-11-15T22:00:00Z' where day = '2026-11-15'`,
    )
    expect(await closeDueReviews(viewer, monday)).toEqual(['2026-10'])
    await pool().query(`update coverage set read_at = '2026-11-16T00:04:00Z' where day = '2026-11-15'`)
    expect(await closeDueReviews(viewer, monday)).toEqual(['2026-W46'])
    const { figures } = await closed('2026-W46', monday)
    expect(figures.openDays).toEqual([{ day: '2026-11-15', state: 'provisional' }])
  })

  it('names what is missing where it could not wait any longer', async () => {
    await pool().query(`delete from coverage where day = '2026-11-14'`)
    expect(await closeDueReviews(viewer, new Date('2026-11-17T23:59:00Z'))).toEqual(['2026-10'])
    const { figures } = await closed('2026-W46', new Date('2026-11-18T00:00:00Z'))
    expect(figures.openDays).toEqual([{ day: '2026-11-14', state: 'not_synced' }])
    expect(figures.reasons).toBeNull()
  })

  it('makes no review of nothing', async () => {
    await pool().query('truncate organizations cascade')
    await pool().query('truncate coverage')
    expect(await closeDueReviews(viewer, NOW)).toEqual([])
    await expect(openReview(viewer, { period: '2026-W46', data: 'real' }, NOW)).resolves.toMatchObject({
      state: 'preview',
      preview: { figures: { total: { now: 0n } }, lines: [] },
    })
  })
})

it('whatever was spent: pools are the total, reasons its difference, and the parts of each mover its own, exactly', async () => {
  const fact = fc.record({
    on: fc.integer({ min: 0, max: 13 }).map((days) => addDays(day('2026-11-02'), days)),
    key: fc.constantFrom('k1', 'k2', null),
    dollars: fc.integer({ min: -500, max: 50_000 }).map((cents) => cents / 100),
    model: fc.constantFrom('opus', 'haiku'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fact, { maxLength: 12 }), async (facts) => {
      await emptyTables(REVIEW_TABLES)
      await readOrganization('a', day('2026-11-18'))
      await spend('a', facts)
      const { figures, lines } = await closed('2026-W46')
      const spent = (from: string, to: string) =>
        facts
          .filter(({ on }) => on >= from && on < to)
          .reduce((total, { dollars }) => total + BigInt(Math.round(dollars * 100)) * 10_000_000n, 0n)
      const [now, before] = [spent('2026-11-09', '2026-11-16'), spent('2026-11-02', '2026-11-09')]
      expect(figures.total).toMatchObject({ now, before })
      expect(sum(figures.pools.map((pool) => pool.now))).toBe(now)
      expect(sum((figures.reasons ?? []).map(({ amount }) => amount))).toBe(now - before)
      for (const { amount, evidence } of lines.filter(({ kind }) => kind === 'mover')) {
        const parts = evidence.filter(({ text }) => text.startsWith('of the change'))
        expect(sum(parts.map((part) => part.amount ?? nano(0n)))).toBe(amount)
      }
    }),
    { numRuns: 12, seed: 3 },
  )
}, 120_000)

it('closed figures stay when facts are restated or come in later; adjustments tell what changed, exactly', async () => {
  await readOrganization('a', day('2026-11-18'))
  await usualSpend('a', day('2026-11-18'))
  const before = await closed('2026-W46')
  expect(before.adjustments).toBeNull()

  const later = new Date('2026-11-20T08:00:00Z')
  await restate('a', { on: day('2026-11-10'), key: 'k1', from: 4, to: 6, noticedAt: later })
  await restate('a', { on: day('2026-11-11'), key: 'k2', from: 2, to: 1, noticedAt: later })
  await spend('a', [{ on: day('2026-11-12'), key: 'k3', dollars: 5, model: 'haiku' }])
  await restate('a', { on: day('2026-11-03'), key: 'k1', from: 1, to: 9, noticedAt: later })

  const after = await closed('2026-W46', later)
  expect({ ...after, adjustments: null }).toEqual(before)
  expect(after.adjustments).toMatchObject({
    total: { closed: usd(63), now: usd(63 + 2 - 1 + 5) },
    pools: [{ pool: 'api', closed: usd(63), now: usd(69) }],
    causes: [
      { cause: 'restated', amount: usd(1) },
      { cause: 'came_later', amount: usd(5) },
    ],
    moreRestatements: 0,
  })
  expect(after.adjustments?.restatements.map(({ day, delta }) => [day, delta])).toEqual([
    ['2026-11-11', usd(-1)],
    ['2026-11-10', usd(2)],
  ])
})
