import type { AdminClient, DetailReports } from '@/lib/anthropic/admin-client'
import type { UsageActor } from '@/lib/anthropic/detail-rows'
import type { CostRow, ReportPage, ReportWindow, UsageRow } from '@/lib/anthropic/reports'
import { pool } from '@/lib/db/client'
import {
  DETAIL_PASSES,
  doubtDetails,
  type DetailDay,
  type DetailPass,
  type HourlyDay,
  readHourlyDays,
  storeDetails,
} from '@/lib/db/detail-facts'
import type { Lease } from '@/lib/db/lease'
import type { Day } from '@/lib/domain/day'
import { personLines, rateLines, type DetailRead } from './detail-lines'
import { type DueWindow, planWindows } from './due-days'
import { wholeDays } from './whole-days'

export interface DetailSync {
  lease: Lease
  client: Pick<AdminClient, 'details'>
  clock: () => Date
  signal: AbortSignal
}

/** A transaction of this many rows takes about a second. */
const ROWS_PER_STORE = 20_000

/**
 * Reads the daily passes of days the hourly pass has stored, newest first, and stores each day whole. What the hourly pass
 * knows to be empty is not asked for. A day that does not add up to the hourly pass's is stored as `partial` and due again.
 */
export async function readDetails(sync: DetailSync, days: readonly Day[]): Promise<void> {
  const hourly = await readHourlyDays(pool(), sync.lease.organizationId, days)
  const known = days.filter((day) => hourly.has(day))
  for (const pass of DETAIL_PASSES) {
    const empty = new Set(known)
    for (const window of windowsOf(known, hourly, sync.clock())) {
      for (const day of window.days) empty.delete(day)
      await readWindow(sync, pass, window, hourly)
    }
    if (empty.size > 0) {
      const { actors, ...nothing } = personLines([], [])
      const emptyDays = [...empty].map((day) => ({ day, ...nothing }))
      await storeDetails(sync.lease, pass, emptyDays, actors, sync.clock())
    }
  }
}

type DayReader = (day: Day) => Promise<DetailRead>
type PassReader = (
  window: ReportWindow,
  asked: { usage: boolean; cost: boolean },
  late: Set<Day>,
) => DayReader

function passReader<Usage extends UsageRow, Cost extends CostRow>(
  usagePages: (window: ReportWindow) => AsyncGenerator<ReportPage<Usage>>,
  costPages: (window: ReportWindow) => AsyncGenerator<ReportPage<Cost>>,
  linesOf: (usage: readonly Usage[], cost: readonly Cost[]) => DetailRead,
): PassReader {
  return (window, asked, late) => {
    const usage = asked.usage ? wholeDays(usagePages(window), late) : null
    const cost = asked.cost ? wholeDays(costPages(window), late) : null
    return async (day) => {
      const [used, paid] = await Promise.all([usage?.take(day) ?? [], cost?.take(day) ?? []])
      return linesOf(used, paid)
    }
  }
}

const READERS: Record<DetailPass, (details: DetailReports) => PassReader> = {
  people: ({ personUsage, personCost }) => passReader(personUsage, personCost, personLines),
  rates: ({ rateUsage, rateCost }) => passReader(rateUsage, rateCost, rateLines),
}

/** Windows without the empty days at their ends; nothing where all are empty. */
function windowsOf(days: readonly Day[], hourly: ReadonlyMap<Day, HourlyDay>, now: Date): DueWindow[] {
  const daily = (some: readonly Day[]) =>
    planWindows(
      some.map((day) => ({ day, width: '1d', source: 'analytics' })),
      now,
    )
  const isUsed = (day: Day) => hasUsage(hourly.get(day)) || hasCost(hourly.get(day))
  return daily(days).flatMap(({ days: some }) =>
    some.some(isUsed) ? daily(some.slice(some.findIndex(isUsed), some.findLastIndex(isUsed) + 1)) : [],
  )
}

async function readWindow(
  { lease, client, clock, signal }: DetailSync,
  pass: DetailPass,
  window: DueWindow,
  hourly: ReadonlyMap<Day, HourlyDay>,
): Promise<void> {
  const has = (is: (day: HourlyDay | undefined) => boolean) => window.days.some((day) => is(hourly.get(day)))
  const late = new Set<Day>()
  const readDay = READERS[pass](client.details)(window, { usage: has(hasUsage), cost: has(hasCost) }, late)
  const stored = new Set<Day>()
  let waiting: DetailDay[] = []
  const actors = new Map<string, UsageActor>()
  const flush = async () => {
    signal.throwIfAborted()
    const days = waiting.map((each) => ({ ...each, isDisturbed: each.isDisturbed || late.has(each.day) }))
    await storeDetails(lease, pass, days, [...actors.values()], clock())
    for (const { day } of days) stored.add(day)
    waiting = []
    actors.clear()
  }
  for (const day of window.days) {
    const { actors: named, ...read } = await readDay(day)
    for (const actor of named) actors.set(actor.id, actor)
    waiting.push({ day, ...read })
    if (waiting.reduce((rows, { lines }) => rows + lines.length, 0) >= ROWS_PER_STORE) await flush()
  }
  await flush()
  const doubtful = [...late].filter((day) => stored.has(day))
  if (doubtful.length > 0) await doubtDetails(lease, doubtful)
}

function hasUsage(day: HourlyDay | undefined): boolean {
  if (!day) return false
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output, webSearches, requests } = day
  return [uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output, webSearches, requests ?? 0n].some(
    (count) => count > 0n,
  )
}

function hasCost(day: HourlyDay | undefined): boolean {
  return day !== undefined && day.costLines > 0n
}
