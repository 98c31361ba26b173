import { ANY_ORGANIZATION, type SpendSubject, SUBJECT_KINDS, subjectPath } from '@/lib/domain/spend-subject'
import { type Pool, UNATTRIBUTED } from '@/lib/domain/timeline-request'
import type { BucketState } from './prepare-buckets'
import { filterDimension, type Series } from './prepare-series'
import type { BucketRow, Figure, GroupRow } from './prepare-tables'
import { DEFAULT_VIEW, viewHref, type TimelineView } from './timeline-view'

/** A figure as a cell shows it: up to the decimal point, from it on, and the exact value. A page sends hundreds of them. */
export type FigureWords = readonly [whole: string, cents: string, title: string]

export function figureWords({ parts: { whole, cents }, title }: Figure): FigureWords {
  return [whole, cents, title]
}

/** A line of the table by time, in words alone. */
export interface BucketLine {
  start: string
  title: string
  /** What it opens; null where nothing finer is known. */
  href: string | null
  /** Where a note about it is begun; null where none can be. */
  noteHref: string | null
  total: FigureWords | null
  /** Null is a gap, which is not zero. */
  figures: (FigureWords | null)[]
  state: { words: string; note: string | null; isPartial: boolean; isGap: boolean } | null
}

const STATE_WORDS: Partial<Record<NonNullable<BucketState>, string>> = {
  not_synced: 'not synced',
  some_not_synced: 'some days not synced',
  partial: 'partial',
  provisional: 'provisional',
}

export function prepareBucketLine(
  { bucket, figures, total }: BucketRow,
  view: TimelineView,
  canNote: boolean,
): BucketLine {
  const { start, title, state, note, zoom } = bucket
  const words = state && STATE_WORDS[state]
  return {
    ...{ start, title },
    href: zoom && viewHref(view, zoom),
    noteHref: canNote ? `#note=${start}` : null,
    total: total && figureWords(total),
    figures: figures.map((figure) => figure && figureWords(figure)),
    state: words
      ? {
          ...{ words, note, isPartial: state === 'partial' },
          isGap: state === 'not_synced' || state === 'some_not_synced',
        }
      : null,
  }
}

/** A line of the table by group, in words alone. */
export interface GroupLine {
  id: string
  color: string
  pool: Pool
  name: string
  /** What its name leads to: what is inside it, or all groups of a tail; null where the view is that already. */
  link: { href: string; isTail: boolean } | null
  /** The page of its own; null where it has none. */
  ownHref: string | null
  figures: FigureWords[]
  share: string
  quality: string
}

export function prepareGroupLine(
  { series, figures, share, quality }: GroupRow,
  view: TimelineView,
): GroupLine {
  const { id, color, pool, name } = series
  return {
    ...{ id, color, pool, name, share },
    link: linkOf(series, view),
    ownHref: ownPage(series, view),
    figures: figures.map(figureWords),
    quality: series.mixed ? `partly ${quality}` : quality,
  }
}

function linkOf({ group }: Series, view: TimelineView): GroupLine['link'] {
  if (!group) return { href: viewHref(view, { all: true }), isTail: true }
  const dimension = filterDimension(view)
  if (!dimension || view.filters[dimension]?.includes(group.value)) return null
  const filters = { ...view.filters, [dimension]: [group.value] }
  return { href: viewHref(view, { filters, all: false }), isTail: false }
}

/** That of one key, workspace, model or person, over the same days. */
function ownPage({ group, pool }: Series, view: TimelineView): string | null {
  const kind = SUBJECT_KINDS.find((each) => each === view.group)
  const id = group?.value
  if (!kind || !id || pool !== 'api' || id === UNATTRIBUTED || (kind === 'model' && id === 'other'))
    return null
  const organizations = view.filters.organization ?? []
  const only = organizations.length === 1 ? organizations[0] : null
  const subject: SpendSubject =
    kind === 'model' ? { kind, id, data: 'real' } : { kind, id, organizationId: only ?? ANY_ORGANIZATION }
  return viewHref(DEFAULT_VIEW, { choice: view.choice }, subjectPath(subject))
}
