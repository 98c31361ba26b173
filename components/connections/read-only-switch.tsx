'use client'

import { startTransition, useActionState, useId, useOptimistic } from 'react'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'

/** Our own switch: while it is on, nothing is ever changed at Anthropic through this connection. */
export function ReadOnlySwitch({
  action,
  connectionId,
  readOnly,
  disabled,
}: {
  action: FormAction<unknown>
  connectionId: string
  readOnly: boolean
  disabled: boolean
}) {
  const id = useId()
  const [outcome, submit, pending] = useActionState(action, null)
  const [shown, show] = useOptimistic(readOnly)
  const { error } = failureOf(outcome)

  function turn() {
    const form = new FormData()
    form.set('id', connectionId)
    form.set('read_only', readOnly ? 'off' : 'on')
    startTransition(() => {
      show(!readOnly)
      submit(form)
    })
  }

  return (
    <div className="flex items-start gap-3">
      <button
        type="button"
        role="switch"
        aria-checked={shown}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-hint`}
        disabled={disabled || pending}
        onClick={turn}
        className="bg-line-strong aria-checked:bg-accent mt-0.5 inline-flex h-5 w-9 shrink-0 items-center rounded-full p-0.5 transition-colors duration-[120ms] disabled:opacity-60"
      >
        <span
          aria-hidden
          className={`bg-raised size-4 rounded-full transition-transform duration-[120ms] ${shown ? 'translate-x-4' : ''}`}
        />
      </button>
      <div>
        <p id={`${id}-label`}>Read-only</p>
        <p id={`${id}-hint`} className="text-ink-3 text-xs">
          {shown
            ? 'Onebill only reads from Anthropic through this connection.'
            : 'Onebill may change keys at Anthropic when an admin asks it to.'}
        </p>
        {error && (
          <p role="alert" className="text-danger text-sm">
            {error}
          </p>
        )}
      </div>
    </div>
  )
}
