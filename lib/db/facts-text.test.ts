import { describe, expect, it } from 'vitest'
import { copyField, COST_KEY_FIELDS, costLine, settleLines, USAGE_KEY_FIELDS, usageLine } from './facts-text'

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
    expect(usageLine(usage)).toBe(`${key}\t1\t2\t3\t4\t5\t6\t\\N`)
    expect(key.split('\t')).toHaveLength(USAGE_KEY_FIELDS)
    const cost = { ...group, costType: 'tokens', tokenType: null, amount: -12n, listAmount: null }
    expect(costLine(cost)).toBe(`${key}\ttokens\t\\N\t-12\t\\N`)
    expect(`${key}\ttokens\t\\N`.split('\t')).toHaveLength(COST_KEY_FIELDS)
  })

  it('is brought into one order; of two lines with one key the later counts', () => {
    expect(settleLines(['b\t1\t5', 'a\t1\t5', 'a\t10\t5'], 2)).toEqual({
      lines: ['a\t1\t5', 'a\t10\t5', 'b\t1\t5'],
      repeats: 0,
    })
    expect(settleLines(['b\t1\t9', 'a\t1\t5', 'b\t1\t5', 'b\t1\t7'], 2)).toEqual({
      lines: ['a\t1\t5', 'b\t1\t7'],
      repeats: 2,
    })
    expect(settleLines([], 2)).toEqual({ lines: [], repeats: 0 })
  })
})
