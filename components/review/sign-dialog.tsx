'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'

/** The signature: what was decided, what stays open and where it goes, and a word of one's own. */
export function SignDialog({
  period,
  data,
  title,
  facts,
  action,
  done,
  close,
}: {
  period: string
  data: string
  title: string
  facts: readonly string[]
  action: FormAction<unknown>
  done: () => void
  close: () => void
}) {
  const [outcome, submit, pending] = useActionState(async (previous: unknown, form: FormData) => {
    const result = await action(previous, form)
    if (result.ok) done()
    return result
  }, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={title}
      description="Your name and the time stand under it. It can be reopened until the next one is signed."
    >
      <form action={submit} className="flex flex-col gap-4">
        <input type="hidden" name="period" value={period} />
        <input type="hidden" name="data" value={data} />
        <ul className="text-ink-2 list-disc pl-5 text-sm">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
        <InputField
          label="A note to it"
          name="note"
          dir="auto"
          maxLength={1000}
          hint="Optional; it stands beside your name."
          defaultValue={values.note}
          errors={fieldErrors.note}
        />
        <FormError error={error} fieldErrors={fieldErrors} fields={['note']} />
        <DialogActions>
          <DialogClose asChild>
            <Button variant="quiet" className="max-sm:h-11">
              Cancel
            </Button>
          </DialogClose>
          <Button
            type="submit"
            variant="primary"
            pending={pending}
            pendingText="Signing"
            className="max-sm:h-11"
          >
            Sign
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
