import { describe, expect, it } from 'vitest'
import { isToldAt } from './prepare-demo-banner'

describe('isToldAt', () => {
  it('on the timeline the address decides, where it says one of the two', () => {
    for (const chosen of ['real', 'demo'] as const) {
      expect(isToldAt({ pathname: '/', asked: ['demo'], chosen })).toBe(true)
      expect(isToldAt({ pathname: '/', asked: ['real'], chosen })).toBe(false)
    }
  })

  it('everywhere else, and for any other address, the choice does', () => {
    for (const [chosen, told] of [
      ['real', false],
      ['demo', true],
    ] as const) {
      expect(isToldAt({ pathname: '/', asked: [], chosen })).toBe(told)
      expect(isToldAt({ pathname: '/', asked: ['neither'], chosen })).toBe(told)
      expect(isToldAt({ pathname: '/', asked: ['demo', 'real'], chosen })).toBe(told)
      expect(isToldAt({ pathname: '/plans', asked: ['real'], chosen })).toBe(told)
      expect(isToldAt({ pathname: '/plans', asked: ['demo'], chosen })).toBe(told)
    }
  })
})
