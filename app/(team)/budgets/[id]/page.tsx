import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { BudgetDays } from '@/components/budgets/budget-days'
import { BudgetForm } from '@/components/budgets/budget-form'
import { BudgetHistory } from '@/components/budgets/budget-history'
import { BudgetNow } from '@/components/budgets/budget-now'
import { GuardCard } from '@/components/budgets/guard-card'
import { budgetValues } from '@/components/budgets/prepare-budget-form'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { More } from '@/components/ui/more'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import type { DataScope } from '@/lib/domain/data-scope'
import { isOneKey } from '@/lib/domain/budget'
import { isAllowed, refusalSentence, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { budgetOffers } from '@/lib/queries/budget-offers'
import { getBudget, getBudgetHistory, type ListedBudget } from '@/lib/queries/budgets'
import { chosenData } from '../../chosen-data'
import { editBudget, removeBudget, setGuard } from '../actions'

export const metadata: Metadata = { title: 'Budget' }

export default async function BudgetPage({ params, searchParams }: PageProps<'/budgets/[id]'>) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { id } = await params
  const data = await chosenData(viewer)
  const listed = id.includes('\u0000') ? null : await budgetOrNull(viewer, id, now, data)
  if (!listed) notFound()
  const { budget, scope, standing } = listed
  const mayEdit = isAllowed(viewer.role, 'manage_budgets')
  const [history, offers] = await Promise.all([
    getBudgetHistory(viewer, listed),
    mayEdit ? budgetOffers(viewer, now, data) : null,
  ])
  return (
    <>
      <PageHeader
        title={budget.name}
        description={scope}
        actions={<ButtonLink href="/budgets">All budgets</ButtonLink>}
      />
      <div className="grid grid-cols-1 gap-4">
        {(await searchParams).saved && <Notice tone="success">The budget is saved.</Notice>}
        <BudgetNow budget={budget} standing={standing} />
        <Card>
          <CardHeader
            title="Day by day"
            description="What counted on each day of this period, newest first."
          />
          <BudgetDays standing={standing} amount={budget.amount} />
        </Card>
        {isOneKey(budget.scope) && (
          <GuardCard
            budget={budget}
            keyName={listed.names.key ?? budget.scope.key ?? ''}
            history={history}
            zone={viewer.timeZone}
            action={mayEdit ? setGuard : null}
            whyNotOn={
              isAllowed(viewer.role, 'manage_guard') ? null : refusalSentence(viewer.role, 'manage_guard')
            }
          />
        )}
        <Card>
          <CardHeader
            title="History"
            description="Thresholds gone over, each once in a period. What is restated later does not take them back."
          />
          <BudgetHistory crossings={history.crossings} zone={viewer.timeZone} />
        </Card>
        {offers && (
          <Card className="no-print">
            <CardHeader
              title="Change or delete"
              description="Another amount, scope or period begins the thresholds anew, and puts a guard that is on back into dry run."
            />
            <div className="grid grid-cols-1 gap-4">
              <More summary="Change this budget">
                <BudgetForm
                  key={budget.revision}
                  action={editBudget}
                  id={budget.id}
                  initial={budgetValues(budget)}
                  offers={offers}
                  submit="Save this budget"
                />
              </More>
              <div>
                <ActionButton action={removeBudget} values={{ id: budget.id }} variant="danger">
                  Delete this budget
                </ActionButton>
              </div>
            </div>
          </Card>
        )}
      </div>
    </>
  )
}

async function budgetOrNull(
  viewer: Viewer,
  id: string,
  now: Date,
  data: DataScope,
): Promise<ListedBudget | null> {
  try {
    return await getBudget(viewer, id, now, data)
  } catch (error) {
    if (error instanceof ExpectedError && error.kind === 'not_found') return null
    throw error
  }
}
