import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { Term } from '@/components/words/term'
import type { Nano } from '@/lib/domain/money'
import { formatDay, formatUsd } from '@/lib/format'
import { BilledSeparately } from './billed-separately'
import type { PlanLine } from './plan-table'
import { perCycle, priceWords, stateWords } from './prepare-plan-words'

/** What the plan is and costs now, and what it does not include. */
export function PlanFacts({
  plan,
  state,
  term,
  perDay,
  nextCharge,
  apiCredit,
  paidSoFar,
  creditOrganization,
}: PlanLine & { paidSoFar: Nano; creditOrganization: string | null }) {
  const words = stateWords(state, plan)
  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <p className="text-ink-2 text-sm">{term.seats > 1 ? `Price for ${term.seats} seats` : 'Price'}</p>
          <p className="text-2xl font-semibold">
            <span className="figures">{priceWords(term, plan.currency)}</span>{' '}
            <span className="text-ink-2 text-base font-normal whitespace-nowrap">{perCycle(plan.cycle)}</span>
          </p>
        </div>
        <Badge tone={words.tone}>{words.text}</Badge>
      </div>
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        <Fact label={<Term of="spread">A day now</Term>}>
          {perDay === 0n ? '–' : <Money parts={formatUsd(perDay)} />}
        </Fact>
        <Fact label="Next charge">
          {nextCharge ? (
            <>
              <Money parts={formatUsd(nextCharge.amountUsd)} />{' '}
              <span className="whitespace-nowrap">on {formatDay(nextCharge.on)}</span>
            </>
          ) : (
            'none'
          )}
        </Fact>
        <Fact label="Paid so far">
          <Money parts={formatUsd(paidSoFar)} />
        </Fact>
        <Fact label="Since">{formatDay(plan.startsOn)}</Fact>
      </dl>
      <p className="text-ink-2 mt-4 max-w-prose text-sm">
        <BilledSeparately apiCredit={apiCredit} />
        {plan.apiCredit && creditOrganization && (
          <>
            {' '}
            The credit was claimed on {formatDay(plan.apiCredit.claimedOn)} and is linked to{' '}
            {creditOrganization}.
          </>
        )}
      </p>
    </Card>
  )
}

function Fact({ label, children }: { label: React.ReactNode; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-ink-2 text-xs">{label}</dt>
      <dd className="figures mt-0.5">{children}</dd>
    </div>
  )
}
