import { DECISIONS, type Decision } from '@/lib/domain/review'
import { DECISION_WORDS } from '@/lib/domain/review-words'

/** The key that says each; told on its button. K is taken by moving, so that keeping is E, as in "even". */
export const DECISION_LETTERS: Record<Decision, string> = {
  keep: 'e',
  ask: 'a',
  deactivate: 'd',
  expected: 'x',
  later: 'l',
}

export const DECISION_MEANINGS: Record<Decision, string> = {
  keep: 'It is needed, and stays as it is.',
  ask: 'Whoever owns it is asked first.',
  deactivate: 'It should go. It is stopped only after a confirmation of its own.',
  expected: 'The change is known and wanted.',
  later: 'It is asked again in the next review.',
}

export function decisionOfLetter(letter: string): Decision | null {
  return DECISIONS.find((decision) => DECISION_LETTERS[decision] === letter) ?? null
}

/** The keys of a review, for the help. */
export const TASK_KEYS: readonly (readonly [letter: string, words: string])[] = [
  ['j', 'Next line'],
  ['k', 'Line before'],
  ...DECISIONS.map((decision) => [DECISION_LETTERS[decision], DECISION_WORDS[decision]] as const),
  ['u', 'Take the decision back'],
  ['n', 'Write a note'],
  ['o', 'Open what it is about'],
  ['f', 'Only what is undecided, or all'],
  ['s', 'Sign'],
]
