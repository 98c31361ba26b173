import { expect, it } from 'vitest'
import { emailAddress, plainText, typedDay, utcDay } from './parse-text'

it('text is trimmed, bounded, and has neither nothing nor NUL in it', () => {
  expect(plainText(5).parse('  ab\n ')).toBe('ab')
  expect(plainText(5).parse('abcde')).toBe('abcde')
  for (const text of ['', '   ', 'abcdef', 'a\u0000b'])
    expect(plainText(5).safeParse(text).success).toBe(false)
})

it('an e-mail address is kept in lower case', () => {
  expect(emailAddress.parse(' Ada@Example.COM ')).toBe('ada@example.com')
  for (const text of ['ada', 'ada@', '@example.com', 'a b@example.com'])
    expect(emailAddress.safeParse(text).success).toBe(false)
})

it('a day has to exist', () => {
  expect(utcDay.parse('2028-02-29')).toBe('2028-02-29')
  for (const text of ['2026-02-29', '29.02.2028', '', '2026-2-1', 'today', ' 2026-11-22', '2026-11-22\n'])
    expect(utcDay.safeParse(text).success).toBe(false)
})

it('a day typed into a form may have spaces around it', () => {
  expect(typedDay.parse(' 2026-11-22 ')).toBe('2026-11-22')
  for (const text of ['2026-02-29', '2026 -11-22', ' ']) expect(typedDay.safeParse(text).success).toBe(false)
})
