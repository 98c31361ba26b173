'use client'

import { useActionState, type ReactNode } from 'react'
import { ActionButton } from '@/components/ui/action-button'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Notice } from '@/components/ui/notice'
import { formatInstant, formatRelativeTime } from '@/lib/format'
import { ShownOnce } from './shown-once'

interface ShownPerson {
  id: string
  name: string
  createdAt: Date
  lastSeenAt: Date | null
  openSessions: number
  hasPassword: boolean
  signsOn: boolean
  twoFactor: boolean
}

interface AccessActions {
  makeResetLink: FormAction<{ url: string }>
  resetSecondFactor: FormAction<unknown>
  unbindSignOn: FormAction<unknown>
}

/** How a person signs in, and what can be done when they no longer can. */
export function PersonAccess({
  person,
  now,
  timeZone,
  mayChange,
  mayMakeLink,
  mayResetTwoFactor,
  actions,
}: {
  person: ShownPerson
  now: Date
  timeZone: string | undefined
  mayChange: boolean
  mayMakeLink: boolean
  mayResetTwoFactor: boolean
  actions: AccessActions
}) {
  const { id, name, lastSeenAt } = person
  const ways = [person.hasPassword && 'password', person.signsOn && 'single sign-on'].filter(Boolean)
  return (
    <div className="grid grid-cols-1 gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        <Fact term="Here since">{formatInstant(person.createdAt, timeZone)}</Fact>
        <Fact term="Last seen">{lastSeenAt ? formatRelativeTime(lastSeenAt, now) : 'never'}</Fact>
        <Fact term="Open sessions">{person.openSessions}</Fact>
        <Fact term="Signs in with">{ways.join(' or ') || 'nothing yet'}</Fact>
        <Fact term="Two-factor">{person.twoFactor ? 'on' : 'off'}</Fact>
      </dl>
      {mayChange && (
        <div className="flex flex-wrap items-start gap-2">
          {mayMakeLink && <ResetLink action={actions.makeResetLink} id={id} name={name} />}
          {person.signsOn && (
            <Confirmed
              action={actions.unbindSignOn}
              id={id}
              doing="Unbind single sign-on"
              title={`Unbind the single sign-on account of ${name}?`}
              consequence="The next time somebody signs on with a verified e-mail that is theirs, that account is bound instead. For when their account at the provider was replaced."
            />
          )}
          {person.twoFactor && mayResetTwoFactor && (
            <Confirmed
              action={actions.resetSecondFactor}
              id={id}
              doing="Reset two-factor"
              title={`Reset the two-factor of ${name}?`}
              consequence="They are signed out everywhere and sign in with one factor until they set it up again. Make sure it is really them who asks."
            />
          )}
        </div>
      )}
    </div>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{term}</dt>
      <dd>{children}</dd>
    </>
  )
}

function ResetLink({ action, id, name }: { action: FormAction<{ url: string }>; id: string; name: string }) {
  const [outcome, submit, pending] = useActionState(action, null)
  const { error } = failureOf(outcome)
  return (
    <form action={submit} className={outcome ? 'flex w-full flex-col items-start gap-2' : undefined}>
      {error && <Notice tone="error">{error}</Notice>}
      {outcome?.ok && (
        <ShownOnce
          title={`A link by which ${name} sets a new password`}
          secret={outcome.result.url}
          copyLabel="Copy the link"
        >
          <p>It works once, within an hour, and ends all their sessions. Pass it on to nobody else.</p>
        </ShownOnce>
      )}
      <input type="hidden" name="id" value={id} />
      <Button type="submit" size="sm" pending={pending} pendingText="Making">
        Make a link for a new password
      </Button>
    </form>
  )
}

function Confirmed({
  action,
  id,
  doing,
  title,
  consequence,
}: {
  action: FormAction<unknown>
  id: string
  doing: string
  title: string
  consequence: string
}) {
  return (
    <Dialog trigger={<Button size="sm">{doing}</Button>} title={title} description={consequence}>
      <DialogActions>
        <DialogClose asChild>
          <Button size="sm">Cancel</Button>
        </DialogClose>
        <ActionButton action={action} values={{ id }} variant="danger" pendingText="Working">
          {doing}
        </ActionButton>
      </DialogActions>
    </Dialog>
  )
}
