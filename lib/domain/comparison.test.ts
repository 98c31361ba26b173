import { describe, expect, it } from 'vitest'
import { compare, type PairedSpend } from './comparison'
import { nano } from './money'

const whole = { now: 0, before: 0 }
const moved = (model: string, difference: bigint) => ({ model, keyId: 'k', difference: nano(difference) })

describe('compare', () => {
  it('says what moved, and what it is compared with', () => {
    expect(compare(nano(15n), nano(10n), whole)).toMatchObject({ kind: 'change', difference: 5n, base: 10n })
    expect(compare(nano(15n), nano(0n), whole)).toMatchObject({ base: 0n, mover: null })
  })

  it('compares nothing where days are missing on either side', () => {
    expect(compare(nano(15n), nano(10n), { now: 0, before: 12 })).toEqual({
      kind: 'incomplete',
      missingNow: 0,
      missingBefore: 12,
    })
    expect(compare(nano(15n), nano(10n), { now: 1, before: 0 }).kind).toBe('incomplete')
  })

  it('names the part that is at least half of the change, in its direction', () => {
    const moverOf = (now: bigint, before: bigint, movers: Partial<Pick<PairedSpend, 'rise' | 'fall'>>) => {
      const comparison = compare(nano(now), nano(before), whole, { rise: null, fall: null, ...movers })
      return comparison.kind === 'change' ? comparison.mover?.model : undefined
    }
    const both = { rise: moved('opus', 15n), fall: moved('haiku', -15n) }
    expect(moverOf(30n, 10n, both)).toBe('opus')
    expect(moverOf(10n, 30n, both)).toBe('haiku')
    expect(moverOf(40n, 10n, both)).toBe('opus')
    expect(moverOf(41n, 10n, both)).toBeUndefined()
    expect(moverOf(12n, 10n, { fall: moved('down', -90n) })).toBeUndefined()
    expect(moverOf(10n, 10n, both)).toBeUndefined()
  })
})
