import type { CostRow, CostSum, UsageRow, UsageSum } from '@/lib/anthropic/reports'
import { costLine, usageLine } from '@/lib/db/facts-text'
import { type Day, dayOf } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'

/** The rows of one stream and day, and what all of them add up to. */
interface ReadRows<Sum> {
  /** COPY text in the order received (see facts-text.ts). */
  lines: string[]
  sum: Sum
  /** How many rows Anthropic sent, where the lines are not those rows. */
  received?: number
}

export interface ReadDay {
  day: Day
  usage: ReadRows<UsageSum>
  cost: ReadRows<CostSum>
}

export type Stream = 'usage' | 'cost'

export const NO_USAGE: Readonly<UsageSum> = {
  uncachedInput: 0n,
  cacheRead: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  output: 0n,
  webSearches: 0n,
  requests: 0n,
}
export const NO_COST: Readonly<CostSum> = { amount: 0n as Nano, listAmount: 0n as Nano }

/**
 * Groups the rows of a window's two streams, newest first, by UTC day. A day is complete, and leaves, when both streams
 * have moved past it or ended; so only the days between the two positions are in memory.
 */
export class DayAssembler {
  private readonly waiting: Day[]
  private readonly reading = new Map<Day, ReadDay>()
  private readonly known: ReadonlySet<Day>
  private readonly position: Record<Stream, Day | null> = { usage: null, cost: null }
  private readonly ended: Record<Stream, boolean> = { usage: false, cost: false }

  /**
   * `days` are the window's, newest first. Added to `disturbed`: days for which a row arrived after they were complete, so
   * they changed while they were read.
   */
  constructor(
    days: readonly Day[],
    private readonly disturbed: Set<Day>,
  ) {
    this.waiting = [...days]
    this.known = new Set(days)
  }

  addUsage(rows: readonly UsageRow[]): void {
    for (const row of rows) {
      const day = this.dayFor('usage', row.startsAt)
      if (!day) continue
      day.usage.lines.push(usageLine(row))
      const { sum } = day.usage
      sum.uncachedInput += row.uncachedInput
      sum.cacheRead += row.cacheRead
      sum.cacheWrite5m += row.cacheWrite5m
      sum.cacheWrite1h += row.cacheWrite1h
      sum.output += row.output
      sum.webSearches += row.webSearches
      sum.requests = addOrNull(sum.requests, row.requests)
    }
  }

  addCost(rows: readonly CostRow[]): void {
    for (const row of rows) {
      const day = this.dayFor('cost', row.startsAt)
      if (!day) continue
      day.cost.lines.push(costLine(row))
      const { sum } = day.cost
      sum.amount = (sum.amount + row.amount) as Nano
      sum.listAmount = addOrNull(sum.listAmount, row.listAmount)
    }
  }

  end(stream: Stream): void {
    this.ended[stream] = true
  }

  /** The stream to read on: the one that is further behind. Null when both have ended. */
  behind(): Stream | null {
    if (this.ended.usage) return this.ended.cost ? null : 'cost'
    if (this.ended.cost) return 'usage'
    const { usage, cost } = this.position
    if (usage === null || cost === null) return usage === null ? 'usage' : 'cost'
    return usage >= cost ? 'usage' : 'cost'
  }

  /** The days complete since the last call, newest first. */
  takeComplete(): ReadDay[] {
    const complete: ReadDay[] = []
    while (this.waiting.length > 0) {
      const day = this.waiting[0] as Day
      if (!this.isPast('usage', day) || !this.isPast('cost', day)) break
      this.waiting.shift()
      complete.push(this.reading.get(day) ?? emptyDay(day))
      this.reading.delete(day)
    }
    return complete
  }

  private isPast(stream: Stream, day: Day): boolean {
    const at = this.position[stream]
    return this.ended[stream] || (at !== null && at < day)
  }

  private lastInstant: Date | undefined
  private lastDay: Day | undefined

  private dayFor(stream: Stream, startsAt: Date): ReadDay | null {
    if (startsAt !== this.lastInstant || !this.lastDay) {
      this.lastInstant = startsAt
      this.lastDay = dayOf(startsAt)
    }
    const day = this.lastDay
    const at = this.position[stream]
    if (at === null || day < at) this.position[stream] = day
    const found = this.reading.get(day)
    if (found) return found
    if (!this.known.has(day)) throw new RangeError(`a row of ${day}, which is not in the window`)
    if (!this.waiting.includes(day)) {
      this.disturbed.add(day)
      return null
    }
    const created = emptyDay(day)
    this.reading.set(day, created)
    return created
  }
}

function addOrNull<N extends bigint>(sum: N | null, value: N | null): N | null {
  return sum === null || value === null ? null : ((sum + value) as N)
}

function emptyDay(day: Day): ReadDay {
  return {
    day,
    usage: { lines: [], sum: { ...NO_USAGE } },
    cost: { lines: [], sum: { ...NO_COST } },
  }
}
