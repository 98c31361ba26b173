import { DECISIONS, type Decision } from '@/lib/domain/review'

interface DecisionWords {
  /** The key that says it; told on its button. K is taken by moving, so that keeping is E, as in "even". */
  letter: string
  verb: string
  /** What it comes to. */
  meaning: string
}

export const DECISION_WORDS: Record<Decision, DecisionWords> = {
  keep: { letter: 'e', verb: 'Keep', meaning: 'It is needed, and stays as it is.' },
  ask: { letter: 'a', verb: 'Ask the owner', meaning: 'Whoever owns it is asked first.' },
  deactivate: {
    letter: 'd',
    verb: 'Deactivate',
    meaning: 'It should go. It is stopped only after a confirmation of its own.',
  },
  expected: {
    letter: 'x',
    verb: 'Expected',
    meaning: 'The change is known and wanted.',
  },
  later: { letter: 'l', verb: 'Later', meaning: 'It is asked again in the next review.' },
}

export function decisionOfLetter(letter: string): Decision | null {
  return DECISIONS.find((decision) => DECISION_WORDS[decision].letter === letter) ?? null
}

/** The keys of a review beside its decisions, for the help. */
export const TASK_KEYS = [
  ['j', 'Next line'],
  ['k', 'Line before'],
  ['u', 'Take the decision back'],
  ['n', 'Write a note'],
  ['o', 'Open what it is about'],
  ['f', 'Only what is undecided, or all'],
  ['s', 'Sign'],
] as const
