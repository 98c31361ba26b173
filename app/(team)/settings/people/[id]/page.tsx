import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { KeysToHandOver } from '@/components/settings/keys-to-hand-over'
import { OffboardDialog } from '@/components/settings/offboard-dialog'
import { PersonAccess } from '@/components/settings/person-access'
import { PersonTokens } from '@/components/settings/person-tokens'
import { handOverSentence } from '@/components/settings/prepare-hand-over'
import { RoleForm } from '@/components/settings/role-form'
import { ActionButton } from '@/components/ui/action-button'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed, rolesUpTo } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { formatInstant } from '@/lib/format'
import { getPerson } from '@/lib/queries/people'
import { disable, enable, giveRole, makeResetLink, resetSecondFactor, unbindSignOn } from '../actions'

export const metadata: Metadata = { title: 'Person' }

const accessActions = { makeResetLink, resetSecondFactor, unbindSignOn }

export default async function PersonPage({ params }: PageProps<'/settings/people/[id]'>) {
  const viewer = await requireViewer('manage_people')
  const now = currentTime()
  const id = z.uuid().safeParse((await params).id)
  if (!id.success) notFound()
  const person = await getPerson(viewer, id.data, now).catch((error: unknown) => {
    if (error instanceof ExpectedError && error.kind === 'not_found') notFound()
    throw error
  })
  const roles = rolesUpTo(viewer.role)
  const mayChange = roles.includes(person.role)
  const isOwn = person.id === viewer.id
  return (
    <>
      <PageHeader
        title={person.name}
        description={`${person.email} · ${person.role}${isOwn ? ' · you' : ''}`}
        actions={
          <ButtonLink href="/settings/people" variant="quiet">
            All people
          </ButtonLink>
        }
      />
      <div className="grid max-w-3xl grid-cols-1 gap-4">
        {!mayChange && (
          <Notice title={`${person.name} is ${person.role}, above your own role.`}>
            Only somebody of that role can change them.
          </Notice>
        )}
        {person.disabledAt && (
          <Notice
            tone="warning"
            title={`Disabled since ${formatInstant(person.disabledAt, viewer.timeZone)}.`}
            actions={
              mayChange && (
                <ActionButton action={enable} values={{ id: person.id }}>
                  Enable again
                </ActionButton>
              )
            }
          >
            Their sessions and tokens have ended. What they did stays in the audit log.
            {person.keys.length > 0 && ' The Anthropic keys below go on working until somebody sees to them.'}
          </Notice>
        )}
        {mayChange && !person.disabledAt && (
          <Card>
            <CardHeader title="Role" />
            <RoleForm action={giveRole} id={person.id} role={person.role} roles={roles} />
          </Card>
        )}
        <Card>
          <CardHeader title="Signing in" />
          <PersonAccess
            person={person}
            now={now}
            timeZone={viewer.timeZone}
            mayChange={mayChange && !person.disabledAt}
            mayMakeLink={!isOwn || !person.hasPassword}
            mayResetTwoFactor={isAllowed(viewer.role, 'manage_security') && !isOwn}
            actions={accessActions}
          />
        </Card>
        <Card>
          <CardHeader
            title="Anthropic keys they made"
            description={`Known by their e-mail at Anthropic. ${person.keys.length > 0 ? handOverSentence(person.keys) : 'A key goes on working when the person who made it leaves.'}`}
          />
          <KeysToHandOver keys={person.keys} name={person.name} />
        </Card>
        <Card>
          <CardHeader title="Tokens they made" description="They end when the person is disabled." />
          <PersonTokens tokens={person.tokens} />
        </Card>
        {mayChange && !isOwn && !person.disabledAt && (
          <Card>
            <CardHeader
              title="Offboarding"
              description="For somebody who leaves. They can be enabled again later."
            />
            <OffboardDialog
              action={disable}
              id={person.id}
              name={person.name}
              sessions={person.openSessions}
              tokens={person.tokens.filter(({ state }) => state === 'active').length}
              keys={person.keys}
            />
          </Card>
        )}
      </div>
    </>
  )
}
