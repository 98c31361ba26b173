import { describe, expect, it } from 'vitest'
import { compare, type MoverCell } from './comparison'
import { nano } from './money'

const whole = { now: 0, before: 0 }
const cell = (model: string, now: bigint, before: bigint): MoverCell => ({
  model,
  keyId: 'k',
  now: nano(now),
  before: nano(before),
})

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
    const moverOf = (now: bigint, before: bigint, cells: MoverCell[]) => {
      const comparison = compare(nano(now), nano(before), whole, cells)
      return comparison.kind === 'change' ? comparison.mover?.model : undefined
    }
    expect(moverOf(30n, 10n, [cell('opus', 20n, 5n), cell('haiku', 10n, 5n)])).toBe('opus')
    expect(moverOf(10n, 30n, [cell('opus', 5n, 20n), cell('haiku', 5n, 10n)])).toBe('opus')
    expect(moverOf(13n, 10n, [cell('a', 1n, 0n), cell('b', 1n, 0n), cell('c', 1n, 0n)])).toBeUndefined()
    expect(moverOf(12n, 10n, [cell('down', 0n, 90n)])).toBeUndefined()
    expect(moverOf(10n, 10n, [cell('a', 9n, 0n)])).toBeUndefined()
  })
})
