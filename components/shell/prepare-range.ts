import { firstAndLast, PRESET_LABELS, RANGE_ORDER } from '@/components/timeline/range-words'
import { DEFAULT_VIEW, viewHref, type TimelineView } from '@/components/timeline/timeline-view'
import type { Day } from '@/lib/domain/day'
import { resolveRange } from '@/lib/domain/range'
import { formatDayRange } from '@/lib/format'

interface RangeMenuItem {
  label: string
  /** "24 Oct – 22 Nov 2026" */
  days: string
  href: string
  current: boolean
  /** The digit that chooses it. */
  digit: string
}

export interface RangeMenuState {
  words: string
  title: string
  items: RangeMenuItem[]
  /** For the form of own dates: its first values, and what of the address it has to keep. */
  dates: { from: Day; until: Day }
  kept: [name: string, value: string][]
}

/** The range of the timeline in words, and every other one. `view` null: on a page that has none. */
export function prepareRange(view: TimelineView | null, today: Day): RangeMenuState {
  const from = view ?? DEFAULT_VIEW
  const daysOf = (choice: TimelineView['choice']) => formatDayRange(resolveRange(choice, today))
  return {
    words: view ? wordsOf(view.choice, today) : 'Range',
    title: view ? `${daysOf(view.choice)}, UTC days` : 'Open the timeline with a range',
    items: RANGE_ORDER.map((preset, index) => ({
      label: PRESET_LABELS[preset],
      days: daysOf({ preset }),
      href: viewHref(from, { choice: { preset }, bucket: null }),
      current: view !== null && 'preset' in view.choice && view.choice.preset === preset,
      digit: String(index + 1),
    })),
    dates: firstAndLast(from.choice, today),
    kept: keptByDates(from),
  }
}

function wordsOf(choice: TimelineView['choice'], today: Day): string {
  return 'preset' in choice ? PRESET_LABELS[choice.preset] : formatDayRange(resolveRange(choice, today))
}

/** The other parameters of the address, which the form for own dates has to keep. */
export function keptByDates(view: TimelineView): [name: string, value: string][] {
  const href = viewHref(view, { choice: DEFAULT_VIEW.choice, bucket: null }, '')
  return [...new URLSearchParams(href.slice(1))]
}
