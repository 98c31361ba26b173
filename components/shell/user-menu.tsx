'use client'

import { CircleUser, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import Link from 'next/link'
import type { MouseEvent } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Popover } from '@/components/ui/popover'
import { SECTIONS } from './sections'
import { HelpButton } from './sheets'

export type Theme = 'system' | 'light' | 'dark'

const THEMES = [
  { theme: 'system', label: 'System', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
] as const

const MORE_SECTIONS = SECTIONS.filter((section) => 'isWide' in section)

function closeMenu(event: MouseEvent<HTMLElement>) {
  event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
}

export function UserMenu({
  name,
  role,
  theme,
  chooseTheme,
  signOut,
}: {
  name: string
  role: string
  theme: Theme
  chooseTheme: (form: FormData) => Promise<void>
  signOut: () => Promise<void>
}) {
  return (
    <Popover
      name={`Account of ${name}`}
      label="Account"
      align="end"
      buttonClass="text-ink-2 hover:text-ink hover:bg-sunk inline-flex size-9 items-center justify-center rounded-md"
      button={<CircleUser aria-hidden className="size-5" />}
      className="w-60"
    >
      <p className="truncate font-medium">{name}</p>
      <p className="text-ink-3 text-xs first-letter:uppercase">{role}</p>
      <form action={chooseTheme} className="my-3 border-y py-3">
        <fieldset className="flex gap-1">
          <legend className="text-ink-2 mb-1.5 text-xs font-medium">Theme</legend>
          {THEMES.map((choice) => {
            const Icon = choice.icon
            return (
              <button
                key={choice.theme}
                name="theme"
                value={choice.theme}
                aria-pressed={theme === choice.theme}
                className={classNames(
                  'flex h-12 flex-1 flex-col items-center justify-center gap-0.5 rounded-md border text-xs',
                  theme === choice.theme
                    ? 'border-accent text-ink bg-accent-soft'
                    : 'text-ink-2 hover:bg-sunk',
                )}
              >
                <Icon aria-hidden className="size-4" />
                {choice.label}
              </button>
            )
          })}
        </fieldset>
      </form>
      <nav aria-label="More sections" className="mb-3 border-b pb-3 sm:hidden">
        <ul>
          {MORE_SECTIONS.map(({ label, href }) => (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                onClick={closeMenu}
                className="text-ink-2 hover:text-ink hover:bg-sunk flex h-9 items-center rounded-md px-2"
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <HelpButton
        onClick={closeMenu}
        className="text-ink-2 hover:text-ink hover:bg-sunk mb-1 flex h-8 w-full items-center gap-2 rounded-md px-2 sm:hidden"
      >
        Help and keys
      </HelpButton>
      <form action={signOut}>
        <button className="text-ink-2 hover:text-ink hover:bg-sunk flex h-8 w-full items-center gap-2 rounded-md px-2">
          <LogOut aria-hidden className="size-4" />
          Sign out
        </button>
      </form>
    </Popover>
  )
}
