import { countsPool, type BudgetPeriod, type BudgetScope } from './budget'
import { POOLS, type Pool } from './timeline-request'

export const POOL_WORDS: Record<Pool, string> = {
  plan: 'plan fees',
  usage_credits: 'usage credits',
  api: 'API use',
  api_credit: 'API credit',
}

export const PERIOD_WORDS: Record<BudgetPeriod, string> = {
  day: 'a day',
  week: 'a week',
  month: 'a month',
  plan_cycle: 'a plan cycle',
}

/** What the ids of a scope are called; the id itself where nobody named it. */
export type ScopeNames = Partial<Record<'organization' | 'workspace' | 'key' | 'plan', string>>

/** "API use of the key “ci-bot” in Acme", "All spend", "Plan fees and API use of ada@example.com". */
export function scopeWords(scope: BudgetScope, names: ScopeNames): string {
  const of = [
    scope.key !== undefined && `the key “${names.key ?? scope.key}”`,
    scope.model !== undefined && `the model ${scope.model}`,
    scope.tag !== undefined && `keys tagged “${scope.tag}”`,
    scope.owner,
  ].filter((words) => typeof words === 'string')
  const places = [
    scope.workspace !== undefined && `the workspace “${names.workspace ?? scope.workspace}”`,
    scope.organization !== undefined && (names.organization ?? scope.organization),
  ].filter((words) => words !== false)
  const counted = POOLS.filter((pool) => countsPool(scope, pool))
  const pools = listed(counted.map((pool) => POOL_WORDS[pool]))
  const words = [
    counted.length === POOLS.length || (!scope.pool && counted.length > 1) ? 'all spend' : pools,
    of.length > 0 && ` of ${of.join(', ')}`,
    places.length > 0 && ` in ${places.join(', ')}`,
    scope.plan !== undefined && `, with the plan ${names.plan ?? scope.plan}`,
  ]
  const sentence = words.filter((part) => part !== false).join('')
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
