import { RANGE_ORDER } from '@/components/timeline/range-words'
import type { Preset } from '@/lib/domain/range'

export interface KeyStroke {
  /** As the keyboard's layout names it: `KeyboardEvent.key`. */
  key: string
  /** Ctrl, Alt or Meta; not Shift, which "?" and "/" need on many keyboards. */
  modified: boolean
  /** The key belongs to something that takes text or keys of its own. */
  typing: boolean
  /** Milliseconds on any clock that only goes forward. */
  at: number
}

type KeyAct =
  { kind: 'search' } | { kind: 'help' } | { kind: 'range'; preset: Preset } | { kind: 'go'; href: string }

interface KeyReading {
  act: KeyAct | null
  /** When a `g` was pressed that still waits for its letter. */
  waitingSince: number | null
}

const GO_MS = 1500

/** What a key does. Digits choose a range; `g` waits a moment for the letter of a section. */
export function readKey(
  stroke: KeyStroke,
  waitingSince: number | null,
  sections: readonly { letter: string; href: string }[],
): KeyReading {
  const act = (act: KeyAct | null): KeyReading => ({ act, waitingSince: null })
  if (stroke.modified || stroke.typing) return act(null)
  if (stroke.key === 'Shift') return { act: null, waitingSince }
  if (waitingSince !== null && stroke.at - waitingSince <= GO_MS) {
    const section = sections.find(({ letter }) => letter === stroke.key)
    if (section) return act({ kind: 'go', href: section.href })
  }
  if (stroke.key === 'g') return { act: null, waitingSince: stroke.at }
  if (stroke.key === '/') return act({ kind: 'search' })
  if (stroke.key === '?') return act({ kind: 'help' })
  const preset = /^[1-9]$/.test(stroke.key) ? RANGE_ORDER[Number(stroke.key) - 1] : undefined
  return act(preset ? { kind: 'range', preset } : null)
}
