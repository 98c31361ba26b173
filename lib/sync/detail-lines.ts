import type {
  PersonCostRow,
  PersonUsageRow,
  RateCostRow,
  RateUsageRow,
  UsageActor,
} from '@/lib/anthropic/detail-rows'
import type { CostRow, UsageRow } from '@/lib/anthropic/reports'
import type { DetailDay, DetailSum } from '@/lib/db/detail-facts'
import { copyField } from '@/lib/db/facts-text'
import { NO_USAGE } from './assemble-days'

/** The rows of one pass and day, as they are stored and what they add up to. */
export type DetailRead = Omit<DetailDay, 'day'> & { actors: UsageActor[] }

/** Cost and usage rows of their own, as Anthropic sends them. */
export function rateLines(usage: readonly RateUsageRow[], cost: readonly RateCostRow[]): DetailRead {
  const group = (row: RateUsageRow | RateCostRow) =>
    fields(row.apiKeyId, row.model, row.speed, row.contextWindow, row.inferenceGeo)
  const costs = new Map(
    cost.map((row) => [
      `${group(row)}\t${fields(row.costType, row.tokenType)}`,
      `${row.amount}\t${row.listAmount ?? '\\N'}`,
    ]),
  )
  const usages = new Map(usage.map((row) => [group(row), countFields(row)]))
  const noCounts = fields(...new Array<null>(7).fill(null))
  const lines = [
    ...[...costs].map(([key, amounts]) => `${key}\t${amounts}\t${noCounts}`),
    ...[...usages].map(([key, counts]) => `${key}\t${fields(null, null, null, null)}\t${counts}`),
  ].sort()
  const isDisturbed = costs.size < cost.length || usages.size < usage.length
  return { lines, sum: sumOf(usage, cost), costRows: cost.length, isDisturbed, actors: [] }
}

/** One line per person, key, workspace, model and product: what it cost and what was used. */
export function personLines(usage: readonly PersonUsageRow[], cost: readonly PersonCostRow[]): DetailRead {
  const group = (row: PersonUsageRow | PersonCostRow) =>
    fields(row.actor?.id ?? null, row.apiKeyId, row.workspaceId, row.model, row.product)
  const costs = new Map(cost.map((row) => [group(row), row]))
  const usages = new Map(usage.map((row) => [group(row), row]))
  const lines = [...new Set([...costs.keys(), ...usages.keys()])].sort().map((key) => {
    const [paid, used] = [costs.get(key), usages.get(key)]
    const amounts = paid ? `${paid.amount}\t${paid.listAmount ?? paid.amount}\t1` : '0\t0\t0'
    return `${key}\t${amounts}\t${countFields(used ? { ...used, requests: used.requests ?? 0n } : NO_USAGE)}`
  })
  const actors = new Map<string, UsageActor>()
  for (const { actor } of [...usage, ...cost]) if (actor) actors.set(actor.id, actor)
  const isDisturbed = costs.size < cost.length || usages.size < usage.length
  return { lines, sum: sumOf(usage, cost), costRows: cost.length, isDisturbed, actors: [...actors.values()] }
}

type Counts = Pick<
  UsageRow,
  'uncachedInput' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'output' | 'webSearches' | 'requests'
>

function countFields(row: Counts): string {
  return `${row.uncachedInput}\t${row.cacheRead}\t${row.cacheWrite5m}\t${row.cacheWrite1h}\t${row.output}\t${row.webSearches}\t${row.requests ?? '\\N'}`
}

function fields(...values: readonly (string | null)[]): string {
  return values.map(copyField).join('\t')
}

function sumOf(usage: readonly UsageRow[], cost: readonly CostRow[]): DetailSum {
  const sum: DetailSum = { ...NO_USAGE, amount: 0n, listAmount: 0n }
  for (const row of usage) {
    sum.uncachedInput += row.uncachedInput
    sum.cacheRead += row.cacheRead
    sum.cacheWrite5m += row.cacheWrite5m
    sum.cacheWrite1h += row.cacheWrite1h
    sum.output += row.output
    sum.webSearches += row.webSearches
    sum.requests = sum.requests === null || row.requests === null ? null : sum.requests + row.requests
  }
  for (const { amount, listAmount } of cost) {
    sum.amount += amount
    sum.listAmount += listAmount ?? amount
  }
  return sum
}
