import { describe, expect, it } from 'vitest'
import { copyField, costKey, costMeasures, usageKey, usageMeasures } from './facts-text'

const group = {
  startsAt: new Date('2026-11-20T05:00:00Z'),
  apiKeyId: null,
  workspaceId: 'wrkspc_1',
  model: 'claude\\next\tone',
  product: null,
  serviceTier: 'standard',
}

describe('COPY text', () => {
  it('escapes what separates and leaves the rest alone', () => {
    expect(copyField(null)).toBe('\\N')
    expect(copyField('')).toBe('')
    expect(copyField('\\N')).toBe('\\\\N')
    expect(copyField('a\tb\nc\rd\\e\vf\fg\bh')).toBe('a\\tb\\nc\\rd\\\\e\\vf\\fg\\bh')
    expect(copyField('ключ 🔑')).toBe('ключ 🔑')
  })

  it('refuses NUL', () => {
    expect(() => copyField('a\0b')).toThrow(RangeError)
  })

  it('has the group in front and the measures behind', () => {
    const usage = {
      ...group,
      uncachedInput: 1n,
      cacheRead: 2n,
      cacheWrite5m: 3n,
      cacheWrite1h: 4n,
      output: 5n,
      webSearches: 6n,
      requests: null,
    }
    const key = '2026-11-20T05:00:00.000Z\t\\N\twrkspc_1\tclaude\\\\next\\tone\t\\N\tstandard'
    expect(usageKey(usage)).toBe(key)
    expect(usageMeasures(usage)).toBe('1\t2\t3\t4\t5\t6\t\\N')
    const cost = { ...group, costType: 'tokens', tokenType: null, amount: -12n, listAmount: null }
    expect(costKey(cost)).toBe(`${key}\ttokens\t\\N`)
    expect(costMeasures(cost)).toBe('-12\t\\N')
  })
})
