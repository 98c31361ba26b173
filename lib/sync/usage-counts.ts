import type { LegacyUsageRow } from '@/lib/anthropic/legacy-reports'

/** What is counted of use, beside requests. */
export type UsageCounts = Pick<
  LegacyUsageRow,
  'uncachedInput' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'output' | 'webSearches'
>

export const NO_COUNTS: Readonly<UsageCounts> = {
  uncachedInput: 0n,
  cacheRead: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  output: 0n,
  webSearches: 0n,
}
export const COUNTED_KINDS = Object.keys(NO_COUNTS) as (keyof UsageCounts)[]

export function sumCounts(rows: readonly UsageCounts[]): UsageCounts {
  const sum = { ...NO_COUNTS }
  for (const row of rows) for (const kind of COUNTED_KINDS) sum[kind] += row[kind]
  return sum
}
