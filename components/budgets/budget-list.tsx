import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Money } from '@/components/ui/money'
import type { Budget } from '@/lib/domain/budget'
import type { BudgetStanding } from '@/lib/domain/budget-standing'
import { formatPercent, formatUsd } from '@/lib/format'
import { BudgetBar } from './budget-bar'
import { exhaustionWords, forecastWords, periodWords, qualityWords, stateWords } from './prepare-budgets'

export interface BudgetLine {
  budget: Budget
  scope: string
  standing: BudgetStanding
}

const GUARD_WORDS = { off: null, dry_run: 'Guard in dry run', on: 'Guard on' } as const

export function BudgetList({ budgets }: { budgets: readonly BudgetLine[] }) {
  return (
    <ul aria-label="Budgets" className="divide-y">
      {budgets.map((line) => (
        <li key={line.budget.id} className="py-4 first:pt-0 last:pb-0">
          <BudgetRow {...line} />
        </li>
      ))}
    </ul>
  )
}

function BudgetRow({ budget, scope, standing }: BudgetLine) {
  const { text, tone } = stateWords(standing.state)
  const guard = GUARD_WORDS[budget.guard]
  const isKnown = standing.state !== 'no_data'
  return (
    <article className="grid gap-x-8 gap-y-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
      <div className="min-w-0">
        <h2 className="flex flex-wrap items-center gap-2 font-medium">
          <Link href={`/budgets/${budget.id}`} className="wrap-anywhere underline-offset-3 hover:underline">
            {budget.name}
          </Link>
          <Badge tone={tone}>{text}</Badge>
          {guard && <Badge>{guard}</Badge>}
        </h2>
        <p className="text-ink-2 text-sm wrap-anywhere">{scope}</p>
        <p className="text-ink-3 text-sm">{periodWords(budget, standing)}</p>
      </div>
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span>
            {isKnown ? <Money parts={formatUsd(standing.spent)} className="font-medium" /> : 'not known'}{' '}
            <span className="text-ink-2">
              of <Money parts={formatUsd(budget.amount)} />
            </span>
          </span>
          {isKnown && <span className="figures">{formatPercent(standing.spent, budget.amount)}</span>}
        </p>
        <div className="my-1.5">
          <BudgetBar
            spent={standing.spent}
            amount={budget.amount}
            thresholds={budget.thresholds}
            state={standing.state}
          />
        </div>
        <BudgetOutlook standing={standing} />
      </div>
    </article>
  )
}

/** What will become of it, and what keeps it from being told. */
export function BudgetOutlook({ standing }: { standing: BudgetStanding }) {
  if (standing.state === 'no_data')
    return <p className="text-ink-2 text-sm">Nothing that counts was read for this period yet.</p>
  const exhaustion = exhaustionWords(standing)
  const quality = qualityWords(standing)
  return (
    <div className="text-ink-2 grid gap-0.5 text-sm">
      <p>{[forecastWords(standing.forecast), exhaustion].filter(Boolean).join(' · ')}</p>
      {quality.length > 0 && <p className="text-ink-3">{quality.join('; ')}.</p>}
      {standing.stale.length > 0 && (
        <p className="text-warn">
          Alerts are held back until the figures are fresh again: {standing.stale.join(' ')}
        </p>
      )}
    </div>
  )
}
