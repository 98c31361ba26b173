import type { Millions } from './guide-facts'

/** Months of use to reckon with, in millions of tokens. Source: billing.md §14. */
export const WORKED_PROFILES = {
  light: { uncachedInput: 1, cacheWrite1h: 3, cacheRead: 40, output: 0.8 },
  medium: { uncachedInput: 2, cacheWrite5m: 1, cacheWrite1h: 10, cacheRead: 160, output: 2.5 },
  heavy: { uncachedInput: 6, cacheWrite1h: 30, cacheRead: 500, output: 8 },
} as const satisfies Record<string, Millions>
export type WorkedProfile = keyof typeof WORKED_PROFILES
