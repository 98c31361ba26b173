/** `letter`: after `g`, the key that leads there. `isWide`: left out of the narrow bar of phones, in the account menu there. */
export const SECTIONS = [
  { label: 'Timeline', href: '/', letter: 't' },
  { label: 'Keys', href: '/keys', letter: 'k' },
  { label: 'Findings', href: '/findings', letter: 'f' },
  { label: 'Review', href: '/review', letter: 'w' },
  { label: 'Plans', href: '/plans', letter: 'p' },
  { label: 'Budgets', href: '/budgets', letter: 'b', isWide: true },
  { label: 'Claude Code', href: '/claude-code', letter: 'l', isWide: true },
  { label: 'Reconciliation', href: '/reconciliation', letter: 'r', isWide: true },
  { label: 'Connections', href: '/settings/connections', letter: 'c', isWide: true },
  { label: 'Learn', href: '/learn', letter: 'n', isWide: true },
  { label: 'Settings', href: '/settings', letter: 's' },
] as const

export type Section = (typeof SECTIONS)[number]

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
