import type { LegacyCostRow, LegacyReports, LegacyUsageRow } from '@/lib/anthropic/legacy-reports'
import type { CostSum, UsageSum } from '@/lib/anthropic/reports'
import { costLine, usageLine } from '@/lib/db/facts-text'
import { type Day, startOf } from '@/lib/domain/day'
import { UNATTRIBUTED } from '@/lib/domain/timeline-request'
import { type Nano, nano } from '@/lib/domain/money'
import type { ReadDay } from './assemble-days'
import type { DueWindow } from './due-days'
import type { CheckedDay } from './read-window'

/**
 * Reads a window of whole days from the reports every organisation has, in the form of the analytics reader. They tell no
 * product and no key of cost: both are `unattributed`. Their null workspace is the default one. Days for which a report has
 * no bucket are unknown, not empty: they are not yielded but added to `missing`.
 */
export async function* readLegacyWindow(
  reports: LegacyReports,
  window: DueWindow,
  defaultWorkspaceId: string | null,
  missing: Set<Day>,
): AsyncGenerator<CheckedDay[]> {
  const [usage, cost, usageTotals, costTotals] = await Promise.all([
    reports.usage(window, true).then(byDay),
    reports.cost(window, true).then(byDay),
    reports.usage(window, false).then(byDay),
    reports.cost(window, false).then(byDay),
  ])
  for (const day of window.days) {
    const [used, paid, usedInAll, paidInAll] = [usage, cost, usageTotals, costTotals].map((rows) =>
      rows.get(startOf(day).getTime()),
    ) as [LegacyUsageRow[]?, LegacyCostRow[]?, LegacyUsageRow[]?, LegacyCostRow[]?]
    if (!used || !paid || !usedInAll || !paidInAll) {
      missing.add(day)
      continue
    }
    missing.delete(day)
    yield [
      {
        read: readDay(day, used, paid, defaultWorkspaceId),
        control: { usage: usageSum(usedInAll), cost: costSum(paidInAll) },
        dataRefreshedAt: null,
      },
    ]
  }
}

function byDay<Row>(buckets: readonly { startsAt: Date; rows: Row[] }[]): Map<number, Row[]> {
  return new Map(buckets.map(({ startsAt, rows }) => [startsAt.getTime(), rows]))
}

function readDay(
  day: Day,
  usage: readonly LegacyUsageRow[],
  cost: readonly LegacyCostRow[],
  defaultWorkspaceId: string | null,
): ReadDay {
  const startsAt = startOf(day)
  const usageLines = grouped(usage, (row) => [row.apiKeyId, row.workspaceId, row.model, row.serviceTier]).map(
    ([first, rows]) =>
      usageLine({
        startsAt,
        apiKeyId: first.apiKeyId,
        workspaceId: first.workspaceId ?? defaultWorkspaceId,
        model: first.model,
        product: UNATTRIBUTED,
        serviceTier: first.serviceTier,
        ...usageSum(rows),
      }),
  )
  const costLines = grouped(cost, (row) => [
    row.workspaceId,
    row.model,
    row.serviceTier,
    row.costType,
    row.tokenType,
  ]).map(([first, rows]) =>
    costLine({
      startsAt,
      apiKeyId: UNATTRIBUTED,
      workspaceId: first.workspaceId ?? defaultWorkspaceId,
      model: first.model,
      product: UNATTRIBUTED,
      serviceTier: first.serviceTier,
      costType: first.costType,
      tokenType: first.tokenType,
      ...costSum(rows),
    }),
  )
  return {
    day,
    usage: { lines: usageLines, sum: usageSum(usage) },
    cost: { lines: costLines, sum: costSum(cost) },
  }
}

/** Rows of one group in one: the reports tell apart more than is kept, such as context windows and regions. */
function grouped<Row>(rows: readonly Row[], groupOf: (row: Row) => (string | null)[]): [Row, Row[]][] {
  const groups = new Map<string, [Row, Row[]]>()
  for (const row of rows) {
    const key = JSON.stringify(groupOf(row))
    const group = groups.get(key)
    if (group) group[1].push(row)
    else groups.set(key, [row, [row]])
  }
  return [...groups.values()]
}

/** Requests are not counted by these reports. */
function usageSum(rows: readonly LegacyUsageRow[]): UsageSum {
  const sum = {
    uncachedInput: 0n,
    cacheRead: 0n,
    cacheWrite5m: 0n,
    cacheWrite1h: 0n,
    output: 0n,
    webSearches: 0n,
  }
  for (const row of rows) for (const kind of Object.keys(sum) as (keyof typeof sum)[]) sum[kind] += row[kind]
  return { ...sum, requests: null }
}

/** Whether amounts are before or after discounts is not said: there is no list amount. */
function costSum(rows: readonly LegacyCostRow[]): CostSum {
  const amount: Nano = nano(rows.reduce((sum, row) => sum + row.amount, 0n))
  return { amount, listAmount: null }
}
