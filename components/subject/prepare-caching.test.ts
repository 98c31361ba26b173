import { describe, expect, it } from 'vitest'
import type { Caching } from '@/lib/domain/caching'
import { nano } from '@/lib/domain/money'
import { prepareCaching } from './prepare-caching'

const range = (low: bigint, high = low) => ({ low: nano(low * 10n ** 9n), high: nano(high * 10n ** 9n) })
const caching = (changes: Partial<Caching> = {}): Caching => ({
  ...{ net: range(35n), saved: range(38n), paid: range(3n), reads: 800n, writes: 100n, prompts: 1000n },
  ...{ unpriced: { models: [], tokens: 0n }, estimated: [] },
  ...changes,
})

describe('prepareCaching', () => {
  it('says what was saved, from what, and at which prices', () => {
    expect(prepareCaching(caching())).toEqual({
      title: 'Saved',
      amount: '$35.00',
      sentence:
        '80\u202f% of prompt tokens came from the cache. Reads cost $38.00 less than plain input, writes $3.00 more.',
      notes: ['At list prices of standard requests; batches save half of that.'],
    })
  })

  it('says of writes only where there were some', () => {
    const words = prepareCaching(caching({ writes: 0n, paid: range(0n), net: range(38n) }))
    expect(words?.sentence).toContain('Reads cost $38.00 less than plain input; nothing was written.')
  })

  it('says wasted without a sign, and a range as one', () => {
    expect(prepareCaching(caching({ net: range(-5n, -1n) }))).toMatchObject({
      title: 'Wasted',
      amount: '$1.00 to $5.00',
    })
    expect(prepareCaching(caching({ net: range(-1n, 2n) }))).toMatchObject({
      title: 'Saved or wasted',
      amount: '−$1.00 to $2.00',
    })
  })

  it('is silent where nothing was cached, and has no price rather than nothing', () => {
    expect(prepareCaching(caching({ reads: 0n, writes: 0n }))).toBeNull()
    const unpriced = { models: ['claude-new'], tokens: 900n }
    const words = prepareCaching(caching({ unpriced, net: range(0n) }))
    expect(words).toMatchObject({ title: 'No price', amount: '–' })
    expect(words?.notes[0]).toContain('900 cached tokens have no price and are not counted: claude-new.')
  })
})
