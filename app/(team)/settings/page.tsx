import type { Metadata } from 'next'
import { PasswordForm } from '@/components/settings/password-form'
import { ProfileForm } from '@/components/settings/profile-form'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { currentSession } from '@/lib/auth/current-session'
import { requireViewer } from '@/lib/auth/viewer'
import { savePassword, saveProfile } from './actions'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const viewer = await requireViewer()
  const email = (await currentSession())?.email ?? ''
  return (
    <>
      <PageHeader title="Profile" description={`You are ${ROLE_WORDS[viewer.role]} of this Onebill.`} />
      <div className="grid max-w-3xl gap-4">
        <Card>
          <CardHeader title="Name and e-mail" />
          <ProfileForm action={saveProfile} name={viewer.name} email={email} />
        </Card>
        <Card>
          <CardHeader title="Password" description="A new password signs you out everywhere else." />
          <PasswordForm action={savePassword} email={email} />
        </Card>
      </div>
    </>
  )
}

const ROLE_WORDS = { viewer: 'a viewer', member: 'a member', admin: 'an admin', owner: 'the owner' } as const
