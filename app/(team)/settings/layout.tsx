import type { ReactNode } from 'react'
import { SettingsNavigation } from '@/components/settings/settings-navigation'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer()
  return (
    <>
      <div className="mb-6">
        <SettingsNavigation seesTokens={isAllowed(viewer.role, 'manage_tokens')} />
      </div>
      {children}
    </>
  )
}
