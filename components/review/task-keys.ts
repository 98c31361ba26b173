import type { Decision } from '@/lib/domain/review'
import { decisionOfLetter } from './decision-words'

export type TaskAct =
  | { kind: 'move'; by: 1 | -1 }
  | { kind: 'decide'; decision: Decision }
  | { kind: 'undo' | 'note' | 'open' | 'filter' | 'sign' }

const ACTS: Record<string, TaskAct> = {
  j: { kind: 'move', by: 1 },
  k: { kind: 'move', by: -1 },
  u: { kind: 'undo' },
  n: { kind: 'note' },
  o: { kind: 'open' },
  f: { kind: 'filter' },
  s: { kind: 'sign' },
}

const ARROWS: Record<string, TaskAct> = {
  ArrowDown: { kind: 'move', by: 1 },
  ArrowUp: { kind: 'move', by: -1 },
}

/** What a single key does on a review. Arrows move only from a line: elsewhere they scroll, as everywhere. */
export function readTaskKey(key: string, isOnLine: boolean): TaskAct | null {
  if (isOnLine && Object.hasOwn(ARROWS, key)) return ARROWS[key] ?? null
  if (Object.hasOwn(ACTS, key)) return ACTS[key] ?? null
  const decision = decisionOfLetter(key)
  return decision && { kind: 'decide', decision }
}
