import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { GuideLink } from '@/components/learn/guide-link'
import { ChargeTable } from '@/components/plans/charge-table'
import { CreditTable } from '@/components/plans/credit-table'
import { DayForm } from '@/components/plans/day-form'
import { More } from '@/components/ui/more'
import { PlanFacts } from '@/components/plans/plan-facts'
import { PlanForm } from '@/components/plans/plan-form'
import { planValues, termValues } from '@/components/plans/prepare-plan-form'
import { TermForm } from '@/components/plans/term-form'
import { TermHistory } from '@/components/plans/term-history'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { Term } from '@/components/words/term'
import { requireViewer } from '@/lib/auth/viewer'
import { addDays, dayOf, later } from '@/lib/domain/day'
import { CREDIT_COVERS } from '@/lib/domain/plan-credit'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { formatDay } from '@/lib/format'
import { getPlan } from '@/lib/queries/plans'
import { chosenData } from '../../chosen-data'
import {
  addChange,
  correctChange,
  correctEntry,
  endOn,
  goOn,
  pauseOrResume,
  removeChange,
  removePlan,
} from '../actions'
import { planOffers } from '../plan-offers'

export const metadata: Metadata = { title: 'Plan' }

export default async function PlanPage({ params, searchParams }: PageProps<'/plans/[id]'>) {
  const viewer = await requireViewer()
  const now = currentTime()
  const { id } = await params
  const data = await chosenData(viewer)
  const detail = id.includes('\u0000') ? null : await getPlan(viewer, id, now, data)
  if (!detail) notFound()
  const { offers } = await planOffers(viewer, now, data)
  const { plan, terms, term, charges, state } = detail
  const today = dayOf(now)
  const mayEdit = isAllowed(viewer.role, 'edit_plans')
  const changeDay = later(today, addDays(plan.startsOn, 1))
  const lastTerm = terms.at(-1)?.term ?? term
  return (
    <>
      <PageHeader
        title={detail.name}
        description={plan.holderEmail}
        actions={<ButtonLink href="/plans">All plans</ButtonLink>}
      />
      <div className="grid grid-cols-1 gap-4">
        {(await searchParams).saved && <Notice tone="success">The entry is corrected.</Notice>}
        <PlanFacts {...detail} />
        <Card>
          <CardHeader
            title="What holds when"
            description="A change never touches the days before it; the day of a change still belongs to what was."
          />
          <TermHistory
            plan={plan}
            terms={terms}
            catalogue={offers.catalogue}
            today={today}
            actions={mayEdit ? { correct: correctChange, remove: removeChange } : null}
          />
          {mayEdit && (
            <div className="no-print mt-4 border-t pt-3">
              <More summary="Add a change of plan, seats or price">
                <TermForm
                  key={terms.length}
                  action={addChange}
                  planId={plan.id}
                  initial={termValues(lastTerm, plan.currency, changeDay)}
                  cycle={plan.cycle}
                  currency={plan.currency}
                  catalogue={offers.catalogue}
                  today={today}
                  submit="Add this change"
                />
              </More>
            </div>
          )}
        </Card>
        {mayEdit && (
          <Card className="no-print">
            <CardHeader title={state === 'paused' ? 'Resume or end' : 'Pause or end'} />
            <div className="grid gap-6 sm:grid-cols-2">
              <DayForm
                key={`pause ${terms.length}`}
                action={pauseOrResume}
                values={{ id: plan.id, paused: lastTerm.paused ? 'no' : 'yes' }}
                name="effective_on"
                label={lastTerm.paused ? 'Resume after' : 'Pause after'}
                hint={
                  lastTerm.paused
                    ? 'What is left of that cycle is charged at once, unless it was paid already.'
                    : 'The cycle already paid goes on to its end; nothing is given back, nothing new is charged.'
                }
                initial={changeDay}
                submit={lastTerm.paused ? 'Resume' : 'Pause'}
              />
              <div className="grid gap-2">
                <DayForm
                  key={`end ${plan.endsOn}`}
                  action={endOn}
                  values={{ id: plan.id }}
                  name="ends_on"
                  label="Last day"
                  hint="No charge comes after it. What was paid beyond it counts on that day."
                  initial={plan.endsOn ?? (detail.nextCharge ? addDays(detail.nextCharge.on, -1) : today)}
                  submit={plan.endsOn ? 'Move the end' : 'End'}
                />
                {plan.endsOn && (
                  <ActionButton action={goOn} values={{ id: plan.id }} variant="quiet">
                    It does not end on {formatDay(plan.endsOn)}: let it go on
                  </ActionButton>
                )}
              </div>
            </div>
          </Card>
        )}
        <Card>
          <CardHeader
            title="Charges"
            description="As they follow from the terms above, in US dollars, without tax."
          />
          {charges.length > 0 ? (
            <ChargeTable charges={charges} />
          ) : (
            <p className="text-ink-2">Nothing was charged up to today.</p>
          )}
        </Card>
        {detail.credit.length > 0 && (
          <Card>
            <CardHeader
              title={<Term of="api-credit">API credit</Term>}
              description={
                <>
                  What the plan granted each month, and what it paid of the API use of{' '}
                  {detail.creditOrganization}. Reckoned: Anthropic tells it nowhere. {CREDIT_COVERS}{' '}
                  <GuideLink guide="three-pools" />
                </>
              }
            />
            <CreditTable credit={detail.credit} today={today} />
          </Card>
        )}
        {mayEdit && (
          <Card className="no-print">
            <CardHeader
              title="Put right"
              description="For mistakes only: a correction also changes past days. A real change belongs above."
            />
            <div className="grid grid-cols-1 gap-4">
              <More summary="Correct the entry">
                <PlanForm
                  action={correctEntry}
                  id={plan.id}
                  initial={planValues(plan)}
                  offers={offers}
                  submit="Correct this entry"
                />
              </More>
              <div>
                <ActionButton action={removePlan} values={{ id: plan.id }} variant="danger">
                  Delete this plan and its charges
                </ActionButton>
              </div>
            </div>
          </Card>
        )}
      </div>
    </>
  )
}
