import { describe, expect, it } from 'vitest'
import { amountField, currencyField, dayField, emptyOr } from './plan-fields'

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

it('a day has to exist', () => {
  expect(dayField.parse('2028-02-29')).toBe('2028-02-29')
  for (const text of ['2026-02-29', '29.02.2028', '', '2026-2-1', 'today'])
    expect(dayField.safeParse(text).success).toBe(false)
})

it('a currency is an ISO code, in any case', () => {
  expect(currencyField.parse(' eur ')).toBe('EUR')
  for (const text of ['EURO', 'ZZZ', '€']) expect(currencyField.safeParse(text).success).toBe(false)
})

it('an empty field is null, a filled one is parsed', () => {
  expect(emptyOr(dayField).parse('  ')).toBeNull()
  expect(emptyOr(dayField).parse(undefined)).toBeNull()
  expect(emptyOr(dayField).parse('2026-11-22')).toBe('2026-11-22')
  expect(emptyOr(dayField).safeParse('x').success).toBe(false)
})
