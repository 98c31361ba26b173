import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { rebuildRollup } from '@/lib/db/rollup'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, day, type Day, isWithin } from '@/lib/domain/day'
import { nano, sum } from '@/lib/domain/money'
import { explainChange } from '@/lib/domain/spend-change'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { explainSpend, spendOfPeriod } from './subject-spend'
import { comparableSubjects, getSubject, organizationOf } from './subjects'

const TABLES = [
  ...['organizations', 'api_keys', 'workspaces', 'usage_actors', 'cost_facts', 'usage_facts', 'rate_facts'],
  ...['person_spend', 'spend_rollup', 'spend_day_parts', 'coverage', 'detail_coverage'],
]
useDatabase({ emptied: TABLES })

const NOW = new Date('2026-11-22T10:30:00Z')
const TODAY = day('2026-11-22')
const viewer = systemActor('test', 'viewer')
const QUESTION = {
  range: { from: day('2026-11-16'), to: day('2026-11-23') },
  before: { from: day('2026-11-09'), to: day('2026-11-16') },
  data: 'real' as DataScope,
  byHour: true,
}
const KEY: SpendSubject = { kind: 'key', organizationId: 'a', id: 'k1' }
const explain = (subject: SpendSubject, change: Partial<typeof QUESTION> = {}) =>
  explainSpend(viewer, subject, { ...QUESTION, ...change }, NOW)

interface Fact {
  on: Day
  hour?: number
  key?: string
  workspace?: string
  model?: string | null
  kind?: string
  cost?: string
  amount: bigint
  tokens?: bigint
}

async function organization(id: string, isDemo = false) {
  const connection = {
    create: { source: 'analytics' as const, sealedKey: '-', keyHint: '-', createdAt: NOW },
  }
  await prisma().organization.create({
    data: { id, name: `Name of ${id}`, createdAt: NOW, isDemo, connection },
  })
}

