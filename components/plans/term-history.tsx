import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import type { FormAction } from '@/components/ui/form-outcome'
import type { Day } from '@/lib/domain/day'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import type { StoredPlan, StoredTerm } from '@/lib/domain/plan-record'
import { formatDay } from '@/lib/format'
import { More } from '@/components/ui/more'
import { termValues } from './prepare-plan-form'
import { termSentence } from './prepare-plan-words'
import { TermForm } from './term-form'

export interface TermLine {
  term: StoredTerm
  name: string
  from: Day
  isFirst: boolean
  isCurrent: boolean
}

/** What held when, oldest first. Without actions it is only read. */
export function TermHistory({
  plan,
  terms,
  catalogue,
  today,
  actions,
}: {
  plan: StoredPlan
  terms: TermLine[]
  catalogue: readonly CatalogueEntry[]
  today: Day
  actions: { correct: FormAction<unknown>; remove: FormAction<unknown> } | null
}) {
  return (
    <ol className="border-line ml-1 grid gap-4 border-l pl-4">
      {terms.map((line) => (
        <li key={line.term.id} className="relative">
          <span
            aria-hidden
            className={`absolute top-1.5 -left-[21px] size-2.5 rounded-full border ${
              line.isCurrent ? 'bg-plan border-plan' : 'bg-raised border-line-strong'
            }`}
          />
          <p>
            {termSentence(line, plan)} {line.isCurrent && <Badge tone="accent">now</Badge>}
          </p>
          {!line.isFirst && actions && (
            <div className="no-print flex flex-wrap items-start gap-x-4">
              <More
                summary="Correct this change"
                label={`Correct this change of ${formatDay(line.term.effectiveOn)}`}
              >
                <TermForm
                  action={actions.correct}
                  planId={plan.id}
                  termId={line.term.id}
                  initial={termValues(line.term, plan.currency, line.term.effectiveOn)}
                  cycle={plan.cycle}
                  currency={plan.currency}
                  catalogue={catalogue}
                  today={today}
                  submit="Correct this change"
                />
              </More>
              <ActionButton
                action={actions.remove}
                values={{ id: plan.id, term: line.term.id }}
                variant="quiet"
                label={`Remove the change of ${formatDay(line.term.effectiveOn)}`}
              >
                Remove
              </ActionButton>
            </div>
          )}
        </li>
      ))}
      {plan.endsOn && <li className="text-ink-2">Last day: {formatDay(plan.endsOn)}</li>}
    </ol>
  )
}
