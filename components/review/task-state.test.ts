import { describe, expect, it } from 'vitest'
import type { Decision } from '@/lib/domain/review'
import {
  beginTask,
  isUndecided,
  nextTask,
  nextUndecided,
  saidByOthers,
  shownOf,
  type ShownStanding,
  type TaskEvent,
  type TaskState,
  takenBackTo,
  type Wish,
} from './task-state'

const standing = (revision: number, decision: Decision | null, by: string | null = null): ShownStanding => ({
  ...{ decision, decidedBy: by, decidedAt: by && 'just now', note: null, assignee: null },
  ...{ deactivatedAt: null, changedBy: by, revision },
})
const wish = (decision: Decision | null): Wish => ({ decision, note: null, assignee: null })
const begun = () =>
  beginTask(3, [
    { id: 'a', standing: standing(0, null) },
    { id: 'b', standing: standing(3, 'keep', 'Grace') },
    { id: 'c', standing: standing(0, null) },
  ])
const after = (...events: TaskEvent[]) => events.reduce(nextTask, begun())
const lineOf = (task: TaskState, id: string) => {
  const line = task.lines.get(id)
  if (!line) throw new Error(`no line ${id}`)
  return line
}

describe('a review on the screen', () => {
  it('shows a decision at once, and as it stands when it is saved', () => {
    const task = after({ kind: 'wished', line: 'a', wish: wish('keep') })
    expect(shownOf(lineOf(task, 'a')).decision).toBe('keep')
    expect(lineOf(task, 'a').standing.decision).toBeNull()
    const over = after({ kind: 'wished', line: 'b', wish: wish('later') })
    expect(shownOf(lineOf(over, 'b'))).toMatchObject({ decision: 'later', decidedBy: null })
    const saved = nextTask(task, { kind: 'saved', line: 'a', standing: standing(4, 'keep', 'Ada') })
    expect(lineOf(saved, 'a')).toEqual({ standing: standing(4, 'keep', 'Ada'), saving: [], problem: null })
  })

  it('shows the latest of two that are under way', () => {
    const task = after(
      { kind: 'wished', line: 'a', wish: wish('keep') },
      { kind: 'wished', line: 'a', wish: wish('later') },
      { kind: 'saved', line: 'a', standing: standing(4, 'keep', 'Ada') },
    )
    expect(shownOf(lineOf(task, 'a')).decision).toBe('later')
  })

  it('keeps what did not get through, so that it can be said again', () => {
    const task = after(
      { kind: 'wished', line: 'a', wish: wish('keep') },
      { kind: 'failed', line: 'a', wish: wish('keep'), sentence: 'No answer.' },
    )
    expect(isUndecided(lineOf(task, 'a'))).toBe(true)
    expect(lineOf(task, 'a').problem).toEqual({ kind: 'failed', wish: wish('keep'), sentence: 'No answer.' })
    const dropped = nextTask(task, { kind: 'dropped', line: 'a' })
    expect(lineOf(dropped, 'a').problem).toBeNull()
  })

  it('shows what somebody else said where they were faster, and lets go of what waited behind', () => {
    const task = after(
      { kind: 'wished', line: 'a', wish: wish('keep') },
      { kind: 'wished', line: 'a', wish: wish('later') },
      { kind: 'conflicted', line: 'a', wish: wish('keep'), standing: standing(4, 'ask', 'Grace') },
    )
    expect(shownOf(lineOf(task, 'a'))).toEqual(standing(4, 'ask', 'Grace'))
    expect(lineOf(task, 'a').problem).toEqual({ kind: 'conflict', wish: wish('later') })
  })

  it('takes in what others said, but not for a line that is being saved, and never backwards', () => {
    const heard = (decision: Decision, revision: number): TaskEvent => ({
      kind: 'heard',
      revision,
      standings: [
        { id: 'a', standing: standing(revision, decision, 'Grace') },
        { id: 'carried', standing: standing(revision, null) },
      ],
    })
    expect(lineOf(after(heard('ask', 4)), 'a').standing).toEqual(standing(4, 'ask', 'Grace'))
    expect(lineOf(after(heard('ask', 4)), 'carried').standing).toEqual(standing(4, null))
    expect(after(heard('ask', 4)).revision).toBe(4)
    const saving = after({ kind: 'wished', line: 'a', wish: wish('keep') }, heard('ask', 4))
    expect(lineOf(saving, 'a').standing).toEqual(standing(0, null))
    expect(lineOf(after(heard('ask', 5), heard('later', 4)), 'a').standing.decision).toBe('ask')
    expect(after(heard('ask', 5), heard('later', 4)).revision).toBe(5)
  })

  it('tells what is new of others', () => {
    const standings = [
      { id: 'a', standing: standing(4, 'ask', 'Grace') },
      { id: 'b', standing: standing(3, 'keep', 'Grace') },
    ]
    expect(saidByOthers(begun(), standings)).toEqual([
      { id: 'a', before: standing(0, null), now: standing(4, 'ask', 'Grace') },
    ])
    const own = nextTask(begun(), { kind: 'wished', line: 'a', wish: wish('keep') })
    expect(saidByOthers(own, standings)).toEqual([])
  })

  it('takes back to what was replaced, but only while it stands as it was said', () => {
    const last = { line: 'a', before: 'deactivate', decision: 'keep' } as const
    expect(takenBackTo(last, 'a', standing(2, 'keep'))).toBe('deactivate')
    expect(takenBackTo(last, 'a', standing(3, 'later'))).toBeNull()
    expect(takenBackTo(last, 'b', standing(2, 'keep'))).toBeNull()
    expect(takenBackTo({ ...last, before: null }, 'a', standing(2, 'keep'))).toBeNull()
    expect(takenBackTo(null, 'a', standing(2, 'keep'))).toBeNull()
  })

  it('leads on to what is undecided, round and round until nothing is', () => {
    const order = ['a', 'b', 'c']
    expect(nextUndecided(order, begun().lines, null)).toBe('a')
    expect(nextUndecided(order, begun().lines, 'a')).toBe('c')
    expect(nextUndecided(order, begun().lines, 'c')).toBe('a')
    const one = after({ kind: 'wished', line: 'c', wish: wish('keep') })
    expect(nextUndecided(order, one.lines, 'a')).toBeNull()
    expect(nextUndecided(order, one.lines, 'c')).toBe('a')
  })
})
