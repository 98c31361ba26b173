import type { Day } from '@/lib/domain/day'
import type { RefusedTimeline } from '@/lib/domain/refused-timeline'
import { refuseCombination, type Refusal } from '@/lib/domain/timeline-refusals'
import { namesOf } from './prepare-origin'
import { PRESET_LABELS } from './range-words'
import { requestOf, viewHref, type TimelineView } from './timeline-view'

interface Way {
  label: string
  href: string
}

/** What leads on from a refused view: the same without what is refused, and with everything else; the same of who can answer. */
export function prepareWaysOut(
  view: TimelineView,
  { request, sources, among, instead }: RefusedTimeline,
  today: Day,
): Way[] {
  const answering = (organizations: RefusedTimeline['among'], label: (names: string) => string): Way[] =>
    organizations.length === 0
      ? []
      : [
          {
            label: label(namesOf(organizations)),
            href: viewHref(view, {
              filters: { ...view.filters, organization: organizations.map(({ id }) => id) },
            }),
          },
        ]
  return [
    ...withoutRefused(view, (next) => {
      const asked = requestOf(next, today)
      const bucket = next.bucket === null && next.choice === view.choice ? request.bucket : asked.bucket
      return refuseCombination({ ...asked, bucket }, sources, today)
    }),
    ...answering(among, (names) => `Show only ${names}`),
    ...instead.flatMap((organization) => answering([organization], (name) => `Show ${name} instead`)),
  ]
}

/** One refusal can hide the next: parts are dropped until none is left. */
function withoutRefused(view: TimelineView, refusalOf: (next: TimelineView) => Refusal | null): Way[] {
  let next = view
  const words: string[] = []
  for (let refused = refusalOf(next); refused; refused = refusalOf(next)) {
    const dropped = dropOf(refused.parameter, next)
    if (!dropped) return []
    next = { ...next, ...dropped.change }
    words.push(dropped.words)
  }
  const { groupPage: _, bucketPage: __, ...change } = next
  return words.length === 0 ? [] : [{ label: `Show it ${listed(words)}`, href: viewHref(view, change) }]
}

function dropOf(
  parameter: string,
  { filters, group, bucket, metric, choice }: TimelineView,
): { change: Partial<TimelineView>; words: string } | null {
  switch (parameter) {
    case 'group':
      return group === 'pool' ? null : { change: { group: 'pool', all: false }, words: 'by pool' }
    case 'bucket':
      return bucket === 'day' ? null : { change: { bucket: 'day' }, words: 'per day' }
    case 'metric':
      return metric === 'cost' ? null : { change: { metric: 'cost' }, words: 'as cost' }
    case 'product':
    case 'person': {
      const { [parameter]: refused, ...others } = filters
      return refused === undefined
        ? null
        : { change: { filters: others }, words: `without the filter by ${parameter}` }
    }
    case 'from':
      return 'preset' in choice && choice.preset === '7d'
        ? null
        : { change: { choice: { preset: '7d' } }, words: `for the ${PRESET_LABELS['7d'].toLowerCase()}` }
    default:
      return null
  }
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(words)
}
