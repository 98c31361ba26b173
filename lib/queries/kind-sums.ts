import { type CostByKind, KINDS } from '@/lib/domain/explained-spend'

const KIND_COLUMNS: Record<keyof CostByKind, string> = {
  uncachedInput: 'uncached_input_nano',
  cacheRead: 'cache_read_nano',
  cacheWrite5m: 'cache_write_5m_nano',
  cacheWrite1h: 'cache_write_1h_nano',
  output: 'output_nano',
  webSearches: 'web_search_nano',
  codeExecution: 'code_execution_nano',
  session: 'session_nano',
}

/** What each kind of token and other cost came to, as columns of a statement over rows of the rollup called `f`. */
export const KIND_SUMS = Object.entries(KIND_COLUMNS).map(
  ([name, column]) => `sum(f.${column})::bigint as "kind.${name}"`,
)

export function costsOfKinds(row: object): CostByKind {
  const sums = row as Record<string, bigint | undefined>
  const costs = {} as CostByKind
  for (const name of Object.keys(KINDS) as (keyof CostByKind)[]) costs[name] = sums[`kind.${name}`] ?? 0n
  return costs
}
