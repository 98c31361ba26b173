import type { Metadata } from 'next'
import { CalculatedCostCard, CalculatedPlanCard } from '@/components/learn/calculated-cost'
import { CalculatorForm } from '@/components/learn/calculator-form'
import { PriceNotes } from '@/components/learn/price-notes'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireGuideReader } from '@/lib/auth/guide-reader'
import {
  calculateCost,
  calculatePlan,
  notesOfCalculation,
  offeredModels,
  offeredPlans,
  parseCalculation,
} from '@/lib/domain/guides/calculator'
import { currentTime } from '@/lib/env'
import { formatDay } from '@/lib/format'
import { getGuideGround } from '@/lib/queries/guide-ground'
import { OwnTokensCard } from './own-tokens-card'
import { readCalculator } from './read-calculator'

export const metadata: Metadata = { title: 'Calculator' }

export default async function CalculatorPage({ searchParams }: PageProps<'/learn/calculator'>) {
  const viewer = await requireGuideReader()
  const ground = await getGuideGround(viewer, currentTime())
  const { values, isExample } = readCalculator(await searchParams)
  const { calculation, errors } = parseCalculation(values, ground)
  const cost = calculation && calculateCost(calculation, ground)
  const plan = calculation && cost?.isPriced ? calculatePlan(calculation, cost.total, ground) : null
  return (
    <>
      <PageHeader
        title="Calculator"
        description={`What a month of tokens costs at the list prices of ${formatDay(ground.today)}, and whether a plan might cost less. The address holds all of it: copy it to share.`}
        actions={<ButtonLink href="/learn/plan-or-api">Choosing plan or API</ButtonLink>}
      />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Card>
          <CalculatorForm
            key={JSON.stringify(values)}
            values={values}
            errors={errors}
            models={offeredModels(ground)}
            plans={offeredPlans(ground)}
          />
        </Card>
        <div id="result" className="grid min-w-0 scroll-mt-20 grid-cols-1 gap-4">
          {viewer && <OwnTokensCard viewer={viewer} />}
          {isExample && <Notice title="An example to begin with: a developer’s month of medium use." />}
          {!calculation && (
            <Notice tone="error" title="Not all of it could be read.">
              Look at the marked fields. Nothing was reckoned.
            </Notice>
          )}
          {calculation && cost && <CalculatedCostCard asked={calculation} cost={cost} />}
          {plan && <CalculatedPlanCard plan={plan} />}
          {calculation?.plan && cost?.isPriced && !plan && (
            <Notice tone="warning" title="No price">
              No list price of this plan is known today, so there is nothing to compare. Choose another cycle.
            </Notice>
          )}
          {calculation && cost?.isPriced && (
            <PriceNotes
              prices={notesOfCalculation(calculation, ground)}
              sources={['Anthropic’s list prices, without tax and discounts']}
            />
          )}
        </div>
      </div>
    </>
  )
}
