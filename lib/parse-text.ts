import { z } from 'zod'

/** Text a person or machine sends: trimmed, not empty, no NUL (PostgreSQL refuses it), at most `max` characters. */
export function plainText(max: number) {
  return z
    .string()
    .refine((text) => !text.includes('\u0000'), 'must not contain a NUL character')
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters`)
}

/** A mail address, in lower case: the one spelling people are found by. */
export const emailAddress = plainText(254).toLowerCase().pipe(z.email('must be an e-mail address'))
