import { describe, expect, it } from 'vitest'
import { utcDay } from '@/lib/parse-text'
import { amountField, currencyField, emptyOr } from './plan-fields'

describe('an amount', () => {
  it.each([
    ['20', 20_000_000_000n],
    ['20.00', 20_000_000_000n],
    [' 0.5 ', 500_000_000n],
    ['0', 0n],
    ['0.123456789', 123_456_789n],
  ])('%j is taken exactly', (text, nano) => {
    expect(amountField.parse(text)).toBe(nano)
  })

  it.each([
    ['20,00', /point/],
    ['1,200.00', /point/],
    ['3,00', /point/],
    ['-1', /negative/],
    ['', /amount/],
    ['1e3', /plain amount/],
    ['$20', /plain amount/],
    ['0.1234567891', /nine decimals/],
    ['9'.repeat(31), /too long/],
  ])('%j is refused with a reason', (text, reason) => {
    expect(amountField.safeParse(text).error?.issues[0]?.message).toMatch(reason)
  })

  it('is refused as a JSON number', () => {
    expect(amountField.safeParse(20).error?.issues[0]?.message).toBe(
      'must be a decimal string such as "20.00"',
    )
  })
})

it('a currency is an ISO code, in any case', () => {
  expect(currencyField.parse(' eur ')).toBe('EUR')
  for (const text of ['EURO', 'ZZZ', '€']) expect(currencyField.safeParse(text).success).toBe(false)
})

it('an empty field is null, a filled one is parsed', () => {
  expect(emptyOr(utcDay).parse('  ')).toBeNull()
  expect(emptyOr(utcDay).parse(undefined)).toBeNull()
  expect(emptyOr(utcDay).parse('2026-11-22')).toBe('2026-11-22')
  expect(emptyOr(utcDay).safeParse('x').success).toBe(false)
})
