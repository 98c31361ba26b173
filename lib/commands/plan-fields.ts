import { z } from 'zod'
import { type Nano, parseUsd } from '@/lib/domain/money'
import { emailAddress, plainText } from '@/lib/parse-text'

/**
 * An amount of money as typed or sent: a plain decimal string, never a JSON number. A comma is refused with a
 * sentence, since 20,00 and 20,000 mean different things to different people.
 */
export const amountField = z
  .string('must be a decimal string such as "20.00"')
  .transform((typed, context): Nano => {
    const text = typed.trim()
    const refuse = (sentence: string) => {
      context.addIssue(sentence)
      return z.NEVER
    }
    if (text === '') return refuse('must be an amount such as 20.00')
    if (text.includes(','))
      return refuse('must use a point for the cents and no thousands marks, such as 1200.50')
    if (text.startsWith('-')) return refuse('must not be negative')
    if (text.length > 30) return refuse('is too long for an amount')
    const parsed = parseUsd(text)
    if (parsed !== null) return parsed
    return refuse('must be a plain amount such as 20 or 20.00, with at most nine decimals')
  })
  .describe('An exact decimal string')

const currencies = new Set(Intl.supportedValuesOf('currency'))

export const CURRENCIES: readonly string[] = [...currencies]

/** An ISO 4217 code. */
export const currencyField = z
  .string('must be a currency code such as USD or EUR')
  .trim()
  .toUpperCase()
  .refine((code) => currencies.has(code), 'must be a three-letter currency code such as USD or EUR')

export const MAX_SEATS = 100_000

export const seatsField = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(MAX_SEATS, 'must be at most 100000')

export const cycleField = z.enum(['monthly', 'annual'], 'must be monthly or annual')

export const planCodeField = plainText(50).describe('A code of the catalogue')

export const holderField = emailAddress.describe('Whose plan it is')

/** A field of a form that may stay empty: null then. */
export function emptyOr<T>(field: z.ZodType<T, string>) {
  return z
    .string()
    .default('')
    .transform((text) => (text.trim() === '' ? null : text))
    .pipe(z.union([z.null(), field]))
}
