import { expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import { sum } from '@/lib/domain/money'
import { rebuildRollup } from '@/lib/db/rollup'
import { getSupportFacts } from './support-facts'

useDatabase({ emptied: ['organizations', 'cost_facts', 'spend_rollup', 'coverage', 'revisions'] })

const viewer = systemActor('test', 'viewer')
const range = { from: day('2026-11-01'), to: day('2026-11-04') }

it('tells the days that were read, of one key or of all, with the restatements that touch it', async () => {
  const createdAt = new Date('2026-01-05')
  for (const id of ['o', 'other']) {
    await prisma().organization.create({ data: { id, name: `Name of ${id}`, createdAt } })
    await prisma().apiKey.create({
      data: { organizationId: id, id: 'k', name: '"k"', status: 'active', createdAt },
    })
    await pool().query(
      `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows, read_at)
       values ($1, '2026-11-01', 'synced', 'analytics', 'hour', '-', 0, 1, now()),
         ($1, '2026-11-03', 'provisional', 'analytics', 'hour', '-', 0, 1, now())`,
      [id],
    )
    for (const [on, keyId, model, amount] of [
      ['2026-11-01', 'k', 'a', 5],
      ['2026-11-01', 'k', 'b', 7],
      ['2026-11-01', 'x', 'a', 100],
      ['2026-11-04', 'k', 'a', 1000],
    ])
      await pool().query(
        `insert into cost_facts (organization_id, day, starts_at, api_key_id, model, amount_nano)
         values ($1, $2::date, $2::timestamptz, $3, $4, $5)`,
        [id, on, keyId, model, amount],
      )
    await rebuildRollup(pool(), id, [day('2026-11-01'), day('2026-11-04')])
  }
  const revise = (apiKeyId: string, on: string) =>
    prisma().revision.create({
      data: {
        ...{ organizationId: 'o', day: new Date(on), noticedAt: createdAt, beforeNano: 3n, afterNano: 2n },
        rows: { create: { ordinal: 0, kind: 'cost', startsAt: createdAt, apiKeyId } },
      },
    })
  await revise('k', '2026-11-01')
  await revise('x', '2026-11-01')
  await revise('k', '2026-11-04')

  const ask = (keyId: string | null) => getSupportFacts(viewer, { organizationId: 'o', keyId, range })
  const ofKey = await ask('k')
  expect(ofKey).toMatchObject({
    organization: { id: 'o', name: 'Name of o' },
    key: { id: 'k', name: '"k"', status: 'active' },
    days: [
      {
        day: '2026-11-01',
        state: 'synced',
        models: [
          { model: 'b', amount: 7n },
          { model: 'a', amount: 5n },
        ],
      },
      { day: '2026-11-03', state: 'provisional', models: [] },
    ],
    restatements: [{ day: '2026-11-01', before: 3n, after: 2n }],
  })
  const all = await ask(null)
  expect(all?.key).toBeNull()
  expect(sum(all!.days.flatMap(({ models }) => models.map(({ amount }) => amount)))).toBe(112n)
  expect(all?.restatements).toHaveLength(2)
  expect(await ask('x')).toMatchObject({ key: { name: 'x', status: 'no longer listed' } })
  expect(await ask('never')).toBeNull()
  expect(await getSupportFacts(viewer, { organizationId: 'none', keyId: null, range })).toBeNull()
})
