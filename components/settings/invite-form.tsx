'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { InputField, SelectField } from '@/components/ui/field'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import type { Role } from '@/lib/domain/viewer'
import { ROLE_WORDS } from './role-words'
import { ShownOnce } from './shown-once'

export interface Invitation {
  email: string
  url: string
  mail: 'off' | 'sent' | 'failed'
}

/** `roles`: those not above the viewer's own. */
export function InviteForm({ action, roles }: { action: FormAction<Invitation>; roles: readonly Role[] }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error, fieldErrors, values } = failureOf(outcome)
  const atField = fieldErrors.email || fieldErrors.role
  return (
    <form action={submit} className="flex flex-col gap-4">
      {error && !atField && <Notice tone="error">{error}</Notice>}
      {outcome?.ok && <InvitationLink {...outcome.result} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="off"
          required
          defaultValue={values.email}
          errors={fieldErrors.email}
        />
        <SelectField
          label="Role"
          name="role"
          defaultValue={values.role ?? 'viewer'}
          errors={fieldErrors.role}
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {ROLE_WORDS[role]}
            </option>
          ))}
        </SelectField>
      </div>
      <div>
        <Button type="submit" variant="primary" pending={pending} pendingText="Inviting">
          Invite
        </Button>
      </div>
    </form>
  )
}

/** The link of an invitation just made, and what became of its mail. */
export function InvitationLink({ email, url, mail }: Invitation) {
  return (
    <ShownOnce title={`${email} is invited.`} secret={url} copyLabel="Copy the invitation link">
      {mail === 'sent' && <p>The link was mailed to them. You can also pass it on yourself.</p>}
      {mail === 'failed' && (
        <p className="text-warn">
          The mail server did not take the mail (the server log says why): pass the link on yourself.
        </p>
      )}
      {mail === 'off' && <p>Pass this link on to them.</p>}
    </ShownOnce>
  )
}
