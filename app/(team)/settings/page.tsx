import type { Metadata } from 'next'
import { PasswordForm } from '@/components/settings/password-form'
import { ProfileForm } from '@/components/settings/profile-form'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { currentSession } from '@/lib/auth/current-session'
import { requireViewer } from '@/lib/auth/viewer'
import { listTimeZones } from '@/lib/domain/time-zone'
import { getOwnAccount } from '@/lib/queries/own-account'
import { savePassword, saveProfile } from './actions'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const viewer = await requireViewer()
  const session = await currentSession()
  const email = session?.email ?? ''
  const { hasPassword, timeZone } = await getOwnAccount(viewer)
  return (
    <>
      <PageHeader title="Profile" description={`You are ${ROLE_WORDS[viewer.role]} of this Onebill.`} />
      <div className="grid max-w-3xl grid-cols-1 gap-4">
        <Card>
          <CardHeader title="Name, e-mail and time zone" />
          <ProfileForm
            action={saveProfile}
            name={viewer.name}
            email={email}
            timeZone={timeZone}
            timeZones={listTimeZones()}
          />
        </Card>
        {hasPassword && (
          <Card>
            <CardHeader title="Password" description="A new password signs you out everywhere else." />
            <PasswordForm action={savePassword} email={email} />
          </Card>
        )}
      </div>
    </>
  )
}

const ROLE_WORDS = { viewer: 'a viewer', member: 'a member', admin: 'an admin', owner: 'an owner' } as const
