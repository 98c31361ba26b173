'use client'

import { useActionState } from 'react'
import { CodeField } from '@/components/first-run/code-field'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { RecoveryCodes } from './recovery-codes'

export function NewRecoveryCodes({ action }: { action: FormAction<{ recoveryCodes: string[] }> }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors } = failureOf(outcome)
  if (outcome?.ok) return <RecoveryCodes codes={outcome.result.recoveryCodes} doneHref="/settings/security" />
  return (
    <form action={submit} className="flex max-w-xs flex-col gap-3">
      {error && !fieldErrors.code && <Notice tone="error">{error}</Notice>}
      <CodeField hint="The codes you have now stop working." errors={fieldErrors.code} />
      <div>
        <Button type="submit" pending={pending} pendingText="Making">
          Make new codes
        </Button>
      </div>
    </form>
  )
}
