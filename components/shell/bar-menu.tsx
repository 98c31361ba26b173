'use client'

import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'

/** A menu of the top bar. The browser opens and closes it, so its links and forms work before and without script. */
export function BarMenu({
  id,
  name,
  words,
  title,
  dim = false,
  icon,
  className,
  children,
}: {
  id: string
  /** What is chosen here, for those who cannot see the icon. */
  name: string
  words: string
  title: string
  dim?: boolean
  icon: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <div className={classNames('min-w-0', className)}>
      <button
        type="button"
        popoverTarget={id}
        title={title}
        style={{ anchorName: `--${id}` }}
        className={classNames(
          'hover:bg-sunk flex h-9 max-w-full items-center gap-1.5 rounded-md px-2 text-sm',
          dim ? 'text-ink-2' : 'text-ink',
        )}
      >
        <span aria-hidden className="text-ink-3 shrink-0">
          {icon}
        </span>
        <span className="sr-only">{name}: </span>
        <span className="truncate">{words}</span>
        <ChevronDown aria-hidden className="text-ink-3 size-3.5 shrink-0" />
      </button>
      <div
        id={id}
        popover="auto"
        style={{ positionAnchor: `--${id}` }}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('a')) event.currentTarget.hidePopover()
        }}
        className={classNames(
          'bg-raised text-ink shadow-overlay fixed inset-x-3 top-14 bottom-auto m-0 max-h-[calc(100dvh-72px)] w-[360px] max-w-[calc(100vw-24px)] overflow-y-auto rounded-md border p-1.5',
          'supports-[position-area:bottom]:inset-auto supports-[position-area:bottom]:my-1 supports-[position-area:bottom]:[position-area:bottom_span-right] supports-[position-area:bottom]:[position-try-fallbacks:flip-inline]',
        )}
      >
        {children}
      </div>
    </div>
  )
}

/** The look of a line of such a menu. */
export function barMenuLine(isCurrent: boolean): string {
  return classNames(
    'hover:bg-sunk focus-visible:bg-sunk flex min-h-8 items-center gap-2 rounded-[6px] px-2 py-1 text-sm',
    isCurrent ? 'text-ink font-medium' : 'text-ink-2 hover:text-ink',
  )
}
