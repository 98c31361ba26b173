import { describe, expect, it } from 'vitest'
import type { PersonCostRow, PersonUsageRow } from '@/lib/anthropic/detail-rows'
import { nano } from '@/lib/domain/money'
import { personLines, rateLines } from './detail-lines'

const group = {
  startsAt: new Date('2026-11-20T00:00:00Z'),
  apiKeyId: 'k',
  workspaceId: 'w',
  model: 'm\t1',
  product: null,
  serviceTier: null,
}
const ada = { id: 'user_1', type: 'user_actor', name: 'Ada', email: null, deleted: false }
const usage: PersonUsageRow = {
  ...group,
  actor: ada,
  uncachedInput: 1n,
  cacheRead: 2n,
  cacheWrite5m: 3n,
  cacheWrite1h: 4n,
  output: 5n,
  webSearches: 6n,
  requests: 7n,
}
const cost: PersonCostRow = {
  ...group,
  actor: ada,
  costType: null,
  tokenType: null,
  amount: nano(80n),
  listAmount: null,
}
const rate = { speed: 'fast', contextWindow: null, inferenceGeo: 'us' }

describe('lines of the daily passes', () => {
  it('join cost and usage of one person, key, workspace, model and product', () => {
    const read = personLines([usage], [cost, { ...cost, actor: null, amount: nano(5n) }])
    expect(read.lines).toEqual([
      '\\N\tk\tw\tm\\t1\t\\N\t5\t5\t1\t0\t0\t0\t0\t0\t0\t0',
      'user_1\tk\tw\tm\\t1\t\\N\t80\t80\t1\t1\t2\t3\t4\t5\t6\t7',
    ])
    expect(read).toMatchObject({ isDisturbed: false, costRows: 2, actors: [ada] })
    expect(read.sum).toMatchObject({ amount: 85n, listAmount: 85n, output: 5n, requests: 7n })
  })

  it('keep cost and usage of one rate apart', () => {
    const read = rateLines(
      [{ ...usage, ...rate, requests: null }],
      [{ ...cost, ...rate, costType: 'tokens', tokenType: 'output_tokens' }],
    )
    expect(read.lines).toEqual([
      `k\tm\\t1\tfast\t\\N\tus\t\\N\t\\N\t\\N\t\\N\t1\t2\t3\t4\t5\t6\t\\N`,
      `k\tm\\t1\tfast\t\\N\tus\ttokens\toutput_tokens\t80\t\\N${'\t\\N'.repeat(7)}`,
    ])
    expect(read.sum.requests).toBeNull()
  })

  it('tell when a row came twice', () => {
    expect(personLines([usage, usage], []).isDisturbed).toBe(true)
    expect(
      rateLines(
        [],
        [0, 1].map(() => ({ ...cost, ...rate })),
      ).isDisturbed,
    ).toBe(true)
  })
})
