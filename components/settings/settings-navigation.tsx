'use client'

import { usePathname } from 'next/navigation'
import { Segmented } from '@/components/ui/segmented'
import { isAllowed, type Permission, type Role } from '@/lib/domain/viewer'

interface Place {
  label: string
  href: string
  needs?: Permission
}

const PAGES: Place[] = [
  { label: 'Profile', href: '/settings' },
  { label: 'Security', href: '/settings/security' },
  { label: 'Sessions', href: '/settings/sessions' },
  { label: 'People', href: '/settings/people' },
  { label: 'Connections', href: '/settings/connections' },
  { label: 'Alerts', href: '/settings/alerts' },
  { label: 'Keys', href: '/settings/keys' },
  { label: 'Findings', href: '/settings/findings' },
  { label: 'Tokens', href: '/settings/tokens', needs: 'manage_tokens' },
  { label: 'Prices', href: '/settings/prices' },
  { label: 'Storage', href: '/settings/storage' },
  { label: 'Audit', href: '/settings/audit', needs: 'read_audit' },
]

export function SettingsNavigation({ role }: { role: Role }) {
  const pathname = usePathname()
  const segments = PAGES.map(({ label, href, needs }) => ({
    label,
    href,
    current: href === '/settings' ? pathname === href : pathname.startsWith(href),
    disabledReason:
      needs === undefined || isAllowed(role, needs) ? undefined : 'Only admins and owners can see this',
  }))
  return <Segmented label="Settings" segments={segments} />
}
