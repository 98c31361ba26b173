import { beforeEach, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { pool, prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { day } from '@/lib/domain/day'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { getCaching } from './caching'

useDatabase({ emptied: ['organizations', 'spend_rollup', 'model_prices'] })

const viewer = systemActor('test', 'viewer')
const RANGE = { from: day('2026-10-06'), to: day('2026-10-08') }

const of = (kind: SpendSubject['kind'], id: string) =>
  getCaching(
    viewer,
    kind === 'model' ? { kind, id, data: 'real' } : { kind, id, organizationId: 'org' },
    RANGE,
  )

beforeEach(async () => {
  await prisma().organization.create({ data: { id: 'org', name: 'Org', createdAt: new Date() } })
  for (const [on, key, workspace, model, reads, writes] of [
    ['2026-10-05', 'key-a', 'ws', 'claude-sonnet-5-5', 9_000_000, 0],
    ['2026-10-06', 'key-a', 'ws', 'claude-sonnet-5-5', 1_000_000, 0],
    ['2026-10-07', 'key-a', 'ws', 'claude-sonnet-5-5', 1_000_000, 200_000],
    ['2026-10-07', 'key-b', 'ws', 'claude-opus-5-5', 0, 1_000_000],
    ['2026-10-07', null, 'other', 'claude-tomorrow-9', 500, 0],
    ['2026-10-08', 'key-a', 'ws', 'claude-sonnet-5-5', 9_000_000, 0],
  ])
    await pool().query(
      `insert into spend_rollup (organization_id, day, api_key_id, workspace_id, model, amount_nano, list_amount_nano,
         cost_lines, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests)
       values ('org', $1, $2, $3, $4, 0, 0, 0, 1000, $5, 0, $6, 0, 0, 0)`,
      [on, key, workspace, model, reads, writes],
    )
})

it('is of the days and the subject asked for, each day at its own price', async () => {
  // Reads: 1.80 on the 6th, 1.90 on the 7th; 200,000 tokens written for an hour at 4.00 rather than 2.00.
  const key = await of('key', 'key-a')
  expect(key).toMatchObject({
    saved: { low: 3_700_000_000n },
    paid: { low: 400_000_000n },
    reads: 2_000_000n,
  })
  expect((await of('key', 'key-b')).net.high).toBe(-4_000_000_000n)
  expect((await of('workspace', 'ws')).net.low).toBe(-700_000_000n)
  expect((await of('model', 'claude-opus-5-5')).net.low).toBe(-4_000_000_000n)
  expect((await of('key', 'nobody')).prompts).toBe(0n)
})

it('counts what has no price', async () => {
  expect((await of('workspace', 'other')).unpriced).toEqual({ models: ['claude-tomorrow-9'], tokens: 500n })
})
