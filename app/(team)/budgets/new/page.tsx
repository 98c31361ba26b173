import type { Metadata } from 'next'
import { BudgetForm } from '@/components/budgets/budget-form'
import { newBudgetValues } from '@/components/budgets/prepare-budget-form'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { currentTime } from '@/lib/env'
import { budgetOffers } from '@/lib/queries/budget-offers'
import { chosenData } from '../../chosen-data'
import { makeBudget } from '../actions'

export const metadata: Metadata = { title: 'Make a budget' }

export default async function NewBudgetPage({ searchParams }: PageProps<'/budgets/new'>) {
  const viewer = await requireViewer('manage_budgets')
  const { key } = await searchParams
  const offers = await budgetOffers(viewer, currentTime(), await chosenData(viewer))
  return (
    <div className="mx-auto grid w-full max-w-[720px] grid-cols-1 gap-4">
      <PageHeader
        title="Make a budget"
        description="Leave everything open to watch all you spend, or narrow it down. Everything chosen must hold."
      />
      <Card>
        <BudgetForm
          action={makeBudget}
          initial={newBudgetValues(offers.keys.find(({ id }) => id === key) ?? null)}
          offers={offers}
          submit="Make this budget"
        />
      </Card>
    </div>
  )
}
