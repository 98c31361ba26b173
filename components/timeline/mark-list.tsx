'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useActionState, useEffect, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { failureOf, type FormAction } from '@/components/ui/form-outcome'
import { Button } from '@/components/ui/plain-button'
import type { NoteFields } from '@/lib/domain/timeline-mark'
import { MarkShape } from './mark-shape'
import type { NewNote } from './note-dialog'
import { MARK_WORDS, type ListedMark } from './prepare-marks'

const NoteDialog = dynamic(() => import('./note-dialog'), { ssr: false })

/** In the address of a link that begins a note: `#note=2026-11-18`. */
const NOTE_HASH = /^#note=(\d{4}-\d{2}-\d{2})$/

export interface NoteActions {
  save: FormAction<unknown>
  remove: FormAction<{ id: string }>
  bringBack: FormAction<unknown>
}

/** Notes and events as a list: the twin of the marks above the bars, and where notes are written. */
export function MarkList({
  marks,
  actions,
  fresh,
}: {
  marks: readonly ListedMark[]
  /** Null: somebody who may only read. */
  actions: NoteActions | null
  /** What a new note begins with. */
  fresh: NewNote
}) {
  const [written, setWritten] = useState<NoteFields | NewNote | null>(null)
  useEffect(() => {
    const follow = () => {
      const day = NOTE_HASH.exec(window.location.hash)?.[1]
      if (!day || !actions) return
      setWritten({ ...fresh, day, untilDay: day })
      window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [actions, fresh])
  return (
    <div className="flex flex-col gap-3">
      {actions && (
        <div className="no-print">
          <Button size="sm" onClick={() => setWritten(fresh)}>
            Add a note
          </Button>
        </div>
      )}
      <Lines marks={marks} actions={actions} onEdit={setWritten} />
      {written && actions && (
        <NoteDialog note={written} save={actions.save} about={fresh.about} onClose={() => setWritten(null)} />
      )}
    </div>
  )
}

function Lines({
  marks,
  actions,
  onEdit,
}: {
  marks: readonly ListedMark[]
  actions: NoteActions | null
  onEdit: (note: NoteFields) => void
}) {
  return (
    <>
      {actions ? <Removal marks={marks} actions={actions} onEdit={onEdit} /> : <List marks={marks} />}
      {marks.length === 0 && <p className="text-ink-3">Nothing on these days.</p>}
    </>
  )
}

/** What was deleted can be taken back as long as the page is open. */
function Removal({
  marks,
  actions: { remove, bringBack },
  onEdit,
}: {
  marks: readonly ListedMark[]
  actions: NoteActions
  onEdit: (note: NoteFields) => void
}) {
  const [removed, submit, pending] = useActionState(remove, null)
  const [, restore, restoring] = useActionState(bringBack, null)
  const id = removed?.ok ? removed.result.id : null
  const isGone = id !== null && !marks.some(({ note }) => note?.id === id)
  return (
    <>
      {failureOf(removed).error && <p role="alert">{failureOf(removed).error}</p>}
      {isGone && (
        <form action={restore} role="status" className="text-ink-2 flex items-center gap-2 text-sm">
          The note is deleted.
          <input type="hidden" name="id" value={id} />
          <button disabled={restoring} className="text-accent underline">
            Undo
          </button>
        </form>
      )}
      <List
        marks={marks}
        controls={(note, when) => (
          <span className="no-print flex gap-1">
            <Button
              size="sm"
              variant="quiet"
              aria-label={`Edit the note of ${when}`}
              onClick={() => onEdit(note)}
            >
              Edit
            </Button>
            <form action={submit}>
              <input type="hidden" name="id" value={note.id} />
              <Button
                type="submit"
                size="sm"
                variant="quiet"
                disabled={pending}
                aria-label={`Delete the note of ${when}`}
              >
                Delete
              </Button>
            </form>
          </span>
        )}
      />
    </>
  )
}

function List({
  marks,
  controls,
}: {
  marks: readonly ListedMark[]
  controls?: (note: NoteFields, when: string) => React.ReactNode
}) {
  return (
    <ul className="divide-y">
      {marks.map(({ id, anchor, kind, when, text, who, href, about, keyName, note }) => (
        <li
          key={id}
          id={anchor}
          className="target:outline-accent grid scroll-mt-20 grid-cols-1 items-start gap-x-4 gap-y-1 rounded-md py-2 target:outline-2 target:outline-offset-2 sm:grid-cols-[11rem_6rem_1fr_auto]"
        >
          <span className="text-ink-2 text-sm leading-6">{when}</span>
          <span className="flex items-center gap-1.5 text-sm leading-6">
            <MarkShape kind={kind} />
            {MARK_WORDS[kind].one}
          </span>
          <span className="min-w-0 leading-6 wrap-anywhere whitespace-pre-line">
            {href && keyName === null ? (
              <Link href={href} prefetch={false} className="underline underline-offset-3">
                {text}
              </Link>
            ) : (
              text
            )}
            {(who || about || keyName) && (
              <span className="text-ink-2 ml-2 text-sm">
                {href && keyName !== null && (
                  <>
                    <Link href={href} prefetch={false} className="text-accent underline underline-offset-3">
                      {keyName}
                    </Link>{' '}
                  </>
                )}
                {who}
                {about && (
                  <>
                    {who && ' '}
                    <Badge>{about}</Badge>
                  </>
                )}
              </span>
            )}
          </span>
          {note && controls?.(note, when)}
        </li>
      ))}
    </ul>
  )
}
