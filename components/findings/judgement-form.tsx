'use client'

import { useActionState, type ComponentProps, type ReactNode } from 'react'
import { ActionButton } from '@/components/ui/action-button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { JudgementFields } from './judgement-fields'

export interface Judged {
  /** What was done, as a sentence. */
  said: string
  /** Entries by which it can be taken back, joined by a space; empty where nothing changed. */
  undo: string
  refused: string[]
}

/** A form that says something of findings: of the one given, or of those selected in the table within it. */
export function JudgementForm({
  action,
  undo,
  finding,
  children,
  ...fields
}: {
  action: FormAction<Judged>
  undo: FormAction<unknown>
  finding?: string
  /** A table whose boxes are named `finding`. */
  children?: ReactNode
} & Pick<ComponentProps<typeof JudgementFields>, 'states' | 'days' | 'owner'>) {
  const [outcome, submit, pending] = useActionState(action, null)
  const failure = failureOf(outcome)
  const done = outcome?.ok ? outcome.result : null
  const isSeveral = finding === undefined
  return (
    <div className="flex flex-col gap-3">
      {done && (
        <Notice
          tone={done.refused.length > 0 ? 'warning' : 'success'}
          title={done.said}
          actions={
            done.undo !== '' && (
              <ActionButton
                key={done.undo}
                action={undo}
                values={{ entries: done.undo }}
                pendingText="Undoing"
              >
                Undo
              </ActionButton>
            )
          }
        >
          {done.refused.join(' ')}
        </Notice>
      )}
      <form action={submit} className="flex flex-col gap-4">
        {finding !== undefined && <input type="hidden" name="finding" value={finding} />}
        {children}
        {fields.states.length > 0 && (
          <div className={isSeveral ? 'no-print border-t pt-3' : undefined}>
            <JudgementFields {...fields} failure={failure} pending={pending} compact={isSeveral} />
          </div>
        )}
      </form>
    </div>
  )
}
