import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Money } from '@/components/ui/money'
import { Table, Td, Th } from '@/components/ui/table'
import { Term } from '@/components/words/term'
import type { Nano } from '@/lib/domain/money'
import type { PlanCharge } from '@/lib/domain/plan-charges'
import type { PlanState } from '@/lib/domain/plan-cycles'
import type { StoredPlan, StoredTerm } from '@/lib/domain/plan-record'
import { formatDay, formatUsd } from '@/lib/format'
import { wholeDollars } from './billed-separately'
import { perCycle, priceWords, stateWords } from './prepare-plan-words'

export interface PlanLine {
  plan: StoredPlan
  state: PlanState
  term: StoredTerm
  name: string
  perDay: Nano
  nextCharge: PlanCharge | null
  apiCredit: Nano | null
}

export function PlanTable({ plans }: { plans: PlanLine[] }) {
  return (
    <Table label="Plans">
      <thead>
        <tr>
          <Th>Plan and holder</Th>
          <Th numeric className="hidden sm:table-cell">
            Seats
          </Th>
          <Th numeric>
            <Term of="plan-fee">Price as paid</Term>
          </Th>
          <Th numeric>
            <Term of="spread">A day now</Term>
          </Th>
          <Th>Next charge</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {plans.map((line) => (
          <PlanRow key={line.plan.id} {...line} />
        ))}
      </tbody>
    </Table>
  )
}

function PlanRow({ plan, state, term, name, perDay, nextCharge, apiCredit }: PlanLine) {
  const words = stateWords(state, plan)
  return (
    <tr className={state === 'ended' ? 'text-ink-3' : undefined}>
      <Td className="min-w-40 py-2 sm:min-w-56">
        <Link href={`/plans/${plan.id}`} className="font-medium underline-offset-3 hover:underline">
          <span aria-hidden className="bg-plan mr-2 inline-block size-2.5 rounded-[3px]" />
          {name}
          <span className="text-ink-3 font-normal sm:hidden">{term.seats > 1 && ` × ${term.seats}`}</span>
        </Link>
        <p className="text-ink-2 max-w-40 truncate text-sm sm:max-w-56" title={plan.holderEmail}>
          {plan.holderEmail}
        </p>
        {state !== 'ended' && (
          <p className="text-ink-3 text-xs">
            API usage billed separately
            {apiCredit !== null && `; ${wholeDollars(apiCredit)} API credit a month`}
          </p>
        )}
      </Td>
      <Td numeric className="hidden sm:table-cell">
        {term.seats}
      </Td>
      <Td numeric>
        {priceWords(term, plan.currency)} <span className="text-ink-3">{perCycle(plan.cycle)}</span>
      </Td>
      <Td numeric>{perDay === 0n ? '–' : <Money parts={formatUsd(perDay)} />}</Td>
      <Td className="whitespace-nowrap">
        {nextCharge ? `${formatUsd(nextCharge.amountUsd).text} on ${formatDay(nextCharge.on)}` : 'none'}
      </Td>
      <Td>
        <Badge tone={words.tone}>{words.text}</Badge>
      </Td>
    </tr>
  )
}
