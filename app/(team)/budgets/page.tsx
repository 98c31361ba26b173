import type { Metadata } from 'next'
import { BudgetList } from '@/components/budgets/budget-list'
import { OwnLimits } from '@/components/budgets/own-limits'
import { ActionButton } from '@/components/ui/action-button'
import { GuideLink } from '@/components/learn/guide-link'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { Term } from '@/components/words/term'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { getDeletedBudget, listBudgets } from '@/lib/queries/budgets'
import { listOwnLimits } from '@/lib/queries/own-limits'
import { chosenData } from '../chosen-data'
import { bringBudgetBack } from './actions'

export const metadata: Metadata = { title: 'Budgets' }

export default async function BudgetsPage({ searchParams }: PageProps<'/budgets'>) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { deleted } = await searchParams
  const data = await chosenData(viewer)
  const wasDeleted = typeof deleted === 'string' && !deleted.includes('\u0000') ? deleted : null
  const [budgets, limits, gone] = await Promise.all([
    listBudgets(viewer, now, data),
    listOwnLimits(viewer, now, data),
    wasDeleted === null ? null : getDeletedBudget(viewer, wasDeleted, data),
  ])
  const mayEdit = isAllowed(viewer.role, 'manage_budgets')
  const make = mayEdit && (
    <ButtonLink href="/budgets/new" variant="primary">
      Make a budget
    </ButtonLink>
  )
  return (
    <>
      <PageHeader
        title="Budgets"
        description={
          <>
            <Term of="budget">What may be spent</Term> in a period, over plans and API use together or over
            any part of them.
          </>
        }
        actions={budgets.length > 0 && make}
      />
      <div className="grid grid-cols-1 gap-4">
        {gone && (
          <Notice
            title={`The budget “${gone.name}” was deleted and counts nowhere any more.`}
            actions={
              mayEdit && (
                <ActionButton action={bringBudgetBack} values={{ id: gone.id }} pendingText="Bringing back">
                  Undo
                </ActionButton>
              )
            }
          />
        )}
        <Card>
          {budgets.length > 0 ? (
            <BudgetList budgets={budgets} />
          ) : (
            <EmptyState title="No budgets yet" actions={make}>
              There is none by default: nobody but you knows what may be spent. Make one over everything, or
              over one key, person, workspace, model or tag, and be told before it is used up.
              {mayEdit ? null : ' Admins can do that; your role can only look.'}
            </EmptyState>
          )}
        </Card>
        {limits.length > 0 && (
          <Card>
            <CardHeader
              title={<Term of="spend-limit">Anthropic’s own limits</Term>}
              description={
                <>
                  What Anthropic stops at in a calendar month, beside what this month came to. Onebill tells
                  of them, and changes none. <GuideLink guide="spend-limits" />
                </>
              }
            />
            <OwnLimits limits={limits} />
          </Card>
        )}
      </div>
    </>
  )
}
