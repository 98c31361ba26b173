import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import {
  calculationHref,
  CALCULATOR_FIELDS,
  type CalculatorValues,
  calculateCost,
  calculatePlan,
  parseCalculation,
} from '@/lib/domain/guides/calculator'
import { rangeWords, suggestion } from '@/lib/domain/guides/calculator-words'
import { formatUsdExact } from '@/lib/domain/money'
import { guideGround } from './guide-ground'

const GROUND = guideGround(day('2026-11-22'))
const EMPTY = Object.fromEntries(CALCULATOR_FIELDS.map((field) => [field, ''])) as CalculatorValues
const MEDIUM = { input: '2', write5m: '1', write1h: '10', read: '160', output: '2.5' }
const VALUES: CalculatorValues = {
  ...{ ...EMPTY, ...MEDIUM, model: 'claude-opus-5-5', way: 'standard', seats: '1' },
  interactive: '100',
}

const ask = (values: Partial<CalculatorValues> = {}) => {
  const { calculation, errors } = parseCalculation({ ...VALUES, ...values }, GROUND)
  if (!calculation) throw new Error(JSON.stringify(errors))
  const cost = calculateCost(calculation, GROUND)
  if (!cost.isPriced) return { cost, plan: null, total: null }
  return { cost, plan: calculatePlan(calculation, cost.total, GROUND), total: rangeWords(cost.total) }
}
const errorsOf = (values: Partial<CalculatorValues>) => parseCalculation({ ...VALUES, ...values }, GROUND)

describe('the calculator', () => {
  it('reckons the medium month of billing.md §14, and what changes its price', () => {
    expect(ask().total).toBe('$175.00')
    expect(ask({ way: 'batch' }).total).toBe('$87.50')
    expect(ask({ way: 'fast' }).total).toBe('$350.00')
    expect(ask({ us: 'on' }).total).toBe('$192.50')
    expect(ask({ searches: '3' }).total).toBe('$175.03')
    expect(ask({ model: 'claude-sonnet-5-5' }).total).toBe('$87.50')
  })

  it('gives a range where the length of prompts decides', () => {
    expect(
      ask({ model: 'claude-haiku-5-5', input: '1', write5m: '', write1h: '', read: '', output: '' }).total,
    ).toBe('$0.10 to $0.50')
  })

  it('has no price rather than zero where nobody knows one', () => {
    const { cost } = ask({ model: 'claude-haiku-4-5', way: 'fast' })
    expect(cost).toEqual({ isPriced: false, why: 'speed' })
  })

  it('sets a plan beside it, as a range', () => {
    const { plan } = ask({ plan: 'max:monthly' })
    if (!plan) throw new Error('no plan')
    expect(formatUsdExact(plan.low.planAtBest)).toBe('100.00')
    expect(formatUsdExact(plan.low.planAtWorst)).toBe('275.00')
    expect(suggestion(plan)).toBe(
      'Max is cheaper if use worth at least $100.00 a month at API prices fits within its limits.',
    )
    const ultra = ask({ plan: 'ultra:monthly' }).plan
    expect(ultra && suggestion(ultra)).toContain('The API alone looks cheaper')
    expect(ultra && suggestion(ultra)).toContain('$25.00 a month more')
    const linked = ask({ plan: 'max:monthly', linked: 'on', interactive: '40' }).plan
    expect(linked && formatUsdExact(linked.low.planAtBest)).toBe('105.00')
    expect(linked && suggestion(linked)).toContain('worth its fee')
  })

  it('divides a yearly price by twelve', () => {
    const { plan } = ask({ plan: 'pro:annual' })
    expect(plan && formatUsdExact(plan.fee)).toBe('16.666666667')
  })

  it.each([
    [{ input: '-1' }, 'input'],
    [{ input: '1e3' }, 'input'],
    [{ input: '1,5' }, 'input'],
    [{ input: '0.0000001' }, 'input'],
    [{ output: '1000001' }, 'output'],
    [{ model: 'gpt-4' }, 'model'],
    [{ model: '\u0000' }, 'model'],
    [{ way: 'slow' }, 'way'],
    [{ plan: 'max' }, 'plan'],
    [{ plan: 'gold:monthly' }, 'plan'],
    [{ seats: '0' }, 'seats'],
    [{ interactive: '101' }, 'interactive'],
    [{ searches: 'many' }, 'searches'],
    [{ us: 'yes' }, 'us'],
  ])('says what is wrong with %j', (values, field) => {
    const { calculation, errors } = errorsOf(values)
    expect(calculation).toBeNull()
    expect(Object.keys(errors)).toEqual([field])
    expect(Object.values(errors)[0]).toMatch(/^(Write|Choose|There is no|This is)/)
  })

  it('begins with somebody’s own tokens, exactly', () => {
    const tokens = fc.bigInt({ min: 0n, max: 10n ** 12n })
    fc.assert(
      fc.property(
        tokens,
        tokens,
        tokens,
        tokens,
        tokens,
        (uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output) => {
          const own = { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output }
          const href = calculationHref({ model: 'claude-opus-5-5', webSearches: 3n, ...own })
          const params = Object.fromEntries(new URL(href, 'http://localhost').searchParams)
          const { calculation } = parseCalculation({ ...VALUES, ...params }, GROUND)
          expect(calculation).toMatchObject({ model: 'claude-opus-5-5', tokens: own, webSearches: 3n })
        },
      ),
    )
  })

  it('adds up exactly, whatever is asked', () => {
    const millions = fc.integer({ min: 0, max: 999_999_999 }).map((units) => (units / 1_000_000).toFixed(6))
    fc.assert(
      fc.property(millions, millions, millions, (input, read, output) => {
        const { cost } = ask({ input, read, output, searches: '7' })
        if (!cost.isPriced) throw new Error(cost.why)
        const parts = Object.values(cost.kinds).reduce((all, { low }) => all + low, 0n)
        expect(parts + cost.searches).toBe(cost.total.low)
      }),
    )
  })
})
