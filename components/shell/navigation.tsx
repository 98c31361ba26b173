'use client'

import {
  BookOpen,
  CalendarRange,
  ChartNoAxesColumn,
  ClipboardCheck,
  Flag,
  KeyRound,
  PiggyBank,
  Plug,
  Scale,
  Settings,
  SquareTerminal,
  type LucideIcon,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'
import { SECTIONS, sectionOf, type Section } from './sections'

const ICONS: Record<Section['href'], LucideIcon> = {
  '/': ChartNoAxesColumn,
  '/keys': KeyRound,
  '/findings': Flag,
  '/review': ClipboardCheck,
  '/plans': CalendarRange,
  '/budgets': PiggyBank,
  '/claude-code': SquareTerminal,
  '/reconciliation': Scale,
  '/learn': BookOpen,
  '/settings/connections': Plug,
  '/settings': Settings,
}

/** A column of 208 px; icons alone from 640 to 1024 px; a bar at the bottom below that. `counts` stand beside their section. */
export function Navigation({ counts }: { counts?: Partial<Record<Section['href'], ReactNode>> }) {
  const current = sectionOf(usePathname())
  return (
    <nav
      aria-label="Sections"
      className={classNames(
        'no-print bg-paper fixed inset-x-0 bottom-0 z-30 border-t pb-[env(safe-area-inset-bottom)]',
        'sm:sticky sm:inset-auto sm:top-14 sm:h-[calc(100dvh-var(--spacing)*14)] sm:w-14 sm:shrink-0 sm:border-t-0 sm:border-r sm:pb-0',
        'lg:w-[208px]',
      )}
    >
      <ul className="flex sm:flex-col sm:gap-1 sm:p-2">
        {SECTIONS.map((section) => {
          const Icon = ICONS[section.href]
          const isCurrent = section === current
          return (
            <li
              key={section.href}
              className={classNames('flex-1 sm:flex-none', 'isWide' in section && 'max-sm:hidden')}
            >
              <Link
                href={section.href}
                aria-current={isCurrent ? 'page' : undefined}
                title={section.label}
                className={classNames(
                  'flex h-14 flex-col items-center justify-center gap-1 rounded-md text-xs transition-colors duration-[120ms]',
                  'sm:h-9 sm:flex-row lg:justify-start lg:gap-2.5 lg:px-2.5 lg:text-base',
                  isCurrent
                    ? 'text-ink sm:bg-sunk font-medium'
                    : 'text-ink-2 hover:text-ink sm:hover:bg-sunk',
                )}
              >
                <Icon aria-hidden className={classNames('size-[18px]', isCurrent && 'text-accent')} />
                <span className="sm:sr-only lg:not-sr-only">{section.label}</span>
                {counts?.[section.href]}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
