'use client'

import { useActionState, type ComponentProps, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction, type FormOutcome } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { JudgementFields } from './judgement-fields'

export interface Judged {
  /** What was done, as a sentence. */
  said: string
  /** Entries by which it can be taken back, joined by a space; empty where nothing changed. */
  undo: string
  refused: string[]
}

interface Attempt {
  outcome: FormOutcome<Judged> | null
  attempt: number
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
  const [{ outcome, attempt }, submit, pending] = useActionState(
    async (before: Attempt, form: FormData): Promise<Attempt> => ({
      outcome: await action(null, form),
      attempt: before.attempt + 1,
    }),
    { outcome: null, attempt: 0 },
  )
  const failure = failureOf(outcome)
  const done = outcome?.ok ? outcome.result : null
  const isSeveral = finding === undefined
  return (
    <div className="flex flex-col gap-3">
      {done && <Done key={done.undo} done={done} undo={undo} />}
      <form action={submit} className="flex flex-col gap-4">
        {finding !== undefined && <input type="hidden" name="finding" value={finding} />}
        {children}
        <div className={isSeveral ? 'no-print border-t pt-3' : undefined}>
          <JudgementFields
            key={`${attempt} ${fields.states.join(' ')}`}
            {...fields}
            failure={failure}
            pending={pending}
            compact={isSeveral}
          />
        </div>
      </form>
    </div>
  )
}

/** What was said, and the way back until it was taken. */
function Done({ done: { said, refused, undo: entries }, undo }: { done: Judged; undo: FormAction<unknown> }) {
  const [taken, takeBack, pending] = useActionState(undo, null)
  if (taken?.ok) return <Notice tone="success" title="Taken back." />
  return (
    <Notice
      tone={refused.length > 0 ? 'warning' : 'success'}
      title={said}
      actions={
        entries !== '' && (
          <form action={takeBack}>
            <input type="hidden" name="entries" value={entries} />
            <Button type="submit" size="sm" pending={pending} pendingText="Undoing">
              Undo
            </Button>
          </form>
        )
      }
    >
      {failureOf(taken).error ?? refused.join(' ')}
    </Notice>
  )
}
