import type { Metadata } from 'next'
import { InvitationTable } from '@/components/settings/invitation-table'
import { InviteForm } from '@/components/settings/invite-form'
import { PeopleTable } from '@/components/settings/people-table'
import { PermissionTable } from '@/components/settings/permission-table'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed, rolesUpTo, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { canSendMail } from '@/lib/publish/mail'
import { listAdministrators, listInvitations, listPeople } from '@/lib/queries/people'
import { invitePerson, withdraw } from './actions'

export const metadata: Metadata = { title: 'People' }

export default async function PeoplePage() {
  const viewer = await requireViewer()
  return (
    <>
      <PageHeader
        title="People"
        description="Who shares this Onebill, and who may do what. Everybody sees the same figures."
      />
      <div className="grid grid-cols-1 gap-4">
        {isAllowed(viewer.role, 'manage_people') ? <Manage viewer={viewer} /> : <WhomToAsk viewer={viewer} />}
        <Card>
          <CardHeader
            title="Who may do what"
            description="Each role may do all that the ones before it may."
          />
          <PermissionTable own={viewer.role} />
        </Card>
      </div>
    </>
  )
}

async function Manage({ viewer }: { viewer: Viewer }) {
  const now = currentTime()
  const [people, invitations] = await Promise.all([listPeople(viewer), listInvitations(viewer, now)])
  const roles = rolesUpTo(viewer.role)
  const zone = viewer.timeZone
  return (
    <>
      <Card>
        <CardHeader
          title="Invite somebody"
          description={
            canSendMail()
              ? 'They get a link by mail, and you see it here too. It works once, within 7 days.'
              : 'You get a link to pass on. It works once, within 7 days.'
          }
        />
        <InviteForm action={invitePerson} roles={roles} />
      </Card>
      <Card>
        <PeopleTable people={people} own={viewer.id} now={now} timeZone={zone} />
      </Card>
      {invitations.length > 0 && (
        <Card>
          <CardHeader title="Invited, not here yet" />
          <InvitationTable
            invitations={invitations}
            roles={roles}
            now={now}
            timeZone={zone}
            again={invitePerson}
            withdraw={withdraw}
          />
        </Card>
      )}
    </>
  )
}

async function WhomToAsk({ viewer }: { viewer: Viewer }) {
  const administrators = await listAdministrators(viewer)
  const names = administrators.map(({ name, role }) => `${name} (${role})`).join(', ')
  return (
    <Card>
      <p>
        Your role is {viewer.role}. To invite somebody or to get another role, ask: {names}.
      </p>
    </Card>
  )
}
