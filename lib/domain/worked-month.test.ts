import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatUsdExact, nano, NANO_PER_USD, zero } from './money'
import { monthInCash, planOrApi } from './worked-month'

const usd = (dollars: number) => nano(BigInt(dollars) * NANO_PER_USD)
const MAX = { fee: usd(100), usageCredits: zero, credit: usd(100), other: zero }
const cash = (month: Partial<Parameters<typeof monthInCash>[0]>) =>
  formatUsdExact(monthInCash({ ...MAX, creditable: zero, ...month }).cash)

describe('a month in cash (billing.md §14, "Mixed")', () => {
  it('is the fee, and what the credit leaves of the API use', () => {
    expect(cash({ creditable: usd(105) })).toBe('105.00')
    expect(cash({ creditable: usd(105), credit: zero })).toBe('205.00')
    expect(cash({ creditable: usd(45) })).toBe('100.00')
    expect(monthInCash({ ...MAX, creditable: usd(45) }).creditLeft).toBe(usd(55))
    expect(cash({ creditable: usd(45), other: usd(60) })).toBe('160.00')
  })

  it('never pays more credit than there is or was used', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 13n }).map(nano)
    fc.assert(
      fc.property(amount, amount, amount, amount, amount, (fee, usageCredits, credit, creditable, other) => {
        const month = monthInCash({ fee, usageCredits, credit, creditable, other })
        expect(month.creditUsed <= credit && month.creditUsed <= creditable).toBe(true)
        expect(month.cash).toBe(fee + usageCredits + creditable + other - month.creditUsed)
        expect(month.creditLeft).toBe(credit - month.creditUsed)
      }),
    )
  })
})

describe('plan or API', () => {
  it('reckons the medium month of Opus 5.5 (billing.md §14)', () => {
    const medium = (fee: number) => planOrApi({ fee: usd(fee), credit: zero, carried: usd(175), api: zero })
    expect(medium(100)).toEqual({
      apiAlone: usd(175),
      planAtBest: usd(100),
      planAtWorst: usd(275),
      creditUsed: zero,
      breakEven: usd(100),
    })
    expect(medium(200)).toMatchObject({ planAtBest: usd(200), breakEven: null })
    const linked = planOrApi({ fee: usd(100), credit: usd(100), carried: usd(175), api: usd(120) })
    expect(linked).toMatchObject({ planAtBest: usd(120), breakEven: zero, creditUsed: usd(100) })
  })

  it('costs exactly as much as the API where just the break-even fits', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 13n }).map(nano)
    fc.assert(
      fc.property(amount, amount, amount, amount, (fee, credit, carried, api) => {
        const { apiAlone, planAtBest, planAtWorst, breakEven } = planOrApi({ fee, credit, carried, api })
        expect(planAtWorst - planAtBest).toBe(carried)
        if (breakEven === null) expect(planAtBest > apiAlone).toBe(true)
        else if (breakEven > 0n) expect(planAtWorst - breakEven).toBe(apiAlone)
        else expect(planAtWorst <= apiAlone).toBe(true)
      }),
    )
  })
})
