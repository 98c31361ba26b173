import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { nano } from '@/lib/domain/money'
import type { ReviewAdjustments, ReviewFigures } from '@/lib/domain/review'
import { adjustFigures } from '@/lib/domain/review-figures'
import type { Viewer } from '@/lib/domain/viewer'
import { readPools } from './review-figures'
import { listRevisions } from './revisions'

/** More are counted, not listed. */
const MOST_RESTATEMENTS = 20

/**
 * What a closed period comes to now beside what it came to then. Null where nothing is different, and where data was deleted
 * that the closed sums still hold: they cannot be compared any more.
 */
export async function readAdjustments(
  viewer: Viewer,
  figures: ReviewFigures,
  data: DataScope,
  now: Date,
): Promise<ReviewAdjustments | null> {
  if (figures.deletions.length > 0) return null
  const { from, to } = figures.range
  const noticed = { from: figures.takenAt, to: null }
  const [{ byPool }, restatements, { rows }] = await Promise.all([
    readPools(viewer, figures.range, data, now),
    listRevisions(viewer, { from, to, data, noticed, limit: MOST_RESTATEMENTS }),
    pool().query<{ amount: bigint; count: number }>(
      `select coalesce(sum(r.after_nano - r.before_nano), 0)::bigint as amount, count(*)::int as count
       from revisions r join organizations o on o.id = r.organization_id
       where o.is_demo = $1 and r.day >= $2::date and r.day < $3::date and r.noticed_at >= $4`,
      [data === 'demo', from, to, figures.takenAt],
    ),
  ])
  const [restated] = rows
  return adjustFigures(figures, byPool, nano(restated?.amount ?? 0n), {
    restatements: (restatements ?? []).map(({ id, organizationName, day, noticedAt, delta }) => ({
      ...{ id, organizationName, day, noticedAt, delta },
    })),
    count: restated?.count ?? 0,
  })
}
