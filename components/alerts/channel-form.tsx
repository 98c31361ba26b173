'use client'

import { useState } from 'react'
import { ShownOnce } from '@/components/settings/shown-once'
import { Button, ButtonLink } from '@/components/ui/button'
import { CheckboxField, InputField, SelectField } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { AlertChannel } from '@/lib/domain/alert-channel'
import { AlertFilterFields } from './alert-filter-fields'
import { useKeptForm } from './use-kept-form'

const NOTHING_YET = { kinds: [], leastSeverity: 'high', weeklyReview: true } as const

/** A new channel, or one that is there. Its address is secret: it is never shown again, nor put back after a mistake. */
export function ChannelForm({
  action,
  editing,
  mayAllowPrivate,
}: {
  action: FormAction<{ name: string; secret: string | null }>
  editing: AlertChannel | null
  mayAllowPrivate: boolean
}) {
  const { outcome, pending, form } = useKeptForm(action, { clears: editing === null })
  const { error, fieldErrors } = failureOf(outcome)
  const [chosen, setKind] = useState<string>(editing?.kind ?? 'slack')
  const kind = editing?.kind ?? chosen
  const mayKeep = mayAllowPrivate || editing?.allowsPrivate
  return (
    <form
      {...form}
      onReset={() => setKind('slack')}
      className="flex max-w-2xl flex-col gap-4"
      aria-label="Channel"
    >
      <FormError
        error={error}
        fieldErrors={fieldErrors}
        fields={['name', 'url', 'address_secret', 'kinds']}
      />
      {outcome?.ok &&
        (outcome.result.secret === null ? (
          <Notice tone="success">“{outcome.result.name}” is saved. Send it a test, above.</Notice>
        ) : (
          <ShownOnce
            title={`“${outcome.result.name}” is saved. This is its signing secret.`}
            secret={outcome.result.secret}
            copyLabel="Copy the signing secret"
            keeping="it is shown this once, and kept encrypted here to sign with."
          />
        ))}
      {editing && <input type="hidden" name="id" value={editing.id} />}
      <div className="grid gap-4 sm:grid-cols-2">
        {!editing && (
          <SelectField
            label="Where to"
            name="kind"
            value={kind}
            onChange={(event) => setKind(event.target.value)}
          >
            <option value="slack">Slack (incoming webhook)</option>
            <option value="webhook">Signed webhook</option>
          </SelectField>
        )}
        <InputField
          label="Name"
          name="name"
          required
          maxLength={100}
          placeholder={kind === 'slack' ? '#spend' : 'On-call'}
          defaultValue={editing?.name}
          errors={fieldErrors.name}
        />
      </div>
      <InputField
        label="Address"
        name="address_secret"
        type="url"
        autoComplete="off"
        spellCheck={false}
        required={editing === null || !editing.hasAddress}
        maxLength={2000}
        placeholder={
          editing?.hasAddress
            ? editing.urlHint
            : kind === 'slack'
              ? 'https://hooks.slack.com/services/…'
              : 'https://example.com/hooks/onebill'
        }
        hint={
          editing?.hasAddress
            ? 'Left empty it stays as it is.'
            : kind === 'slack'
              ? 'From Slack: your app, Incoming Webhooks, Add New Webhook. Whoever knows it can write there, so it is kept encrypted.'
              : 'https, at a public address. Each alert is sent there as JSON, signed as Standard Webhooks.'
        }
        errors={fieldErrors.url ?? fieldErrors.address_secret}
      />
      <AlertFilterFields filter={editing ?? NOTHING_YET} errors={fieldErrors} />
      <CheckboxField
        label="The weekly review"
        hint={
          kind === 'slack'
            ? 'On Mondays from 08:00 UTC, when the week is closed; after that as soon as it is.'
            : 'As review.ready, on Mondays from 08:00 UTC, when the week is closed; after that as soon as it is.'
        }
        name="weekly_review"
        value="on"
        defaultChecked={(editing ?? NOTHING_YET).weeklyReview}
      />
      {mayKeep && (
        <CheckboxField
          label="May be at a private address"
          hint={
            mayAllowPrivate
              ? 'Also at addresses of your own networks, over plain http and on any port. Only owners can allow it; link-local addresses stay closed.'
              : 'An owner allowed it. A new address loses the allowance.'
          }
          name="allows_private"
          value="on"
          defaultChecked={editing?.allowsPrivate}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={pending} pendingText="Saving">
          {editing ? 'Save the channel' : 'Add the channel'}
        </Button>
        {editing && (
          <ButtonLink href="/settings/alerts" variant="quiet">
            Done
          </ButtonLink>
        )}
      </div>
    </form>
  )
}
