import type { Metadata } from 'next'
import { GuideLink } from '@/components/learn/guide-link'
import { BilledSeparately } from '@/components/plans/billed-separately'
import { PlanForm } from '@/components/plans/plan-form'
import { newPlanValues } from '@/components/plans/prepare-plan-form'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { currentTime } from '@/lib/env'
import { chosenData } from '../../chosen-data'
import { enterPlan } from '../actions'
import { planOffers } from '../plan-offers'

export const metadata: Metadata = { title: 'Enter a plan' }

export default async function NewPlanPage({ searchParams }: PageProps<'/plans/new'>) {
  const viewer = await requireViewer('edit_plans')
  const { then } = await searchParams
  const [{ own, offers }, data] = await Promise.all([planOffers(viewer, currentTime()), chosenData(viewer)])
  return (
    <div className="mx-auto grid w-full max-w-[640px] grid-cols-1 gap-4">
      <PageHeader
        title="Enter a plan"
        description={
          <>
            One entry for each subscription somebody pays for. Changes of plan, seats or price are added
            later, without touching what was. <GuideLink guide="plan-or-api" />
          </>
        }
      />
      {data === 'demo' && (
        <Notice title="This is for a plan of your own, not of the demo.">
          Once it is entered, pages show your own data. The demo stays, and you can go back to it.
        </Notice>
      )}
      <Notice>
        <BilledSeparately what="any plan" />
      </Notice>
      <Card>
        <PlanForm
          action={enterPlan}
          initial={newPlanValues(own, offers.today)}
          offers={offers}
          submit="Enter this plan"
          then={then === 'timeline' ? then : undefined}
        />
      </Card>
    </div>
  )
}
