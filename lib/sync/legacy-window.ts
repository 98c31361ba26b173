import type { LegacyReports, LegacyUsageRow } from '@/lib/anthropic/legacy-reports'
import type { CostSum, UsageSum } from '@/lib/anthropic/reports'
import { costLine, usageLine } from '@/lib/db/facts-text'
import { attributeCost, type KeyCost } from '@/lib/domain/attribution'
import { type Day, startOf } from '@/lib/domain/day'
import { UNATTRIBUTED } from '@/lib/domain/timeline-request'
import { type Nano, nano } from '@/lib/domain/money'
import type { DueWindow } from './due-days'
import { byDay, readRegionalUsage } from './legacy-usage'
import type { CheckedDay } from './read-window'
import { sumCounts } from './usage-counts'

/**
 * Reads a window of whole days from the reports every organisation has, in the form of the analytics reader. They tell no
 * product, which is `unattributed`, and no key of cost: each billed line is split over the keys by their use, and what hangs
 * on no use stays `unattributed` (see attributeCost). Their null workspace is the default one. Days for which a report has
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
  const regional = await readRegionalUsage(reports, window, [...cost.values()].flat())
  for (const day of window.days) {
    const startsAt = startOf(day).getTime()
    const [used, paid, usedInAll, paidInAll] = [
      usage.get(startsAt),
      cost.get(startsAt),
      usageTotals.get(startsAt),
      costTotals.get(startsAt),
    ]
    const usedAtRates = used && regional.takeDay(startsAt, used)
    // What is done is let go: a month of a large organisation is much to hold.
    usage.delete(startsAt)
    cost.delete(startsAt)
    if (!used || !usedAtRates || !paid || !usedInAll || !paidInAll) {
      missing.add(day)
      continue
    }
    missing.delete(day)
    const inWorkspace = <Row extends { workspaceId: string | null }>(row: Row): Row => ({
      ...row,
      workspaceId: row.workspaceId ?? defaultWorkspaceId,
    })
    const billed = paid.map((row) => (regional.byRegion ? row : { ...row, inferenceGeo: null }))
    const parts = attributeCost(billed.map(inWorkspace), usedAtRates.map(inWorkspace))
    yield [
      {
        read: {
          day,
          usage: { lines: usageLines(startOf(day), used.map(inWorkspace)), sum: usageSum(used) },
          cost: { lines: costLines(startOf(day), parts), sum: costSum(parts), received: paid.length },
        },
        control: { usage: usageSum(usedInAll), cost: costSum(paidInAll) },
        dataRefreshedAt: null,
      },
    ]
  }
}

function usageLines(startsAt: Date, usage: readonly LegacyUsageRow[]): string[] {
  return grouped(usage, (row) => [row.apiKeyId, row.workspaceId, row.model, row.serviceTier]).map(
    ([first, rows]) =>
      usageLine({
        startsAt,
        apiKeyId: first.apiKeyId,
        workspaceId: first.workspaceId,
        model: first.model,
        product: UNATTRIBUTED,
        serviceTier: first.serviceTier,
        ...usageSum(rows),
      }),
  )
}

function costLines(startsAt: Date, parts: readonly KeyCost[]): string[] {
  return grouped(parts, (part) => [
    part.key,
    part.workspaceId,
    part.model,
    part.serviceTier,
    part.costType,
    part.tokenType,
  ]).map(([first, some]) =>
    costLine({
      startsAt,
      apiKeyId: first.key,
      workspaceId: first.workspaceId,
      model: first.model,
      product: UNATTRIBUTED,
      serviceTier: first.serviceTier,
      costType: first.costType,
      tokenType: first.tokenType,
      ...costSum(some),
    }),
  )
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
  return { ...sumCounts(rows), requests: null }
}

/** Whether amounts are before or after discounts is not said: there is no list amount. */
function costSum(rows: readonly { amount: Nano }[]): CostSum {
  const amount: Nano = nano(rows.reduce((sum, row) => sum + row.amount, 0n))
  return { amount, listAmount: null }
}
