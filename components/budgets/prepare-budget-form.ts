import { DEFAULT_THRESHOLDS, type Budget } from '@/lib/domain/budget'
import { formatUsdExact } from '@/lib/domain/money'

/** Every field of the form as text. */
export type BudgetFormValues = Record<
  | 'name'
  | 'amount'
  | 'period'
  | 'thresholds'
  | 'pool.plan'
  | 'pool.api'
  | 'pool.api_credit'
  | 'scope.organization'
  | 'scope.workspace'
  | 'scope.key'
  | 'scope.model'
  | 'scope.owner'
  | 'scope.tag'
  | 'scope.plan',
  string
>

/** A form for a new budget: everything counts, and no amount is suggested. `key`: of this key alone. */
export function newBudgetValues(key: { id: string; name: string } | null): BudgetFormValues {
  return {
    name: key?.name ?? '',
    amount: '',
    period: 'month',
    thresholds: DEFAULT_THRESHOLDS.join(', '),
    ...{ 'pool.plan': key ? '' : 'yes', 'pool.api': 'yes', 'pool.api_credit': key ? '' : 'yes' },
    ...{ 'scope.organization': '', 'scope.workspace': '', 'scope.key': key?.id ?? '', 'scope.model': '' },
    ...{ 'scope.owner': '', 'scope.tag': '', 'scope.plan': '' },
  }
}

export function budgetValues({ name, amount, period, thresholds, scope }: Budget): BudgetFormValues {
  const counts = (pool: 'plan' | 'api' | 'api_credit') =>
    !scope.pool || scope.pool.includes(pool) ? 'yes' : ''
  return {
    ...{ name, period, amount: formatUsdExact(amount), thresholds: thresholds.join(', ') },
    ...{ 'pool.plan': counts('plan'), 'pool.api': counts('api'), 'pool.api_credit': counts('api_credit') },
    'scope.organization': scope.organization ?? '',
    'scope.workspace': scope.workspace ?? '',
    'scope.key': scope.key ?? '',
    'scope.model': scope.model ?? '',
    'scope.owner': scope.owner ?? '',
    'scope.tag': scope.tag ?? '',
    'scope.plan': scope.plan ?? '',
  }
}
