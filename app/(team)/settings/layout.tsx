import type { ReactNode } from 'react'
import { SettingsNavigation } from '@/components/settings/settings-navigation'
import { RememberTimeZone } from '@/components/shell/remember-time-zone'
import { requireViewer } from '@/lib/auth/viewer'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer()
  return (
    <>
      <RememberTimeZone />
      <div className="mb-6">
        <SettingsNavigation role={viewer.role} />
      </div>
      {children}
    </>
  )
}
