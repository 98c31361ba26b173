'use client'

import { RefreshCw } from 'lucide-react'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'

export function SyncNow({ action }: { action: FormAction<unknown> }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error } = failureOf(outcome)
  return (
    <form action={submit} className="flex items-center gap-2">
      <Button type="submit" size="sm" pending={pending} aria-label="Sync now" title="Sync now">
        {!pending && <RefreshCw aria-hidden className="size-3.5" />}
        <span className="hidden xl:inline">Sync now</span>
      </Button>
      <span role="alert" className="text-danger max-w-60 truncate text-sm" title={error}>
        {error}
      </span>
    </form>
  )
}
