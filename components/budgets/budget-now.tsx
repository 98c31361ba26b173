import { BilledSeparately } from '@/components/plans/billed-separately'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { Term } from '@/components/words/term'
import type { Budget } from '@/lib/domain/budget'
import type { BudgetStanding } from '@/lib/domain/budget-standing'
import { POOL_WORDS } from '@/lib/domain/budget-words'
import { POOLS } from '@/lib/domain/timeline-request'
import { formatPercent, formatUsd } from '@/lib/format'
import { BudgetBar } from './budget-bar'
import { BudgetOutlook } from './budget-list'
import { periodWords, stateWords } from './prepare-budgets'

/** How a budget stands, and what its sum is made of. */
export function BudgetNow({ budget, standing }: { budget: Budget; standing: BudgetStanding }) {
  const { text, tone } = stateWords(standing.state)
  const parts = POOLS.filter((pool) => standing.byPool[pool] !== 0n)
  return (
    <Card>
      <p className="text-ink-2 flex flex-wrap items-center gap-2 text-sm">
        {periodWords(budget, standing)} <Badge tone={tone}>{text}</Badge>
      </p>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-3">
        {standing.state === 'no_data' ? (
          <span className="text-2xl font-semibold">not known</span>
        ) : (
          <Money parts={formatUsd(standing.spent)} className="text-2xl font-semibold" />
        )}
        <span className="text-ink-2">
          of <Money parts={formatUsd(budget.amount)} />
          {standing.state !== 'no_data' && `, ${formatPercent(standing.spent, budget.amount)}`}
        </span>
      </p>
      <div className="my-3 max-w-2xl">
        <BudgetBar
          spent={standing.spent}
          amount={budget.amount}
          thresholds={budget.thresholds}
          state={standing.state}
        />
      </div>
      <BudgetOutlook standing={standing} />
      {parts.length > 1 && (
        <p className="text-ink-2 mt-2 text-sm">
          {parts.map((pool) => `${POOL_WORDS[pool]} ${formatUsd(standing.byPool[pool]).text}`).join(' · ')}
        </p>
      )}
      {standing.byPool.plan !== 0n && (
        <p className="text-ink-2 mt-2 max-w-prose text-sm">
          <BilledSeparately what="any plan" />
        </p>
      )}
      <p className="text-ink-3 mt-2 text-sm">
        {budget.thresholds.length > 0
          ? `Told when it goes over ${budget.thresholds.map((percent) => `${percent} %`).join(', ')}, and when even the low end of the `
          : 'Told only when even the low end of the '}
        <Term of="forecast">forecast</Term>
        {budget.thresholds.length > 0 ? ' does.' : ' is over the amount.'}
      </p>
    </Card>
  )
}
