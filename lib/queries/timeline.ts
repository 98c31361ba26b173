import type { CoverageState } from '@/lib/domain/coverage-days'
import { dayOf, type Day } from '@/lib/domain/day'
import { buildTimeline, visibleRange, type TimelineRow, type TimelineSums } from '@/lib/domain/timeline'
import { refuseCombination, refuseRange } from '@/lib/domain/timeline-refusals'
import type { TimelineRequest } from '@/lib/domain/timeline-request'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { spendCells } from './spend-cells'
import { loadCredit } from './timeline-credit'
import { namesOfGroups } from './timeline-names'
import { loadPlanBook, planAmounts } from './timeline-plans'
import {
  coverageOf,
  hasLegacyDays,
  loadSources,
  openDays,
  sourcesOf,
  type TimelineSources,
} from './timeline-sources'

export interface NamedRow extends TimelineRow {
  /** For people; the id where nobody has named it. */
  name: string
}

export interface Timeline extends Omit<TimelineSums, 'rows'> {
  request: TimelineRequest
  rows: NamedRow[]
  coverage: { day: Day; state: CoverageState }[]
}

/**
 * Plan fees and API usage on one axis, as the contract's `GET /api/v1/timeline` describes it. Refuses with a sentence what
 * no source can give. Nothing after the UTC day of `now`, in either basis.
 */
export async function getTimeline(_viewer: Viewer, request: TimelineRequest, now: Date): Promise<Timeline> {
  const refused = refuseRange(request.range, request.bucket)
  if (refused) throw new ExpectedError(refused.kind, refused.sentence, { parameter: refused.parameter })
  const { data } = request
  const [sources, book] = await Promise.all([
    loadSources(request.range, request.filters, data),
    loadPlanBook(data),
  ])
  const today = dayOf(now)
  requireCombination(request, sources, today)

  const { basis, bucket, filters } = request
  const range = visibleRange(request.range, today)
  const organizationIds = sources.organizations.map(({ id }) => id)
  const [cells, credits] = await Promise.all([
    spendCells(
      { ...request, range, organizationIds, hasLegacyDays: hasLegacyDays(sources, range) },
      openDays(sources, range),
    ),
    loadCredit(book, { range: request.range, bucket, filters, organizationIds }, today),
  ])
  const fees = planAmounts(book, { range: request.range, basis, filters }, today)
  const { rows, total, byPool } = buildTimeline(request, cells, fees, credits)
  const names = await namesOfGroups(request.group, rows, book, today)
  return {
    request,
    rows: named(rows, names),
    total,
    byPool,
    coverage: coverageOf(sources, request.range),
  }
}

/** Refuses with a sentence what the sources cannot give. */
export function requireCombination(request: TimelineRequest, sources: TimelineSources, today: Day): void {
  const refused = refuseCombination(request, sourcesOf(sources, request.range), today)
  if (refused) throw new ExpectedError(refused.kind, refused.sentence, { parameter: refused.parameter })
}

/** Names in place: there may be tens of thousands of rows. */
function named(rows: TimelineRow[], nameOf: (row: TimelineRow) => string): NamedRow[] {
  return rows.map((row) => Object.assign(row, { name: nameOf(row) }))
}
