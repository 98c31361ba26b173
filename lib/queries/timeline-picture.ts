import type { CoverageState } from '@/lib/domain/coverage-days'
import { dayOf, type Day } from '@/lib/domain/day'
import { productName } from '@/lib/domain/product-names'
import { visibleRange } from '@/lib/domain/timeline'
import { pictureOf, type Picture, type PictureGroup } from '@/lib/domain/timeline-picture'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import type { Viewer } from '@/lib/domain/viewer'
import { rankedSpend } from './ranked-spend'
import { requireCombination } from './timeline'
import { loadCredit } from './timeline-credit'
import { namesOfGroups } from './timeline-names'
import { planAmounts, type PlanBook } from './timeline-plans'
import { coverageOf, hasLegacyDays, type TimelineSources } from './timeline-sources'

interface NamedGroup extends PictureGroup {
  /** For people; the id where nobody has named it. */
  name: string
}

export interface TimelinePicture extends Omit<Picture, 'groups'> {
  request: TimelineRequest
  groups: NamedGroup[]
  coverage: { day: Day; state: CoverageState }[]
}

/**
 * What `getTimeline` gives for the same request, as a page shows it: groups once, products by name, and per bucket one
 * figure a colour. The sources must cover the request's range.
 */
export async function pictureTimeline(
  _viewer: Viewer,
  request: TimelineRequest,
  now: Date,
  sources: TimelineSources,
  book: PlanBook,
): Promise<TimelinePicture> {
  const today = dayOf(now)
  requireCombination(request, sources, today)
  const { bucket, group, basis, metric, filters } = request
  const range = visibleRange(request.range, today)
  const organizationIds = sources.organizations.map(({ id }) => id)
  const [spend, credits] = await Promise.all([
    rankedSpend(
      {
        range,
        bucket,
        group,
        metric,
        filters,
        organizationIds,
        hasLegacyDays: hasLegacyDays(sources, range),
      },
      sources,
    ),
    loadCredit(book, { range: request.range, bucket, filters, organizationIds }, today),
  ])
  const fees = planAmounts(book, { range: request.range, basis, filters }, today)
  const { groups, ...picture } = pictureOf(request, spend, fees, credits)
  const nameOf = await namesOfGroups(group, groups, book, today)
  return {
    ...picture,
    request,
    groups: groups.map((each) => {
      const name = nameOf(each)
      return { ...each, name: group === 'product' && each.pool === 'api' ? productName(name) : name }
    }),
    coverage: coverageOf(sources, request.range),
  }
}
