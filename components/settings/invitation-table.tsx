'use client'

import { useActionState } from 'react'
import { ActionButton } from '@/components/ui/action-button'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { Table, Td, Th } from '@/components/ui/table'
import type { OpenInvitation } from '@/lib/domain/invitation'
import type { Role } from '@/lib/domain/viewer'
import { formatInstant, formatRelativeTime } from '@/lib/format'
import { InvitationLink, type Invitation } from './invite-form'

/** `roles`: those the viewer may invite to. */
export function InvitationTable({
  invitations,
  roles,
  now,
  timeZone,
  again,
  withdraw,
}: {
  invitations: readonly OpenInvitation[]
  roles: readonly Role[]
  now: Date
  timeZone: string | undefined
  again: FormAction<Invitation>
  withdraw: FormAction<unknown>
}) {
  const [outcome, submit, pending] = useActionState(again, null)
  const { error } = failureOf(outcome)
  return (
    <div className="flex flex-col gap-3">
      {error && <Notice tone="error">{error}</Notice>}
      {outcome?.ok && <InvitationLink {...outcome.result} />}
      <Table label="Invitations">
        <thead>
          <tr>
            <Th>E-mail</Th>
            <Th>Role</Th>
            <Th>Invited</Th>
            <Th>Link works until</Th>
            <Th>
              <span className="sr-only">Action</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <tr key={invitation.id}>
              <Td>{invitation.email}</Td>
              <Td>{invitation.role}</Td>
              <Td className="whitespace-nowrap">
                {formatRelativeTime(invitation.createdAt, now)}
                {invitation.invitedBy && ` by ${invitation.invitedBy}`}
              </Td>
              <Td className="whitespace-nowrap">
                {invitation.expired ? <Badge>expired</Badge> : formatInstant(invitation.expiresAt, timeZone)}
              </Td>
              <Td>
                {roles.includes(invitation.role) && (
                  <div className="flex justify-end gap-1">
                    <form action={submit}>
                      <input type="hidden" name="email" value={invitation.email} />
                      <input type="hidden" name="role" value={invitation.role} />
                      <Button
                        type="submit"
                        size="sm"
                        variant="quiet"
                        pending={pending}
                        aria-label={`New link for ${invitation.email}`}
                      >
                        New link
                      </Button>
                    </form>
                    <ActionButton
                      action={withdraw}
                      values={{ id: invitation.id }}
                      variant="quiet"
                      label={`Withdraw the invitation of ${invitation.email}`}
                    >
                      Withdraw
                    </ActionButton>
                  </div>
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
