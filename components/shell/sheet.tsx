'use client'

import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'

const PLACES = {
  top: 'top-[max(12px,10dvh)] left-1/2 max-h-[min(560px,80dvh)] w-[600px] max-w-[calc(100vw-24px)] -translate-x-1/2 rounded-md border',
  side: 'inset-y-0 right-0 w-[440px] max-w-full border-l',
}

/** Something of its own before the page, for a moment. Escape closes it and gives the focus back. */
export function Sheet({
  title,
  showsTitle = false,
  place,
  close,
  children,
}: {
  title: string
  showsTitle?: boolean
  place: keyof typeof PLACES
  close: () => void
  children: ReactNode
}) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="bg-overlay fixed inset-0 z-40" />
        <Dialog.Content
          aria-describedby={undefined}
          className={classNames(
            'bg-raised shadow-overlay fixed z-50 flex flex-col overflow-hidden',
            PLACES[place],
          )}
        >
          <Dialog.Title className={showsTitle ? 'px-5 pt-5 text-lg font-semibold' : 'sr-only'}>
            {title}
          </Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

export const SheetClose = Dialog.Close
