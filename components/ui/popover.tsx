'use client'

import { Info } from 'lucide-react'
import { Popover as RadixPopover } from 'radix-ui'
import type { ReactNode } from 'react'

/** An ⓘ button that explains the figure or term beside it. */
export function Explain({ about, children }: { about: string; children: ReactNode }) {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger
        aria-label={`About ${about}`}
        className="text-ink-3 hover:text-ink no-print inline-flex size-5 items-center justify-center rounded-full align-middle"
      >
        <Info aria-hidden className="size-3.5" />
      </RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          sideOffset={6}
          collisionPadding={12}
          className="bg-raised shadow-overlay text-ink-2 z-50 w-80 max-w-[calc(100vw-24px)] rounded-md border p-3 text-sm"
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}
