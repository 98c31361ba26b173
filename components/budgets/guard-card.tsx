import { ActionButton } from '@/components/ui/action-button'
import { Card, CardHeader } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import type { FormAction } from '@/components/ui/form-outcome'
import { Term } from '@/components/words/term'
import type { Budget } from '@/lib/domain/budget'
import { day } from '@/lib/domain/day'
import type { GuardVerdict } from '@/lib/domain/guard'
import { formatDay, formatInstant } from '@/lib/format'
import { actWords, guardWords, verdictWords } from './prepare-guard'

export interface GuardHistory {
  acts: { periodStart: string; mode: string; outcome: string; at: Date; failure: string | null }[]
  verdict: GuardVerdict | null
}

/** Whether going over the budget deactivates its key, what it would do now, and what it did. */
export function GuardCard({
  budget,
  keyName,
  history,
  zone,
  action,
  whyNotOn,
}: {
  budget: Budget
  keyName: string
  history: GuardHistory
  zone: string | undefined
  /** Null: the viewer may only look. */
  action: FormAction<unknown> | null
  /** Why the viewer cannot turn it on; null = they can. */
  whyNotOn: string | null
}) {
  const { guard } = budget
  const button = (to: Budget['guard'], words: string, variant: 'primary' | 'secondary' | 'danger') =>
    action && (
      <ActionButton
        action={action}
        values={{ id: budget.id, guard: to }}
        variant={variant}
        pendingText="Saving"
      >
        {words}
      </ActionButton>
    )
  return (
    <Card>
      <CardHeader
        title={<Term of="guard">Guard</Term>}
        description={`If an owner wants it, going over this budget deactivates the key “${keyName}” at Anthropic, within the sync that sees it. At most once in a period, never on figures that are stale, partial or estimated, and it can be undone on the page of the key.`}
      />
      <Notice
        tone={guard === 'on' ? 'warning' : 'info'}
        title={
          guard === 'dry_run' ? (
            <>
              <Term of="dry-run">Dry run</Term>: the guard only writes down what it would do.
            </>
          ) : (
            guardWords(guard, keyName)
          )
        }
      >
        {verdictWords(history.verdict, keyName)}
      </Notice>
      {action && (
        <div className="no-print mt-3 flex flex-wrap items-center gap-2">
          {guard === 'off' && button('dry_run', 'Begin a dry run', 'secondary')}
          {guard === 'dry_run' &&
            !budget.isDemo &&
            whyNotOn === null &&
            button('on', 'Turn the guard on', 'danger')}
          {guard === 'on' && button('dry_run', 'Back to dry run', 'secondary')}
          {guard !== 'off' && button('off', 'Turn the guard off', 'secondary')}
        </div>
      )}
      {guard === 'dry_run' && (whyNotOn !== null || budget.isDemo) && (
        <p className="text-ink-3 mt-2 text-sm">
          {budget.isDemo ? 'A told story has no keys to deactivate: its guards stay in dry run.' : whyNotOn}
        </p>
      )}
      {history.acts.length > 0 && (
        <ul aria-label="What the guard did" className="mt-4 divide-y border-t">
          {history.acts.map((act) => (
            <li key={`${act.mode} ${act.periodStart}`} className="py-2 text-sm">
              <span className="text-ink-2">{formatInstant(act.at, zone)}</span> {actWords(act, keyName)}{' '}
              <span className="text-ink-3">Period from {formatDay(day(act.periodStart))}.</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
