import { CalendarRange, ChartNoAxesColumn, Plug, Settings, type LucideIcon } from 'lucide-react'

export interface Section {
  label: string
  href: string
  icon: LucideIcon
}

export const SECTIONS: Section[] = [
  { label: 'Timeline', href: '/', icon: ChartNoAxesColumn },
  { label: 'Plans', href: '/plans', icon: CalendarRange },
  { label: 'Connections', href: '/settings/connections', icon: Plug },
  { label: 'Settings', href: '/settings', icon: Settings },
]

/** The section a path belongs to: the one with the longest address the path lies under. */
export function sectionOf(pathname: string): Section | undefined {
  return SECTIONS.filter(({ href }) => isUnder(pathname, href)).sort(
    (a, b) => b.href.length - a.href.length,
  )[0]
}

function isUnder(pathname: string, href: string): boolean {
  if (href === '/') return pathname === '/'
  return pathname === href || pathname.startsWith(`${href}/`)
}
