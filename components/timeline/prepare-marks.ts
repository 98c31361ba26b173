import { addDays, type DayRange } from '@/lib/domain/day'
import type { Bucket } from '@/lib/domain/timeline-buckets'
import {
  firstOf,
  MARK_KINDS,
  type MarkKind,
  marksByBucket,
  type NoteFields,
  type TimelineMark,
} from '@/lib/domain/timeline-mark'
import { formatDay, formatDayRange } from '@/lib/format'
import { viewHref, type TimelineView } from './timeline-view'

export const MARK_WORDS: Record<MarkKind, { one: string; all: string }> = {
  note: { one: 'Note', all: 'Notes' },
  price: { one: 'Price', all: 'Prices' },
  plan: { one: 'Plan', all: 'Plans' },
  key: { one: 'Key', all: 'Keys' },
  finding: { one: 'Finding', all: 'Findings' },
  budget: { one: 'Budget', all: 'Budgets' },
}

/** In the order they are offered. */
const OFFERED: readonly MarkKind[] = ['note', 'finding', 'budget', 'price', 'plan', 'key']

const MOST_AT_A_BAR = 4
const MOST_LISTED = 60
const LONGEST = 160

interface MarkLine {
  kind: MarkKind
  /** "Note: the campaign began" */
  text: string
}

/** What stands above one bar. */
export interface MarkedBar {
  start: string
  /** Of the bar among all bars, from 0. */
  at: number
  title: string
  /** Each kind there is, once, in the order of MARK_KINDS. */
  kinds: MarkKind[]
  count: number
  lines: MarkLine[]
  /** Not among the lines. */
  more: number
  /** Where the list has the first of them. */
  href: string
}

export interface ListedMark {
  id: string
  /** Of its place in the page. */
  anchor: string
  kind: MarkKind
  when: string
  text: string
  who: string | null
  href: string | null
  /** What it is about, where that is not everything. */
  about: string | null
  /** Of a note about one key: where `href` leads. */
  keyName: string | null
  note: NoteFields | null
}

export interface PreparedMarks {
  bars: MarkedBar[]
  /** The newest first. */
  list: ListedMark[]
  /** Not in the list. */
  more: number
}

/** Marks above the bars they belong to, and the same as a list. */
export function prepareMarks(
  marks: readonly TimelineMark[],
  {
    range,
    bucket,
    bars,
    nameOf,
  }: {
    range: DayRange
    bucket: Bucket
    bars: readonly { start: string; title: string }[]
    /** Of an organisation. */
    nameOf: (organizationId: string) => string | null
  },
): PreparedMarks {
  const { shown, more } = firstOf(marks, MOST_LISTED)
  const anchors = new Map(shown.map(({ id }, index) => [id, `mark-${index + 1}`]))
  const placed = marksByBucket(marks, range, bucket)
  return {
    bars: bars.flatMap(({ start, title }, at) => {
      const here = placed.get(start) ?? []
      const [first] = here
      if (!first) return []
      const some = firstOf(here, MOST_AT_A_BAR)
      const anchor = here.map(({ id }) => anchors.get(id)).find((known) => known !== undefined)
      return [
        {
          ...{ start, at, title, count: here.length, more: some.more },
          kinds: MARK_KINDS.filter((kind) => here.some((mark) => mark.kind === kind)),
          lines: some.shown.map(({ kind, text }) => ({
            kind,
            text: `${MARK_WORDS[kind].one}: ${shortened(text)}`,
          })),
          href: `#${anchor ?? 'notes-and-events'}`,
        },
      ]
    }),
    list: shown.map((mark) => ({
      ...{ id: mark.id, anchor: anchors.get(mark.id) ?? '', kind: mark.kind, text: mark.text },
      ...{ who: mark.who, href: mark.href, note: mark.note, keyName: mark.keyName },
      when: whenOf(mark),
      about: mark.about.organization === undefined ? null : nameOf(mark.about.organization),
    })),
    more,
  }
}

function shortened(text: string): string {
  const letters = [...text]
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : text
}

function whenOf({ day, untilDay, hour }: TimelineMark): string {
  if (untilDay > day) return formatDayRange({ from: day, to: addDays(untilDay, 1) })
  return hour === null ? formatDay(day) : `${formatDay(day)}, ${String(hour).padStart(2, '0')} h UTC`
}

/** A switch for each kind: what the view becomes when it is used. */
export function markSwitches(
  view: TimelineView,
): { kind: MarkKind; label: string; on: boolean; href: string }[] {
  return OFFERED.map((kind) => {
    const on = view.marks.includes(kind)
    const marks = MARK_KINDS.filter((other) => (other === kind ? !on : view.marks.includes(other)))
    return { kind, label: MARK_WORDS[kind].all, on, href: viewHref(view, { marks }) }
  })
}
