import { describe, expect, it } from 'vitest'
import { prepareChanges, type ChangedFact } from './prepare-changes'

const fact = (changes: Partial<ChangedFact>): ChangedFact => ({
  kind: 'cost',
  startsAt: new Date('2026-06-14T09:00:00Z'),
  apiKeyId: 'apikey_1',
  workspaceId: null,
  model: 'claude-opus-5-5',
  product: null,
  serviceTier: 'standard',
  costType: 'tokens',
  tokenType: 'output_tokens',
  before: null,
  after: null,
  ...changes,
})

describe('prepareChanges', () => {
  it('shows amounts to the last digit, and what was not there', () => {
    const [line] = prepareChanges([fact({ before: { amount: '1237891200', list: null } })])
    expect(line).toEqual({
      id: 0,
      hour: '09:00',
      what: 'output_tokens',
      about: 'claude-opus-5-5 · apikey_1 · standard',
      before: '$1.2378912',
      after: 'not there',
    })
  })

  it('shows of usage only the counts that changed', () => {
    const before = { output: 5, requests: 1, cache_read: 9 }
    const [line] = prepareChanges([
      fact({ kind: 'usage', before, after: { ...before, output: 6, requests: null } }),
    ])
    expect(line?.before).toBe('5 output, 1 requests')
    expect(line?.after).toBe('6 output, unknown requests')
  })
})
