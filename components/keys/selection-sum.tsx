'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import { nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'
import { AskOwnerDialog, type AskOwnerActions } from './ask-owner-dialog'
import { AssignmentDialog, type AssignmentActions } from './assignment-dialog'
import { type BulkActions, BulkKeyDialog } from './bulk-key-dialog'
import type { PickedKey } from './prepare-keys'

/**
 * What the ticked keys of a list add up to, those of its other pages with them. The boxes are plain markup of the server,
 * each with its amount in `data-nano`; this listens to all of them at once and keeps what is ticked in the address.
 */
export function SelectionSum({
  listId,
  elsewhere,
  most,
  within,
  change,
  ask,
  assign = null,
}: {
  listId: string
  /** Ticked, and not on this page of the list. */
  elsewhere: readonly PickedKey[]
  most: number
  within: string
  /** Null: nothing may be changed at Anthropic by who is looking. */
  change: BulkActions | null
  ask: AskOwnerActions
  /** Null: who is looking may not say who owns keys. */
  assign?: AssignmentActions | null
}) {
  const router = useRouter()
  const [here, setHere] = useState<readonly PickedKey[]>([])
  const [isFull, setFull] = useState(false)
  const others = elsewhere.length
  const keep = useCallback(
    (keys: readonly PickedKey[]) => {
      const params = new URLSearchParams(location.search)
      params.delete('picked')
      if (keys.length > 0) params.set('picked', keys.map(({ id }) => id.split(' ')[1] ?? id).join(','))
      const href = `${location.pathname}${params.size > 0 ? `?${params}` : ''}`
      history.replaceState(null, '', href) // at once, for whoever reloads; links of the page follow with its answer
      router.replace(href, { scroll: false })
    },
    [router],
  )
  useEffect(() => {
    const list = document.getElementById(listId)
    if (!list) return
    const look = (event?: Event) => {
      const ticked = tickedIn(list)
      const isOver = others + ticked.length > most
      setFull(isOver)
      if (isOver && event?.target instanceof HTMLInputElement) event.target.checked = false
      const keys = pickedIn(tickedIn(list))
      setHere(keys)
      if (event && !isOver) keep([...elsewhere, ...keys])
    }
    look()
    list.addEventListener('change', look)
    return () => list.removeEventListener('change', look)
  }, [listId, elsewhere, others, most, keep])
  const clear = () => {
    const list = document.getElementById(listId)
    for (const box of list ? tickedIn(list) : []) box.checked = false
    setHere([])
    setFull(false)
    keep([])
  }
  const keys = [...elsewhere, ...here]
  const amount = keys.reduce((sum, { nano }) => sum + BigInt(nano), 0n)
  return (
    <div role="status" className="no-print sticky bottom-16 z-20 sm:bottom-3">
      {keys.length > 0 && (
        <div className="bg-raised border-line-strong mt-3 flex flex-wrap items-center justify-between gap-3 rounded-md border px-3 py-2">
          <span>
            {keys.length} key{keys.length === 1 ? '' : 's'} selected
            {others > 0 && `, ${others} of them not on this page`}:{' '}
            <Money parts={formatUsd(nano(amount))} className="font-semibold" /> {within}
            {isFull && (
              <span className="text-warn block text-sm">{`More than ${most} cannot be selected at once.`}</span>
            )}
          </span>
          <span className="flex flex-wrap gap-2">
            {assign && <AssignmentDialog keys={keys} actions={assign} />}
            <AskOwnerDialog keys={keys.map(({ id }) => id)} actions={ask} />
            {change && <BulkKeyDialog keys={keys} actions={change} />}
            <Button size="sm" onClick={clear}>
              Clear
            </Button>
          </span>
        </div>
      )}
    </div>
  )
}

function tickedIn(list: HTMLElement): HTMLInputElement[] {
  return [...list.querySelectorAll<HTMLInputElement>('input[data-nano]:checked')]
}

function pickedIn(boxes: readonly HTMLInputElement[]): PickedKey[] {
  return boxes.map(({ value, dataset }) => ({
    id: value,
    name: dataset.name ?? value,
    nano: dataset.nano ?? '0',
  }))
}
