import type { AdminClient } from '@/lib/anthropic/admin-client'
import type { DayTotal, ReportPage } from '@/lib/anthropic/reports'
import { type Day, dayOf } from '@/lib/domain/day'
import { DayAssembler, type ReadDay } from './assemble-days'
import type { DueWindow } from './due-days'
import type { DayControl } from './judge-day'

export type ReportClient = Pick<AdminClient, 'usage' | 'cost' | 'usageTotals' | 'costTotals'>

/** A day as read, with what it must add up to and how fresh the pages so far were (null: one did not say). */
export interface CheckedDay {
  read: ReadDay
  control: DayControl
  dataRefreshedAt: Date | null
}

/**
 * Reads a window: first the totals per day, then both streams side by side, yielding days as they become complete. A day
 * that turns out to have changed after it was yielded is added to `disturbed`, also where the reading fails later. Asks for
 * nothing but the pages the rows need and the two totals.
 */
export async function* readWindow(
  client: ReportClient,
  window: DueWindow,
  disturbed: Set<Day>,
): AsyncGenerator<CheckedDay[]> {
  const { startingAt, endingAt, width, days } = window
  const bounds = { startingAt, endingAt, width }
  const [usageTotals, costTotals] = await Promise.all([client.usageTotals(bounds), client.costTotals(bounds)])
  const usageByDay = byDay(usageTotals)
  const costByDay = byDay(costTotals)
  const assembler = new DayAssembler(days, disturbed)
  const streams = {
    usage: follow(client.usage(bounds), (rows) => assembler.addUsage(rows)),
    cost: follow(client.cost(bounds), (rows) => assembler.addCost(rows)),
  }
  let freshness: Date | null | undefined

  for (let stream = assembler.behind(); stream; stream = assembler.behind()) {
    const page = await streams[stream]()
    if (page) freshness = older(freshness, page.dataRefreshedAt)
    else assembler.end(stream)
    const complete = assembler.takeComplete().map((read) => ({
      read,
      control: { usage: usageByDay.get(read.day), cost: costByDay.get(read.day) },
      dataRefreshedAt: freshness ?? null,
    }))
    if (complete.length > 0) yield complete
  }
}

/** Hands on the next page, and asks for the one after it meanwhile; a failure waits until its page is wanted. */
function follow<Row>(pages: AsyncGenerator<ReportPage<Row>>, add: (rows: Row[]) => void) {
  const ask = () => {
    const asked = pages.next()
    asked.catch(() => {})
    return asked
  }
  let ahead = ask()
  return async () => {
    const page = await ahead
    if (page.done) return null
    ahead = ask()
    add(page.value.rows)
    return page.value
  }
}

function older(a: Date | null | undefined, b: Date | null): Date | null {
  if (a === undefined || b === null || a === null) return a === undefined ? b : null
  return a < b ? a : b
}

function byDay<Sum>(totals: readonly DayTotal<Sum>[]): Map<Day, Sum> {
  return new Map(totals.map(({ startsAt, sum }) => [dayOf(startsAt), sum]))
}
