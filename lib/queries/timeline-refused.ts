import { dayOf } from '@/lib/domain/day'
import type { RefusedTimeline } from '@/lib/domain/refused-timeline'
import { refuseCombination } from '@/lib/domain/timeline-refusals'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import type { Viewer } from '@/lib/domain/viewer'
import { namesOfFilters } from './timeline-names'
import { fitted } from './timeline-overview'
import { loadPlanBook } from './timeline-plans'
import { dailyOnlyDays, loadSources, sourcesOf, type TimelineSources } from './timeline-sources'

/** What a page says of a timeline its sources cannot give: what it was asked, and which organisations could answer it. */
export async function getRefusedTimeline(
  _viewer: Viewer,
  { request: asked, bucketChosen }: { request: TimelineRequest; bucketChosen: boolean },
  now: Date,
): Promise<RefusedTimeline> {
  const { range, filters, data } = asked
  const { organization: named, ...others } = filters
  const [sources, everybodys, book] = await Promise.all([
    loadSources(range, filters, data),
    named ? loadSources(range, others, data) : null,
    loadPlanBook(data),
  ])
  const today = dayOf(now)
  const request = bucketChosen ? asked : fitted(asked, sources, dailyOnlyDays(sources, range))
  const answering = (from: TimelineSources) =>
    from.organizations
      .filter(({ id }) => {
        const told = sourcesOf(alone(from, id), range)
        const isTold = told.analytics || told.legacy.length > 0
        return isTold && refuseCombination(request, told, today) === null
      })
      .map(({ id, name }) => ({ id, name }))
  const among = sources.organizations.length > 1 ? answering(sources) : []
  return {
    request,
    sources: sourcesOf(sources, range),
    organizations: (everybodys ?? sources).organizations.length,
    filterNames: await namesOfFilters(filters, book, today),
    among,
    instead: among.length === 0 && everybodys ? answering(everybodys) : [],
  }
}

function alone({ organizations, days }: TimelineSources, organizationId: string): TimelineSources {
  return {
    organizations: organizations.filter(({ id }) => id === organizationId),
    days: days.filter((row) => row.organizationId === organizationId),
  }
}
