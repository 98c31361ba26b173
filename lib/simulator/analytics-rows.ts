import type { AnalyticsQuery, ReportDimension } from './analytics-query'
import { DAY_MINUTES, HOUR_MINUTES } from './instants'
import { type Fact, hasUsage, type World } from './world'

type RowCostLine = {
  costType: string | null
  tokenType: string | null
  amount: bigint
  listAmount: bigint
}

export type ReportRow = {
  key: string
  startMinute: number
  endMinute: number
  values: readonly (string | null)[]
  amount: bigint
  listAmount: bigint
  /** Cost by component; one line with nulls when neither cost_type nor token_type is asked. */
  lines: Map<string, RowCostLine>
  uncachedInput: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number
  webSearches: number
  requests: number
  isUsed: boolean
}

const WIDTH_MINUTES = { '1d': DAY_MINUTES, '1h': HOUR_MINUTES, '1m': 1 } as const

/** All rows of a query in answer order, each (bucket × group) once, with its components inside. */
export function groupRows(world: World, query: AnalyticsQuery, visibleBefore: number): ReportRow[] {
  const rows = new Map<string, ReportRow>()
  const endMinute = Math.min(query.endMinute, visibleBefore)
  const width = query.width === null ? null : WIDTH_MINUTES[query.width]
  const readers = query.groupBy.map(readerOf)
  const filters = query.filters.map(({ dimension, values }) => ({ read: readerOf(dimension), values }))

  for (let index = firstAtOrAfter(world.facts, query.startMinute); index < world.facts.length; index++) {
    const fact = world.facts[index] as Fact
    if (fact.minute >= endMinute) break
    if (!filters.every(({ read, values }) => values.has(read(fact)))) continue
    const start = width === null ? query.startMinute : Math.floor(fact.minute / width) * width
    let key = String(start)
    for (const read of readers) key += `\u0001${read(fact) ?? '\u0002'}`
    let row = rows.get(key)
    if (!row) {
      const end = width === null ? query.endMinute : start + width
      row = emptyRow(
        key,
        start,
        end,
        readers.map((read) => read(fact)),
      )
      rows.set(key, row)
    }
    addFact(row, fact, query)
  }
  const counts =
    query.report === 'cost' ? (row: ReportRow) => row.lines.size > 0 : (row: ReportRow) => row.isUsed
  return sortRows([...rows.values()].filter(counts), query)
}

/** The value a fact has in a dimension; dimensions the simulator does not tell stories about are null. */
function readerOf(dimension: ReportDimension): (fact: Fact) => string | null {
  switch (dimension) {
    case 'actor':
      return (fact) => fact.actorId
    case 'actor_type':
      return (fact) => actorType(fact.actorId)
    case 'api_key_id':
      return (fact) => fact.apiKeyId
    case 'context_window':
      return (fact) => fact.contextWindow
    case 'inference_geo':
      return (fact) => fact.inferenceGeo
    case 'model':
      return (fact) => fact.model
    case 'product':
      return (fact) => fact.product
    case 'service_tier':
      return (fact) => fact.serviceTier
    case 'speed':
      return (fact) => fact.speed
    case 'workspace_id':
      return (fact) => fact.workspaceId
    default:
      return () => null
  }
}

function actorType(actorId: string | null): string | null {
  if (actorId === null) return null
  if (actorId.startsWith('user_')) return 'user_actor'
  if (actorId.startsWith('federated:')) return 'federated_actor'
  return actorId.startsWith('svac_') ? 'service_account_actor' : 'api_actor'
}

function firstAtOrAfter(facts: readonly Fact[], minute: number): number {
  let low = 0
  let high = facts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((facts[middle] as Fact).minute < minute) low = middle + 1
    else high = middle
  }
  return low
}

function addFact(row: ReportRow, fact: Fact, query: AnalyticsQuery): void {
  row.requests += fact.requests
  if (query.report === 'usage') {
    row.uncachedInput += fact.uncachedInput
    row.cacheRead += fact.cacheRead
    row.cacheWrite5m += fact.cacheWrite5m
    row.cacheWrite1h += fact.cacheWrite1h
    row.output += fact.output
    row.webSearches += fact.webSearches
    row.isUsed ||= hasUsage(fact)
    return
  }
  for (const line of fact.costs) {
    // token_type alone answers token components only; with cost_type the others stay beside them.
    if (query.byTokenType && !query.byCostType && line.costType !== 'tokens') continue
    const costType = query.byCostType || query.byTokenType ? line.costType : null
    const tokenType = query.byTokenType ? line.tokenType : null
    const key = `${costType ?? ''}\u0001${tokenType ?? ''}`
    const sum = row.lines.get(key)
    if (sum) {
      sum.amount += line.amount
      sum.listAmount += line.listAmount
    } else {
      row.lines.set(key, { costType, tokenType, amount: line.amount, listAmount: line.listAmount })
    }
    row.amount += line.amount
    row.listAmount += line.listAmount
  }
}

function metricOf(query: AnalyticsQuery): (row: ReportRow) => bigint | number {
  switch (query.orderBy) {
    case 'list_amount':
      return (row) => row.listAmount
    case 'output_tokens':
      return (row) => row.output
    case 'requests':
      return (row) => row.requests
    case 'uncached_input_tokens':
      return (row) => row.uncachedInput
    case 'total_tokens':
    case 'time':
    case 'amount':
      return query.report === 'cost' ? (row) => row.amount : totalTokens
  }
}

export function totalTokens(row: ReportRow): number {
  return row.uncachedInput + row.cacheRead + row.cacheWrite5m + row.cacheWrite1h + row.output
}

function sortRows(rows: ReportRow[], query: AnalyticsQuery): ReportRow[] {
  const metric = metricOf(query)
  const byTime = query.orderBy === 'time' && query.width !== null
  const direction = query.ascending ? 1 : -1
  const metricDirection = byTime ? -1 : direction
  return rows.sort((left, right) => {
    if (byTime && left.startMinute !== right.startMinute) {
      return left.startMinute < right.startMinute ? -direction : direction
    }
    const leftMetric = metric(left)
    const rightMetric = metric(right)
    if (leftMetric !== rightMetric) return leftMetric < rightMetric ? -metricDirection : metricDirection
    return left.key < right.key ? -1 : 1
  })
}

function emptyRow(key: string, startMinute: number, endMinute: number, values: (string | null)[]): ReportRow {
  return {
    key,
    startMinute,
    endMinute,
    values,
    amount: 0n,
    listAmount: 0n,
    lines: new Map(),
    uncachedInput: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: 0,
    webSearches: 0,
    requests: 0,
    isUsed: false,
  }
}
