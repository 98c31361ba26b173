import type { CostSum, UsageSum } from '@/lib/anthropic/reports'
import { type DayFacts, digestOf } from '@/lib/db/facts'
import { COST_KEY_FIELDS, settleLines, USAGE_KEY_FIELDS } from '@/lib/db/facts-text'
import { addDays, startOf } from '@/lib/domain/day'
import { NO_COST, NO_USAGE, type ReadDay } from './assemble-days'

/** Anthropic's own totals of a day; undefined where it has none. */
export interface DayControl {
  usage: UsageSum | undefined
  cost: CostSum | undefined
}

/**
 * `exact`: every row once, and all counts and amounts are the control's. `rounding`: the same but for an amount that is
 * off by no more than rounding each row to six decimals of a cent can make. `differs`: anything else.
 */
export type Match = 'exact' | 'rounding' | 'differs'

const HALF_ROUNDING_STEP = 5n
/** How late data may be where Anthropic does not say how fresh it is: a completed day of the legacy reports settles soon. */
const ASSUMED_LAG_MS = { analytics: 24 * 3_600_000, legacy: 6 * 3_600_000 }

/** Compares what the rows add up to with the control. A null (not counted) on either side is not compared. */
export function matchControl({ usage, cost }: ReadDay, repeats: number, control: DayControl): Match {
  if (repeats > 0) return 'differs'
  const expected = control.usage ?? NO_USAGE
  for (const kind of Object.keys(NO_USAGE) as (keyof UsageSum)[])
    if (!isSame(usage.sum[kind], expected[kind])) return 'differs'
  const received = cost.received ?? cost.lines.length
  const slack = HALF_ROUNDING_STEP * BigInt(received + 1)
  const offs = (['amount', 'listAmount'] as const).map((kind) =>
    difference(cost.sum[kind], (control.cost ?? NO_COST)[kind]),
  )
  if (offs.every((off) => off === 0n)) return 'exact'
  return received > 0 && offs.every((off) => off <= slack) ? 'rounding' : 'differs'
}

function isSame(read: bigint | null, expected: bigint | null): boolean {
  return difference(read, expected) === 0n
}

function difference(read: bigint | null, expected: bigint | null): bigint {
  if (read === null || expected === null) return 0n
  return read > expected ? read - expected : expected - read
}

/** Whether Anthropic's data of the day is all there. */
export function isClosed(
  { day }: Pick<ReadDay, 'day'>,
  dataRefreshedAt: Date | null,
  now: Date,
  source: DayFacts['source'] = 'analytics',
): boolean {
  const known = dataRefreshedAt?.getTime() ?? now.getTime() - ASSUMED_LAG_MS[source]
  return startOf(addDays(day, 1)).getTime() <= known
}

export interface SettledDay {
  facts: DayFacts
  repeats: number
}

/** The day in the form it is stored in, the same whatever order its rows came in. */
export function settleDay(
  { day, usage, cost }: ReadDay,
  known: Pick<DayFacts, 'state' | 'source' | 'granularity' | 'dataRefreshedAt'>,
): SettledDay {
  const usageRows = settleLines(usage.lines, USAGE_KEY_FIELDS)
  const costRows = settleLines(cost.lines, COST_KEY_FIELDS)
  const lines = { usageLines: usageRows.lines, costLines: costRows.lines }
  const digest = digestOf({ ...known, ...lines })
  return { facts: { day, ...known, ...lines, digest }, repeats: usageRows.repeats + costRows.repeats }
}
