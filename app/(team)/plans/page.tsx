import type { Metadata } from 'next'
import Link from 'next/link'
import { BilledSeparately } from '@/components/plans/billed-separately'
import { PlanTable } from '@/components/plans/plan-table'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { formatUsd } from '@/lib/format'
import { getDeletedPlan, listPlans } from '@/lib/queries/plans'
import { chosenData, currentDemo } from '../chosen-data'
import { lookAt } from '../demo-actions'
import { bringBack } from './actions'

export const metadata: Metadata = { title: 'Plans' }

export default async function PlansPage({ searchParams }: PageProps<'/plans'>) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { entered, deleted } = await searchParams
  const data = await chosenData(viewer)
  const [{ plans, perMonth, running }, gone] = await Promise.all([
    listPlans(viewer, now, data),
    typeof deleted === 'string' ? getDeletedPlan(viewer, deleted, now, data) : null,
  ])
  const added = plans.find(({ plan }) => plan.id === entered)
  const demo = added && data === 'real' ? (await currentDemo(viewer)).company : null
  const mayEdit = isAllowed(viewer.role, 'edit_plans')
  return (
    <>
      <PageHeader
        title="Plans"
        description="Claude subscriptions, entered by hand: no API tells what they cost."
        actions={
          <>
            <ButtonLink href="/plans/catalogue" variant="quiet">
              Price catalogue
            </ButtonLink>
            {mayEdit && plans.length > 0 && (
              <ButtonLink href="/plans/new" variant="primary">
                Enter a plan
              </ButtonLink>
            )}
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {gone && (
          <Notice
            title={`${gone.name} of ${gone.holderEmail} was deleted and counts nowhere any more.`}
            actions={
              mayEdit && (
                <ActionButton action={bringBack} values={{ id: gone.id }} pendingText="Bringing back">
                  Undo
                </ActionButton>
              )
            }
          />
        )}
        {added && (
          <Notice
            tone="success"
            title={`${added.name} of ${added.plan.holderEmail} is entered.`}
            actions={
              demo !== null && (
                <ActionButton action={lookAt} values={{ data: 'demo' }}>
                  Show the demo
                </ActionButton>
              )
            }
          >
            Its fees stand on the{' '}
            <Link href="/" className="text-accent underline">
              timeline
            </Link>{' '}
            now.
            {demo !== null &&
              ` Pages show your own data from here on. The demo, ${demo}, is still there: look at it again here, or later under Connections.`}
          </Notice>
        )}
        {plans.length > 0 && (
          <Card>
            <p className="text-ink-2 text-sm">
              {running === 1 ? 'One running plan' : `${running} running plans`}, a month
            </p>
            <p className="text-2xl font-semibold">
              <Money parts={formatUsd(perMonth)} />
            </p>
            <p className="text-ink-2 mt-1 max-w-prose text-sm">
              {plans.some(({ plan }) => plan.cycle === 'annual') && 'Yearly prices count with a twelfth. '}
              <BilledSeparately what={plans.length === 1 ? 'this plan' : 'these plans'} />
            </p>
          </Card>
        )}
        <Card>
          {plans.length > 0 ? (
            <PlanTable plans={plans} />
          ) : (
            <EmptyState
              title="No plans yet"
              actions={
                mayEdit && (
                  <ButtonLink href="/plans/new" variant="primary">
                    Enter a plan
                  </ButtonLink>
                )
              }
            >
              Enter what you pay for Pro, Max, Ultra or Team, and its fees stand beside the API usage on one
              timeline. {mayEdit ? null : 'Members can do that; your role can only look. '}
              <BilledSeparately what="any plan" />
            </EmptyState>
          )}
        </Card>
      </div>
    </>
  )
}
