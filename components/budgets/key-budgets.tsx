import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import type { BudgetLine } from './budget-list'
import { periodWords, spentWords, stateWords } from './prepare-budgets'

/** The budgets of one key, a line each; where there is none, the way to make one. */
export function KeyBudgets({
  budgets,
  keyId,
  mayMake,
}: {
  budgets: readonly BudgetLine[]
  keyId: string
  mayMake: boolean
}) {
  if (budgets.length === 0 && !mayMake) return null
  return (
    <section aria-label="Budgets of this key" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      {budgets.map(({ budget, standing }) => (
        <p key={budget.id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={`/budgets/${budget.id}`} className="text-accent underline">
            Budget “{budget.name}”
          </Link>
          <span>
            {standing.state === 'no_data' ? 'nothing known yet' : spentWords(standing.spent, budget.amount)}
          </span>
          <span className="text-ink-3">{periodWords(budget, standing)}</span>
          <Badge tone={stateWords(standing.state).tone}>{stateWords(standing.state).text}</Badge>
        </p>
      ))}
      {budgets.length === 0 && (
        <Link
          href={`/budgets/new?key=${encodeURIComponent(keyId)}`}
          className="text-accent no-print underline"
        >
          Make a budget for this key
        </Link>
      )}
    </section>
  )
}
