const MINUTE_MS = 60_000
const FIRST_MS = MINUTE_MS
const LONGEST_MS = 6 * 60 * MINUTE_MS

/** From the first try on; what did not arrive by then is given up. */
export const KEEP_TRYING_MS = 3 * 24 * 60 * MINUTE_MS

/**
 * Milliseconds to wait after the `tries`th try failed (1 = the first): a minute, doubled each time up to six hours, a fifth
 * more or less by `random` (0 to 1), so that what failed together is not tried together. `asked`: what the other side asked
 * for, which is waited out up to a day.
 */
export function retryDelay(tries: number, random: number, asked: number | null = null): number {
  const usual = Math.min(FIRST_MS * 2 ** Math.min(tries - 1, 20), LONGEST_MS)
  const spread = Math.round(usual * (0.8 + 0.4 * random))
  return Math.max(spread, Math.min(asked ?? 0, 24 * 60 * MINUTE_MS))
}
