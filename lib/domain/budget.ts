import { addDays, addMonths, firstOfMonth, mondayOf, type Day, type DayRange } from './day'
import type { Nano } from './money'
import type { Plan } from './plan'
import { cycleIndexOn, cycleStart } from './plan-cycles'
import { POOLS, type Pool, type TimelineFilters } from './timeline-request'

export const BUDGET_PERIODS = ['day', 'week', 'month', 'plan_cycle'] as const
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number]

/** Whether going over a budget deactivates the key of its scope: never · it is only said what would be done · yes. */
export const GUARD_MODES = ['off', 'dry_run', 'on'] as const
export type GuardMode = (typeof GUARD_MODES)[number]

/**
 * What counts: everything that satisfies all that is given. Absent = any. `plan` names the plan whose fee, credit and cycle
 * are meant; it leaves API use as it is. Source: contract.md, "Budgets".
 */
export interface BudgetScope {
  pool?: Pool[]
  organization?: string
  workspace?: string
  key?: string
  model?: string
  /** Lower case: spend of keys this person owned on its day, and the fees of plans the person holds. */
  owner?: string
  tag?: string
  plan?: string
}

export interface Budget {
  id: string
  name: string
  scope: BudgetScope
  /** Above zero. */
  amount: Nano
  period: BudgetPeriod
  /** Percent, ascending, each once. */
  thresholds: number[]
  guard: GuardMode
  revision: number
  isDemo: boolean
}

export const DEFAULT_THRESHOLDS: readonly number[] = [50, 75, 90, 100]
export const MOST_THRESHOLDS = 10
export const HIGHEST_THRESHOLD = 1000

/** What is said of a key or of what it is for: only API use can be. */
const OF_API = ['workspace', 'key', 'model', 'tag'] as const

/**
 * Whether a pool counts under a scope. What a plan costs can be said of its holder, never of an organisation, a workspace, a
 * key, a model or a tag; what its credit paid can be said of its organisation alone.
 */
export function countsPool(scope: BudgetScope, pool: Pool): boolean {
  if (scope.pool && !scope.pool.includes(pool)) return false
  if (pool === 'api') return true
  if (OF_API.some((dimension) => scope[dimension] !== undefined)) return false
  return pool === 'api_credit' ? scope.owner === undefined : scope.organization === undefined
}

/** Whether this plan's fee counts. */
export function countsPlan(
  scope: BudgetScope,
  { id, holderEmail }: Pick<Plan, 'id' | 'holderEmail'>,
): boolean {
  if (!countsPool(scope, 'plan') || (scope.plan !== undefined && scope.plan !== id)) return false
  return scope.owner === undefined || scope.owner === holderEmail.toLowerCase()
}

/** Which API use counts, as the timeline filters it. */
export function filtersOfScope(scope: BudgetScope): TimelineFilters {
  const dimensions = ['organization', 'owner', ...OF_API] as const
  return Object.fromEntries(
    dimensions.flatMap((dimension) => {
      const value = scope[dimension]
      return value === undefined ? [] : [[dimension, [value]]]
    }),
  )
}

/** Why nothing could ever count under a scope, with the field at fault; null when something can. */
export function refuseScope(scope: BudgetScope): { field: keyof BudgetScope; sentence: string } | null {
  const { pool } = scope
  if (!pool) return null
  if (pool.length === 0)
    return { field: 'pool', sentence: 'Name at least one pool, or leave the pool out to count them all.' }
  if (pool.every((each) => each === 'api_credit'))
    return {
      field: 'pool',
      sentence:
        'API credit only lowers what API use costs, so alone it never reaches an amount. Choose api with it.',
    }
  if (!POOLS.some((each) => countsPool(scope, each)))
    return {
      field: 'pool',
      sentence: `${pool.join(' and ')} cannot be told by ${narrowing(scope)}: nothing would ever count. Leave one of them out.`,
    }
  return null
}

function narrowing(scope: BudgetScope): string {
  const given = Object.keys(scope).filter((name) => name !== 'pool' && name !== 'plan')
  return given.join(', ')
}

/** Whether the scope is exactly one key: what a guard needs. */
export function isOneKey(scope: BudgetScope): boolean {
  const others = Object.keys(scope).filter((name) => !['key', 'organization', 'pool'].includes(name))
  return scope.key !== undefined && others.length === 0 && countsPool(scope, 'api')
}

/**
 * The period a day lies in, half-open: the UTC day, the week from Monday, the calendar month, or the plan's own cycle, which
 * renews on its anniversary; before the plan begins, its first cycle. `plan` is needed for a cycle alone.
 */
export function periodOn(
  period: BudgetPeriod,
  on: Day,
  plan: Pick<Plan, 'startsOn' | 'cycle'> | null,
): DayRange | null {
  if (period === 'day') return { from: on, to: addDays(on, 1) }
  if (period === 'week') return { from: mondayOf(on), to: addDays(mondayOf(on), 7) }
  if (period === 'month') return { from: firstOfMonth(on), to: addMonths(firstOfMonth(on), 1) }
  if (!plan) return null
  const index = cycleIndexOn(plan, on)
  return { from: cycleStart(plan, index), to: cycleStart(plan, index + 1) }
}

/**
 * Whether `spent` is over `percent` of `amount`. Over means over: exactly 100 % is not exceeded, exactly 50 % has not
 * crossed 50. In integers. Source: issue 4, section 2.
 */
export function isOver(spent: Nano, percent: number, amount: Nano): boolean {
  return spent * 100n > amount * BigInt(percent)
}

/** The thresholds gone over, ascending. */
export function thresholdsOver(
  { amount, thresholds }: Pick<Budget, 'amount' | 'thresholds'>,
  spent: Nano,
): number[] {
  return thresholds.filter((percent) => isOver(spent, percent, amount))
}

/** How a threshold is told: high where it is money over the amount, medium when nearly there, low before. */
export function severityOfThreshold(percent: number): 'high' | 'medium' | 'low' {
  if (percent >= 100) return 'high'
  return percent >= 90 ? 'medium' : 'low'
}
