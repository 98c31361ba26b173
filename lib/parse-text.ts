import { z } from 'zod'
import { type Day, parseDay } from '@/lib/domain/day'

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

/** A UTC day that exists, exactly as `YYYY-MM-DD`. */
export const utcDay = z
  .string({
    error: ({ input }) => (input === undefined ? undefined : 'must be a day like 2026-11-22'),
  })
  .transform((text, context): Day => {
    const parsed = parseDay(text)
    if (parsed) return parsed
    context.addIssue('must be a day that exists, like 2026-11-22 (year-month-day)')
    return z.NEVER
  })
  .describe('A UTC day, YYYY-MM-DD')

/** The same from a form, where a browser without a date picker lets people type spaces around it. */
export const typedDay = z.string().trim().pipe(utcDay)
