import type { BudgetPeriod, BudgetScope } from './budget'
import type { Pool } from './timeline-request'

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

/** "API use of the key “ci-bot”", "All spend", "Plan fees and API use of ada@example.com". */
export function scopeWords(scope: BudgetScope, names: ScopeNames): string {
  const narrowed = [
    scope.key !== undefined && `the key “${names.key ?? scope.key}”`,
    scope.model !== undefined && `the model ${scope.model}`,
    scope.tag !== undefined && `keys tagged “${scope.tag}”`,
    scope.owner !== undefined && scope.owner,
    scope.workspace !== undefined && `the workspace “${names.workspace ?? scope.workspace}”`,
    scope.organization !== undefined && `the organisation ${names.organization ?? scope.organization}`,
  ].filter((words) => words !== false)
  const pools = scope.pool ? listed(scope.pool.map((pool) => POOL_WORDS[pool])) : 'all spend'
  const of = narrowed.length > 0 ? ` of ${narrowed.join(', ')}` : ''
  const plan = scope.plan === undefined ? '' : `, with the plan ${names.plan ?? scope.plan}`
  const words = `${pools}${of}${plan}`
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
