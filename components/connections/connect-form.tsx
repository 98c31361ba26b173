'use client'

import { useActionState, type ReactNode } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { InputField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'

export interface ConnectedOrganization {
  name: string
  source: 'analytics' | 'legacy'
}

/** Takes an Admin key, which is tried before it is stored and never rendered back. */
export function ConnectForm({
  action,
  connectionId,
  onConnectedHref,
  submitText = 'Connect',
  beside,
}: {
  action: FormAction<ConnectedOrganization>
  /** The connection whose key is replaced. */
  connectionId?: string
  /** Where to go on once it is connected. */
  onConnectedHref?: string
  submitText?: string
  /** Another way out, next to the button. */
  beside?: ReactNode
}) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors } = failureOf(outcome)
  const connected = outcome?.ok ? outcome.result : null
  return (
    <form action={submit} className="flex max-w-xl flex-col gap-4">
      <FormError error={error} fieldErrors={fieldErrors} fields={['admin_key']} />
      {connected && (
        <Notice
          tone="success"
          title={
            connectionId ? `The key of ${connected.name} was replaced.` : `${connected.name} is connected.`
          }
          actions={
            onConnectedHref && (
              <ButtonLink href={onConnectedHref} variant="primary" size="sm">
                Continue
              </ButtonLink>
            )
          }
        >
          Onebill is reading its API usage now, the newest days first. You need not wait for it.
          {connected.source === 'legacy' && <LegacyReports name={connected.name} />}
        </Notice>
      )}
      {connectionId && <input type="hidden" name="id" value={connectionId} />}
      <InputField
        label="Admin key"
        name="admin_key"
        type="password"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-1p-ignore
        data-lpignore="true"
        required
        placeholder="sk-ant-admin…"
        hint="Tried first, then stored encrypted. From then on only its first and last characters can be seen."
        errors={fieldErrors.admin_key}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={pending} pendingText="Trying the key">
          {submitText}
        </Button>
        {beside}
        <span role="status" className="text-ink-2 text-sm">
          {pending && 'Asking Anthropic who this key belongs to…'}
        </span>
      </div>
    </form>
  )
}

/** Which source is in use where it is the older one, and what it cannot give. */
export function LegacyReports({ name }: { name: string }) {
  return (
    <p>
      {name} has no access to Anthropic’s Usage and Cost Analytics API yet (it is in public beta), so Onebill
      reads the legacy reports. They give whole, completed days, and nothing by product, person or hour; what
      a key cost is estimated from its tokens. Each sync asks again; once it is enabled, what it reaches is
      read anew.
    </p>
  )
}
