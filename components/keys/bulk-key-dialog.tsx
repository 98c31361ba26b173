'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { FormAction } from '@/components/ui/form-outcome'
import type { WritableKeyStatus } from '@/lib/domain/key-change'
import { BulkKeyForm } from './bulk-key-form'
import { BulkKeyResults, type BulkLine } from './bulk-key-results'
import { type BulkResult, runBatch } from './key-batch'
import type { BulkPreview } from './prepare-bulk'

export interface SelectedKey {
  /** Organisation and key, as the actions take them. */
  id: string
  name: string
}

export interface BulkActions {
  preview: FormAction<BulkPreview>
  change: FormAction<BulkResult>
  undo: FormAction<BulkResult>
}

/** What is run: of which keys, and how far it is. */
interface Run {
  title: string
  of: number
  lines: BulkLine[]
  isOver: boolean
}

/** The selected keys changed at once: one confirmation that lists each, one reason, one result per key, one way back. */
export function BulkKeyDialog({ keys, actions }: { keys: readonly SelectedKey[]; actions: BulkActions }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [run, setRun] = useState<Run | null>(null)
  const goesOn = useRef(true)
  const isRunning = run !== null && !run.isOver
  useEffect(() => {
    if (!isRunning) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isRunning])

  const begin = async <T extends SelectedKey>(
    title: string,
    items: readonly T[],
    ask: (item: T) => Promise<BulkResult>,
  ) => {
    goesOn.current = true
    setRun({ title, of: items.length, lines: [], isOver: false })
    await runBatch(items, ask, {
      mayGoOn: () => goesOn.current,
      tell: ({ id, name }, result) =>
        setRun((now) => now && { ...now, lines: [...now.lines, { id, name, ...result }] }),
    })
    setRun((now) => now && { ...now, isOver: true })
  }
  const close = (next: boolean) => {
    if (isRunning) return
    setOpen(next)
    if (next || run === null) return
    setRun(null)
    router.refresh()
  }
  const count = `${keys.length} key${keys.length === 1 ? '' : 's'}`
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      trigger={<Button size="sm">Change at Anthropic</Button>}
      title={run ? run.title : `Change ${count} at Anthropic`}
      description="They are changed one after the other; each is read back before it counts as done."
    >
      {run ? (
        <BulkKeyResults
          {...run}
          stop={() => {
            goesOn.current = false
          }}
          undo={() =>
            void begin(
              'Taking the changes back',
              run.lines.filter(({ undo }) => undo !== null),
              ({ undo }) => asked(actions.undo, { change: undo ?? '' }),
            )
          }
          close={() => close(false)}
        />
      ) : (
        <BulkKeyForm
          keys={keys}
          count={count}
          preview={actions.preview}
          confirm={(wanted, reason) =>
            void begin(TITLES[wanted](count), keys, ({ id }) =>
              asked(actions.change, { key: id, reason, status: wanted, final: 'yes' }),
            )
          }
        />
      )}
    </Dialog>
  )
}

const TITLES: Record<WritableKeyStatus, (count: string) => string> = {
  inactive: (count) => `Deactivating ${count}`,
  active: (count) => `Reactivating ${count}`,
  archived: (count) => `Archiving ${count}`,
}

async function asked(action: FormAction<BulkResult>, values: Record<string, string>): Promise<BulkResult> {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  const outcome = await action(null, form)
  if (outcome.ok) return outcome.result
  return { state: 'not asked', status: null, sentence: outcome.error, undo: null }
}
