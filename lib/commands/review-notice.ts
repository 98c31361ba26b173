import { recordNotices } from '@/lib/db/notices'
import type { Transaction } from '@/lib/db/transact'
import { addDays, dayOf, startOf } from '@/lib/domain/day'
import type { Decision, LineKind } from '@/lib/domain/review'
import { type DigestPast, reviewNotice } from '@/lib/domain/review-digest'
import { lastOverPeriod } from '@/lib/domain/review-period'
import { lineOfRecord, type LineRecord } from '@/lib/domain/review-record'
import type { ClosedPeriod } from './review-closing'

/** Monday's news is told on Wednesday at the latest: by then every week is closed by itself. */
const LATEST_DAYS = 3

/**
 * For the transaction that closes a review: has people told of the last real week, whoever closed it. Nobody is told of months,
 * of weeks long past, of told stories, nor of a week that was over before anybody was here.
 */
export function tellOfClosing({ data, figures }: ClosedPeriod, past: DigestPast, now: Date) {
  return async (tx: Transaction, reviewId: string): Promise<void> => {
    const { period, kind, range } = figures
    const today = dayOf(now)
    if (data !== 'real' || kind !== 'week' || period !== lastOverPeriod('week', today).id) return
    if (today >= addDays(range.to, LATEST_DAYS)) return
    const somebody = await tx.user.findFirst({
      where: { createdAt: { lt: startOf(range.to) } },
      select: { id: true },
    })
    if (!somebody) return
    const stored = await tx.reviewLine.findMany({ where: { reviewId }, orderBy: { ordinal: 'asc' } })
    const lines = stored.map((line) => ({
      ...lineOfRecord(line.kind as LineKind, line.content as unknown as LineRecord),
      decision: line.decision as Decision | null,
      carriedFrom: line.carriedFrom,
    }))
    await recordNotices(tx, [reviewNotice({ figures, lines }, past)], now)
  }
}

/** What was told of somebody's data goes with it; that it was told stays, so that nobody is told twice. */
export async function forgetInDigests(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`
    update notices set content = content - 'digest' || jsonb_build_object(
      'title', (content->'subject'->>'name') || ' is closed',
      'sentence', 'Data it spoke of was deleted since. Its page shows what is left.', 'more', '[]'::jsonb)
    where jsonb_exists(content->'digest'->'organizationIds', ${organizationId})`
}
