import { type ClosedPeriod, storeReview } from '@/lib/commands/review-closing'
import { requirePeriod } from '@/lib/commands/review-rows'
import { tellOfClosing } from '@/lib/commands/review-notice'
import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf } from '@/lib/domain/day'
import type { OpenedReview, ReviewPreview } from '@/lib/domain/review'
import { standingOfPeriod } from '@/lib/domain/review-due'
import { lastOverPeriod, PERIOD_KINDS, type PeriodKind, type ReviewPeriod } from '@/lib/domain/review-period'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { readReviewFigures } from '@/lib/queries/review-figures'
import { readReviewLines } from '@/lib/queries/review-matter'
import { readPeriodReading, reviewClock } from '@/lib/queries/review-reading'
import { getReview, listReviews, reviewRevision } from '@/lib/queries/reviews'

export interface ReviewAsked {
  /** `2026-W46` or `2026-10`. */
  period: string
  data: DataScope
}

/**
 * The review of a period. One that was never closed and can be is closed now, once whoever asks; one that cannot be yet is a
 * preview. 'invalid' for what is no week and no month, 'not_found' for one to come or before anything is known.
 */
export async function openReview(
  viewer: Viewer,
  { period: text, data }: ReviewAsked,
  now: Date,
): Promise<OpenedReview> {
  const period = requirePeriod(text)
  const there = await getReview(viewer, period.id, data, now)
  if (there) return { state: 'closed', review: there }
  const at = await reviewClock(data, now)
  const standing = standingOfPeriod(period, await readPeriodReading(viewer, period, data), at)
  if (standing.state === 'unknown')
    throw new ExpectedError('not_found', standing.sentence, { parameter: 'period' })
  const draft = await draftReview(viewer, period, data, at)
  if (standing.state === 'preview') return { state: 'preview', preview: { ...draft, why: standing.sentence } }
  await close(viewer, draft, now)
  const closed = await getReview(viewer, period.id, data, now)
  if (!closed) throw new ExpectedError('conflict', 'This review was deleted meanwhile. Open it again.')
  return { state: 'closed', review: closed }
}

/**
 * The last period of a kind that is over and was not closed: why it cannot be yet, or null where opening it closes it. Null
 * altogether where it is closed, or nothing is known of it.
 */
export async function lastNotClosed(
  viewer: Viewer,
  { kind, data }: { kind: PeriodKind; data: DataScope },
  now: Date,
): Promise<{ period: ReviewPeriod; why: string | null } | null> {
  const at = await reviewClock(data, now)
  const period = lastOverPeriod(kind, dayOf(at))
  if ((await reviewRevision(viewer, period.id, data)) !== null) return null
  const reading = await readPeriodReading(viewer, period, data)
  const standing = standingOfPeriod(period, reading, at)
  if (!reading.hasAnything || standing.state === 'unknown') return null
  return { period, why: standing.state === 'preview' ? standing.sentence : null }
}

/** Closes the last week and the last month of what is real where they can be and nobody did; answers which it closed. */
export async function closeDueReviews(viewer: Viewer, now: Date): Promise<string[]> {
  const closed: string[] = []
  for (const kind of PERIOD_KINDS) {
    const period = lastOverPeriod(kind, dayOf(now))
    if ((await reviewRevision(viewer, period.id, 'real')) !== null) continue
    const standing = standingOfPeriod(period, await readPeriodReading(viewer, period, 'real'), now)
    if (standing.state !== 'due') continue
    if (await close(viewer, await draftReview(viewer, period, 'real', now), now)) closed.push(period.id)
  }
  return closed
}

/** Once, whoever comes first; who is to hear of it hears of it in the same transaction. */
async function close(viewer: Viewer, draft: ClosedPeriod, now: Date): Promise<boolean> {
  const { kind, period } = draft.figures
  const { rows, trend } = await listReviews(viewer, { data: draft.data, kind, limit: 1, before: period })
  return storeReview(draft, now, tellOfClosing(draft, { last: rows[0] ?? null, trend }, now))
}

async function draftReview(
  viewer: Viewer,
  period: ReviewPeriod,
  data: DataScope,
  now: Date,
): Promise<Omit<ReviewPreview, 'why'>> {
  const figures = await readReviewFigures(viewer, period, data, now)
  return { data, figures, lines: await readReviewLines(viewer, { period, figures, data }, now) }
}
