'use client'

import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { Progress } from '@/components/ui/progress'
import { type BulkResult, countedResults } from './key-batch'

export interface BulkLine extends BulkResult {
  id: string
  name: string
}

const STATES = {
  confirmed: { words: 'confirmed', tone: 'ok' },
  unconfirmed: { words: 'not confirmed', tone: 'warn' },
  refused: { words: 'refused', tone: 'danger' },
  'not asked': { words: 'not tried', tone: 'neutral' },
} as const

/** How far several changes are, what came of each, and the way back from all that were made. */
export function BulkKeyResults({
  of,
  lines,
  isOver,
  stop,
  undo,
  close,
}: {
  of: number
  lines: readonly BulkLine[]
  isOver: boolean
  stop: () => void
  undo: () => void
  close: () => void
}) {
  const undoable = lines.filter((line) => line.undo !== null).length
  return (
    <div className="flex flex-col gap-4">
      <p role="status">
        {isOver
          ? `${countedResults(lines)}.`
          : `${lines.length} of ${of} done, asking Anthropic for the next.`}
      </p>
      <Progress done={lines.length} total={of} label="Keys done" />
      <ul aria-label="Results" tabIndex={0} className="flex max-h-72 flex-col gap-2 overflow-y-auto text-sm">
        {lines.map(({ id, name, state, status, sentence }) => (
          <li key={id}>
            <bdi className="font-medium">{name}</bdi>{' '}
            <Badge tone={STATES[state].tone}>{STATES[state].words}</Badge>
            {status && (
              <span className="text-ink-2">
                {' '}
                {state === 'confirmed' ? 'now' : 'last known'} {status}
              </span>
            )}
            {sentence && <span className="text-ink-2 block">{sentence}</span>}
          </li>
        ))}
      </ul>
      <DialogActions>
        {isOver ? (
          <>
            {undoable > 0 && <Button onClick={undo}>Undo all {undoable}</Button>}
            <Button variant="primary" onClick={close}>
              Close
            </Button>
          </>
        ) : (
          <Button onClick={stop}>Stop after this one</Button>
        )}
      </DialogActions>
    </div>
  )
}
