'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import { nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'
import { AskOwnerDialog, type AskOwnerActions } from './ask-owner-dialog'
import { AssignmentDialog, type AssignmentActions } from './assignment-dialog'
import { type BulkActions, BulkKeyDialog, type SelectedKey } from './bulk-key-dialog'

/**
 * What the ticked keys of a list add up to. The boxes are plain markup of the server, each with its amount in
 * `data-nano`; this listens to all of them at once.
 */
export function SelectionSum({
  listId,
  within,
  change,
  ask,
  assign = null,
}: {
  listId: string
  within: string
  /** Null: nothing may be changed at Anthropic by who is looking. */
  change: BulkActions | null
  ask: AskOwnerActions
  /** Null: who is looking may not say who owns keys. */
  assign?: AssignmentActions | null
}) {
  const [{ count, amount, keys }, setSelected] = useState<Selection>(NOTHING)
  useEffect(() => {
    const list = document.getElementById(listId)
    if (!list) return
    const add = () => setSelected(selectedIn(list))
    add()
    list.addEventListener('change', add)
    return () => list.removeEventListener('change', add)
  }, [listId])
  const clear = () => {
    const list = document.getElementById(listId)
    for (const box of list ? tickedIn(list) : []) box.checked = false
    setSelected(NOTHING)
  }
  return (
    <div role="status" className="no-print sticky bottom-16 z-20 sm:bottom-3">
      {count > 0 && (
        <div className="bg-raised border-line-strong mt-3 flex flex-wrap items-center justify-between gap-3 rounded-md border px-3 py-2">
          <span>
            {count} key{count === 1 ? '' : 's'} selected:{' '}
            <Money parts={formatUsd(nano(amount))} className="font-semibold" /> {within}
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

interface Selection {
  count: number
  amount: bigint
  keys: SelectedKey[]
}

const NOTHING: Selection = { count: 0, amount: 0n, keys: [] }

function selectedIn(list: HTMLElement): Selection {
  const ticked = tickedIn(list)
  return {
    count: ticked.length,
    keys: ticked.map(({ value, dataset }) => ({ id: value, name: dataset.name ?? value })),
    amount: ticked.reduce((sum, { dataset }) => sum + BigInt(dataset.nano ?? '0'), 0n),
  }
}
