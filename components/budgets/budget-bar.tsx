import { classNames } from '@/components/ui/class-names'
import type { BudgetState } from '@/lib/domain/budget-standing'
import type { Nano } from '@/lib/domain/money'
import { barOf, spentWords } from './prepare-budgets'

const FILLS: Record<BudgetState, string> = {
  ok: 'bg-accent',
  warning: 'bg-warn',
  exceeded: 'bg-danger',
  no_data: 'bg-line-strong',
  stale: 'bg-line-strong',
}

/** How much of an amount is spent, with a line at each threshold; the words beside it say the same. */
export function BudgetBar({
  spent,
  amount,
  thresholds,
  state,
}: {
  spent: Nano
  amount: Nano
  thresholds: readonly number[]
  state: BudgetState
}) {
  const { filled, amount: end, marks } = barOf(spent, amount, thresholds)
  return (
    <div
      role="img"
      aria-label={spentWords(spent, amount)}
      className="bg-sunk relative h-2.5 w-full overflow-hidden rounded-full"
    >
      <div className={classNames('h-full rounded-full', FILLS[state])} style={{ width: `${filled}%` }} />
      {marks.map(({ percent, at }) => (
        <span
          key={percent}
          aria-hidden
          className={classNames('bg-paper absolute inset-y-0', at === end ? 'w-1' : 'w-px')}
          style={{ left: `${at}%` }}
        />
      ))}
    </div>
  )
}