/** Facts as a sync would store them, every day of the three weeks up to today read. */
async function store(id: string, facts: readonly Fact[], { daily = [] }: { daily?: readonly Day[] } = {}) {
  for (const {
    on,
    hour = 0,
    key = 'k1',
    workspace = 'w1',
    model = 'opus',
    kind,
    cost,
    amount,
    tokens,
  } of facts) {
    const at = `${on}T${String(hour).padStart(2, '0')}:00:00Z`
    await pool().query(
      `insert into cost_facts (organization_id, day, starts_at, api_key_id, workspace_id, model, service_tier, cost_type,
         token_type, amount_nano) values ($1, $2, $3, $4, $5, $6, 'standard', $7, $8, $9)`,
      [id, on, at, key, workspace, model, cost ?? 'tokens', kind ?? null, amount],
    )
    if (tokens !== undefined)
      await pool().query(
        `insert into usage_facts (organization_id, day, starts_at, api_key_id, workspace_id, model, uncached_input, cache_read,
           cache_write_5m, cache_write_1h, output, web_searches, requests)
         values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, 1)`,
        [id, on, at, key, workspace, model, tokens],
      )
  }
  const days = Array.from({ length: 21 }, (_, index) => addDays(TODAY, -index))
  await pool().query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
     select $1, d, (case when d = $4::date then 'provisional' else 'synced' end)::"CoverageState", 'analytics',
       case when d = any($3::date[]) then 'day' else 'hour' end, gen_random_uuid()::text, 1, 1, now()
     from unnest($2::date[]) d`,
    [id, days, daily, TODAY],
  )
  await rebuildRollup(pool(), id, days)
}

const amounts = (breakdown?: { parts: { value: string | null; amount: bigint }[]; remainder: bigint }) =>
  breakdown && {
    ...Object.fromEntries(breakdown.parts.map(({ value, amount }) => [value ?? 'null', amount])),
    ...(breakdown.remainder !== 0n && { left: breakdown.remainder }),
  }

describe('what one subject spent', () => {
  beforeEach(async () => {
    await organization('a')
  })

  it('adds up in every breakdown and in the reasons of its change, whatever happened', async () => {
    const KINDS = ['uncached_input_tokens', 'cache_read_input_tokens', 'output_tokens', 'a_new_kind']
    const fact = fc.record({
      on: fc.integer({ min: 0, max: 13 }).map((back) => addDays(TODAY, -back)),
      hour: fc.integer({ min: 0, max: 23 }),
      key: fc.constantFrom('k1', 'k2'),
      workspace: fc.constantFrom('w1', 'w2'),
      model: fc.constantFrom('opus', 'haiku', null),
      kind: fc.constantFrom(...KINDS),
      amount: fc.bigInt({ min: -1_000_000n, max: 9_000_000_000_000n }),
      tokens: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fact, { maxLength: 20 }), async (facts) => {
        await emptyTables(TABLES)
        await organization('a')
        await store('a', facts)
        const subjects: [SpendSubject, (fact: Fact) => boolean][] = [
          [KEY, ({ key }) => key === 'k1'],
          [{ kind: 'workspace', organizationId: 'a', id: 'w1' }, ({ workspace }) => workspace === 'w1'],
          [{ kind: 'model', id: 'opus', data: 'real' }, ({ model }) => model === 'opus'],
        ]
        for (const [subject, isOwn] of subjects) {
          const { now, before, by, hours, week } = await explain(subject)
          const of = (range: typeof QUESTION.range) =>
            facts
              .filter((one) => isOwn(one) && isWithin(one.on, range))
              .reduce((all, { amount }) => all + amount, 0n)
          expect(now.spend).toBe(of(QUESTION.range))
          expect(before.spend).toBe(of(QUESTION.before))
          expect(sum(now.cells.map(({ cost }) => cost))).toBe(now.spend)
          expect(sum((hours ?? []).map(({ amount }) => amount))).toBe(now.spend)
          expect(sum(week?.amounts ?? [])).toBe(now.spend)
          for (const { parts, remainder } of Object.values(by))
            expect(sum(parts.map(({ amount }) => amount)) + remainder).toBe(now.spend)
          for (const dimension of ['serviceTier', 'product'] as const)
            expect(by[dimension]?.remainder).toBe(0n)
          const change = explainChange(before.cells, now.cells)
          expect(change.volume + change.mix + change.caching + change.price).toBe(now.spend - before.spend)
        }
      }),
      { numRuns: 12 },
    )
  }, 120_000)

  it('notices a day that was read anew, the last as well as one long closed, of this period and of the one before', async () => {
    const onDays = ['2026-11-22', '2026-11-17', '2026-11-10'].map(day)
    await store(
      'a',
      onDays.map((on) => ({ on, amount: 1_000n })),
    )
    const sums = async () => {
      const { now, before, hours } = await explain(KEY)
      return [now.spend, before.spend, sum((hours ?? []).map(({ amount }) => amount))]
    }
    expect(await sums()).toEqual([2_000n, 1_000n, 2_000n])
    for (const [place, on] of onDays.entries()) {
      await pool().query('update cost_facts set amount_nano = amount_nano + 5 where day = $1', [on])
      await rebuildRollup(pool(), 'a', [on])
      await pool().query('update coverage set digest = gen_random_uuid()::text where day = $1', [on])
      const [now, before] = [place === 0 ? 2_005n : 2_010n, place === 2 ? 1_005n : 1_000n]
      expect(await sums()).toEqual([now, before, now])
    }
  })

  it('tells kinds apart, and what is of no kind that is known as left over', async () => {
    await store('a', [
      { on: TODAY, kind: 'output_tokens', amount: 5n, tokens: 9n },
      { on: TODAY, cost: 'web_search', model: null, amount: 3n },
      { on: TODAY, cost: 'code_execution', model: null, amount: 2n },
      { on: TODAY, kind: 'thoughts', amount: 1n },
    ])
    const { now, by, known } = await explain(KEY)
    expect(amounts(by.kind)).toEqual({ output_tokens: 5n, web_search: 3n, code_execution: 2n, left: 1n })
    expect(now.cells.filter(({ cost }) => cost !== 0n)).toEqual([
      { model: 'opus', kind: 'output', count: 0n, cost: 5n },
      { model: 'opus', kind: 'other', count: 0n, cost: 1n },
      { model: null, kind: 'web_search', count: 0n, cost: 3n },
      { model: null, kind: 'other', count: 0n, cost: 2n },
    ])
    expect(known.now).toMatchObject({ missing: 0, open: 1 })
  })

  it('leaves days that are known only whole out of the hours, and says so; a hole is missing, not zero', async () => {
    const daily = addDays(TODAY, -2)
    await store(
      'a',
      [
        { on: TODAY, hour: 9, amount: 4n },
        { on: daily, amount: 100n },
      ],
      { daily: [daily] },
    )
    await pool().query('delete from coverage where day = $1', [addDays(TODAY, -8)])
    const { hours, week, known } = await explain(KEY)
    expect(hours).toEqual([{ start: '2026-11-22T09:00:00Z', model: 'opus', amount: 4n }])
    expect(week).toMatchObject({ leftOut: 1 })
    expect(sum(week?.amounts ?? [])).toBe(4n)
    expect([known.now.missing, known.before.missing]).toEqual([0, 1])
  })

  it('tells a person by the days on which it adds up, without kinds, and counts the others', async () => {
    const [told, untold] = [addDays(TODAY, -1), addDays(TODAY, -3)]
    await store('a', [{ on: told, amount: 7n, tokens: 2n }])
    for (const on of [told, untold])
      await pool().query(
        `insert into person_spend select organization_id, $1, 'user_1', api_key_id, workspace_id, model, product, amount_nano,
           list_amount_nano, cost_lines, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests
         from spend_rollup`,
        [on],
      )
    await pool().query(
      `insert into detail_coverage select organization_id, day, 'people', 'synced', '-', 1, now() from coverage
       where day <> all($1::date[])`,
      [[untold, TODAY]],
    )
    await prisma().usageActor.create({
      data: { organizationId: 'a', id: 'user_1', type: 'user', name: 'Ada' },
    })
    const person: SpendSubject = { kind: 'person', organizationId: 'a', id: 'user_1' }
    const { now, by, week, hours, known } = await explain(person)
    expect(now).toMatchObject({ spend: 7n, tellsKinds: false })
    expect(now.cells).toEqual([{ model: 'opus', kind: 'uncached_input', count: 2n, cost: 7n }])
    expect([week, hours, by.kind, by.speed]).toEqual([null, null, undefined, undefined])
    expect(amounts(by.key)).toEqual({ 'a/k1': 7n })
    // Today is not final in any reading: it is open, not untold.
    expect(known.now).toMatchObject({ untold: 1, open: 1, missing: 0 })
    const ofKey = await explain(KEY)
    expect(amounts(ofKey.by.person)).toEqual({ 'a/user_1': 7n })
    expect(ofKey.names.get('a/user_1')).toBe('Ada')
    expect(await getSubject(viewer, person, 'real')).toMatchObject({
      name: 'Ada',
      lastUsedOn: told,
      total: 7n,
    })
  })
})

describe('who is meant', () => {
  it('never mixes what is real with what is told', async () => {
    await organization('a')
    await organization('told', true)
    await store('a', [{ on: TODAY, amount: 1n }])
    await store('told', [{ on: TODAY, amount: 10n }])
    const model = (data: 'real' | 'demo'): SpendSubject => ({ kind: 'model', id: 'opus', data })
    expect((await explain(model('real'))).now.spend).toBe(1n)
    expect((await explain(model('demo'), { data: 'demo' })).now.spend).toBe(10n)
    expect(await getSubject(viewer, { ...KEY, organizationId: 'told' }, 'real')).toBeNull()
    expect(await getSubject(viewer, KEY, 'real')).toMatchObject({ organizationName: 'Name of a', total: 1n })
    expect(await organizationOf(viewer, { kind: 'key', id: 'k1' }, 'demo')).toBe('told')
    expect(await organizationOf(viewer, { kind: 'workspace', id: 'w1' }, 'real')).toBe('a')
    expect(await organizationOf(viewer, { kind: 'person', id: 'nobody' }, 'real')).toBeNull()
    expect(await getSubject(viewer, { kind: 'model', id: 'never used', data: 'real' }, 'real')).toBeNull()
  })

  it('finds others of its kind to compare with, the largest first, by every word', async () => {
    await organization('a')
    await store('a', [
      { on: TODAY, amount: 1n },
      { on: TODAY, key: 'k2', amount: 5n },
      { on: TODAY, key: 'k3', model: 'haiku', amount: 9n },
    ])
    const create = (id: string, name: string) =>
      prisma().apiKey.create({ data: { organizationId: 'a', id, name, status: 'active' } })
    await Promise.all([create('k1', 'Mine'), create('k2', `o'k "two"`), create('k4', 'Unused two')])
    const find = (text: string, subject: SpendSubject = KEY) =>
      comparableSubjects(viewer, subject, { range: QUESTION.range, text, data: 'real' })
    expect(await find('')).toEqual([
      { value: 'a/k3', name: 'k3', amount: 9n },
      { value: 'a/k2', name: `o'k "two"`, amount: 5n },
      { value: 'a/k4', name: 'Unused two', amount: 0n },
    ])
    expect((await find('TWO unused')).map(({ value }) => value)).toEqual(['a/k4'])
    expect(await find('%')).toEqual([])
    expect(await find('', { kind: 'model', id: 'opus', data: 'real' })).toEqual([
      { value: 'haiku', name: 'haiku', amount: nano(9n) },
    ])
    expect((await spendOfPeriod(viewer, { ...KEY, id: 'k2' }, QUESTION.range)).spend).toBe(5n)
  })
})
