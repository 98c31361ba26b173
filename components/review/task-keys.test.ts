import { describe, expect, it } from 'vitest'
import { DECISIONS } from '@/lib/domain/review'
import { DECISION_LETTERS, TASK_KEYS } from './decision-words'
import { readTaskKey } from './task-keys'

describe('the keys of a review', () => {
  it('reads a letter for each decision', () => {
    for (const decision of DECISIONS)
      expect(readTaskKey(DECISION_LETTERS[decision], false)).toEqual({ kind: 'decide', decision })
  })

  it('gives no letter two meanings, and leaves those that lead elsewhere alone', () => {
    const letters = TASK_KEYS.map(([letter]) => letter)
    expect(new Set(letters).size).toBe(letters.length)
    for (const taken of ['g', '/', '?', '1', '9']) expect(letters).not.toContain(taken)
  })

  it('does what the help says for each of its letters', () => {
    for (const [letter] of TASK_KEYS) expect(readTaskKey(letter, false)).not.toBeNull()
  })

  it('moves by arrows from a line, and lets them scroll elsewhere', () => {
    expect(readTaskKey('ArrowDown', true)).toEqual({ kind: 'move', by: 1 })
    expect(readTaskKey('ArrowUp', true)).toEqual({ kind: 'move', by: -1 })
    expect(readTaskKey('ArrowDown', false)).toBeNull()
  })

  it.each(['q', 'J', 'Enter', 'constructor', ''])('leaves %j alone', (key) =>
    expect(readTaskKey(key, true)).toBeNull(),
  )
})
