'use client'

import { useId, useState, type KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import type { TeamPerson } from './task-actions'
import type { ShownStanding } from './task-state'

const MOST_NOTE = 1000

/** A note on a line and who sees to it. What is being typed is nobody else's to change. */
export function NoteFields({
  id,
  standing,
  people,
  save,
  leave,
}: {
  /** Of the note's field, so that a key leads there. */
  id: string
  standing: ShownStanding
  people: readonly TeamPerson[]
  /** `seen`: the revision the note was begun on, where somebody else has written another since. */
  save: (change: { note?: string | null; assignee?: string | null }, seen?: number) => void
  /** Back to the line. */
  leave: () => void
}) {
  const [draft, setDraft] = useState<{ text: string; from: ShownStanding } | null>(null)
  const assigneeId = useId()
  const text = draft?.text ?? standing.note ?? ''
  const isOvertaken = draft !== null && draft.from.note !== standing.note
  const keep = () => {
    if (!draft) return
    const note = draft.text.trim() || null
    setDraft(null)
    if (note !== standing.note) save({ note }, isOvertaken ? draft.from.revision : undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      keep()
      leave()
    }
    if (event.key === 'Escape') {
      setDraft(null)
      leave()
    }
  }
  const isGone = standing.assignee !== null && !people.some(({ email }) => email === standing.assignee)
  return (
    <div className="grid max-w-2xl grid-cols-1 gap-3 sm:grid-cols-[minmax(0,1fr)_14rem]">
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-sm font-medium">
          Note
        </label>
        <textarea
          id={id}
          rows={2}
          dir="auto"
          maxLength={MOST_NOTE}
          aria-describedby={`${id}-hint`}
          aria-keyshortcuts="n"
          value={text}
          onChange={({ target }) =>
            setDraft((before) => ({ text: target.value, from: before?.from ?? standing }))
          }
          onBlur={keep}
          onKeyDown={onKeyDown}
          className="bg-raised border-line-strong w-full rounded-md border px-3 py-2"
        />
        <p id={`${id}-hint`} className="text-ink-3 text-xs">
          {isOvertaken
            ? `Meanwhile the note became: “${standing.note ?? ''}”. Saving yours asks first.`
            : 'Enter saves, Escape leaves it as it was.'}
        </p>
        {draft && (
          <div>
            <Button size="sm" className="max-sm:h-11" onClick={keep}>
              Save the note
            </Button>
          </div>
        )}
      </div>
      <div className="flex flex-col gap-1">
        <label htmlFor={assigneeId} className="text-sm font-medium">
          Who sees to it
        </label>
        <select
          id={assigneeId}
          value={standing.assignee ?? ''}
          onChange={({ target }) => save({ assignee: target.value || null })}
          className="bg-raised border-line-strong h-11 w-full rounded-md border px-3 sm:h-9"
        >
          <option value="">Nobody yet</option>
          {isGone && <option value={standing.assignee ?? ''}>{standing.assignee}</option>}
          {people.map(({ name, email }) => (
            <option key={email} value={email}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </div>
  )
}
