'use client'

import { Building2, Check } from 'lucide-react'
import Link from 'next/link'
import { BarMenu, barMenuLine } from './bar-menu'
import { prepareOrganizations, type ShellOrganization } from './prepare-organizations'
import { useTimelineView } from './use-timeline-view'

/** A long name gives way, and never to the sync state. */
const WIDTH = 'min-w-0 sm:max-w-32 md:max-w-40 lg:max-w-52 xl:max-w-72'

/** Whose figures these are; with several organisations, the choice between all and each. */
export function OrganizationMenu({ organizations }: { organizations: readonly ShellOrganization[] }) {
  const view = useTimelineView()
  const { words, items } = prepareOrganizations(organizations, view)
  const icon = <Building2 aria-hidden className="size-4" />
  if (items.length === 0)
    return (
      <Link
        href="/settings/connections"
        title={organizations.length > 0 ? `${words}: its connection` : 'Connect an organisation'}
        className={`hover:bg-sunk text-ink flex h-9 ${WIDTH} items-center gap-1.5 rounded-md px-2 text-sm`}
      >
        <span className="text-ink-3 shrink-0">{icon}</span>
        <span className={organizations.length > 0 ? 'truncate' : 'text-ink-2 truncate'}>{words}</span>
      </Link>
    )
  return (
    <BarMenu
      id="organization-menu"
      name="Organisation"
      words={words}
      title={words}
      icon={icon}
      className={WIDTH}
    >
      <ul aria-label="Organisation">
        {items.map(({ label, note, href, current }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              scroll={false}
              aria-current={current ? 'true' : undefined}
              className={barMenuLine(current)}
            >
              <Check aria-hidden className={current ? 'text-accent size-3.5' : 'invisible size-3.5'} />
              <span className="min-w-0 flex-1">
                <span className="block break-words">{label}</span>
                {note && <span className="text-ink-2 block text-xs font-normal break-words">{note}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </BarMenu>
  )
}
