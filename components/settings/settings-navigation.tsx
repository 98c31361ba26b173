'use client'

import { usePathname } from 'next/navigation'
import { Segmented } from '@/components/ui/segmented'

const PAGES = [
  { label: 'Profile', href: '/settings' },
  { label: 'Sessions', href: '/settings/sessions' },
  { label: 'Connections', href: '/settings/connections' },
  { label: 'Tokens', href: '/settings/tokens', disabledReason: 'Only admins and owners can see tokens' },
]

export function SettingsNavigation({ seesTokens }: { seesTokens: boolean }) {
  const pathname = usePathname()
  const segments = PAGES.map(({ label, href, disabledReason }) => ({
    label,
    href,
    current: href === '/settings' ? pathname === href : pathname.startsWith(href),
    disabledReason: seesTokens ? undefined : disabledReason,
  }))
  return <Segmented label="Settings" segments={segments} />
}
