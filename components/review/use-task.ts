'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { FormAction, FormFailure } from '@/components/ui/form-outcome'
import type { Said } from './task-actions'
import {
  beginTask,
  nextTask,
  type ShownStanding,
  type TaskEvent,
  type TaskState,
  type Wish,
} from './task-state'

const NO_ANSWER = 'Onebill did not answer, so this is not saved.'

export interface Task {
  state: TaskState
  /** How it stands at this moment, for what runs later than it was drawn. */
  now: () => TaskState
  tell: (event: TaskEvent) => void
  /** `seen`: the revision somebody had before them where it is not the one shown now. */
  say: (line: string, wish: Wish, seen?: number) => void
  isSaving: boolean
  /** When all that was said so far is answered. */
  settled: () => Promise<void>
  /** Lines on which something was said that does not stand. */
  unsaved: readonly string[]
}

/** The decisions on this screen: shown at once, saved one after the other, each with what its maker saw. */
export function useTask({
  period,
  data,
  revision,
  lines,
  action,
}: {
  period: string
  data: string
  revision: number
  lines: readonly { id: string; standing: ShownStanding }[]
  action: FormAction<Said>
}): Task {
  const [state, setState] = useState(() => beginTask(revision, lines))
  const latest = useRef(state)
  const queue = useRef(Promise.resolve())

  const tell = useCallback((event: TaskEvent) => {
    latest.current = nextTask(latest.current, event)
    setState(latest.current)
  }, [])

  const say = useCallback(
    (line: string, wish: Wish, seen?: number) => {
      tell({ kind: 'wished', line, wish })
      queue.current = queue.current.then(async () => {
        const current = latest.current.lines.get(line)
        // Let go of behind a conflict or a failure: it was never said to the server.
        if (!current?.saving.includes(wish)) return
        tell(await sayTo(action, { period, data, line }, wish, seen ?? current.standing.revision))
      })
    },
    [action, period, data, tell],
  )

  const isSaving = [...state.lines.values()].some(({ saving }) => saving.length > 0)
  const unsaved = [...state.lines].flatMap(([id, { problem }]) => (problem ? [id] : []))
  const isLosing = isSaving || unsaved.length > 0
  useEffect(() => {
    if (!isLosing) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isLosing])

  const now = useCallback(() => latest.current, [])
  const settled = useCallback(() => queue.current, [])
  return { state, now, tell, say, isSaving, settled, unsaved }
}

async function sayTo(
  action: FormAction<Said>,
  about: { period: string; data: string; line: string },
  wish: Wish,
  seen: number,
): Promise<TaskEvent> {
  const { line } = about
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...about, ...wish, seen })) form.set(name, String(value ?? ''))
  try {
    const outcome = await action(null, form)
    if (!outcome.ok) return { kind: 'failed', line, wish, sentence: sentenceOf(outcome) }
    const { kind, standing } = outcome.result
    return kind === 'saved' ? { kind, line, standing } : { kind: 'conflicted', line, standing, wish }
  } catch {
    return { kind: 'failed', line, wish, sentence: NO_ANSWER }
  }
}

function sentenceOf({
  error,
  fieldErrors,
}: {
  error: string
  fieldErrors: Record<string, string[]>
}): string {
  const [named] = Object.entries(fieldErrors)
  return named && !named[1].includes(error)
    ? `The ${named[0]} ${named[1].join(', ')}. Nothing was changed.`
    : error
}

/** What is signed or done is what was said: all of it is saved before, and what could not be saved stops it. */
export function afterSaying<R>(task: Task, action: FormAction<R>): FormAction<R> {
  return async (previous, form) => {
    await task.settled()
    const isUnsaved = [...task.now().lines.values()].some(({ problem }) => problem !== null)
    return isUnsaved ? NOT_ALL_SAVED : action(previous, form)
  }
}

const NOT_ALL_SAVED: FormFailure = {
  ok: false,
  error: 'A line is not saved yet. Close this, look at the line marked so, and try again.',
  fieldErrors: {},
  values: {},
}
