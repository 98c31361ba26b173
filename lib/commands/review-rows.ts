import type { AuditRecord, Transaction } from '@/lib/db/transact'
import type { AuditVerb } from '@/lib/domain/audit-words'
import type { DataScope } from '@/lib/domain/data-scope'
import type { ReviewEventKind } from '@/lib/domain/review'
import { parsePeriod, type ReviewPeriod } from '@/lib/domain/review-period'
import { periodName } from '@/lib/domain/review-words'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

/** Which review: `2026-W46` or `2026-10`, of what is real or of a told story. */
export interface ReviewName {
  data: DataScope
  period: string
}

export type StoredReview = NonNullable<Awaited<ReturnType<Transaction['review']['findUnique']>>>
export type StoredLine = NonNullable<Awaited<ReturnType<Transaction['reviewLine']['findUnique']>>>

/** Held until the transaction ends: what is said of a review is said one after the other. 'not_found' where it was never closed. */
export async function lockReview(tx: Transaction, { data, period }: ReviewName): Promise<StoredReview> {
  const isDemo = data === 'demo'
  await tx.$queryRaw`select 1 from reviews where period = ${period} and is_demo = ${isDemo} for update`
  const review = await tx.review.findUnique({ where: { period_isDemo: { period, isDemo } } })
  if (!review) throw notClosed()
  return review
}

function notClosed(): ExpectedError {
  return new ExpectedError('not_found', 'This period is not closed, so there is no review of it yet.', {
    parameter: 'period',
  })
}

interface Event {
  kind: ReviewEventKind
  lineId: string | null
  decision?: string | null
  note: string | null
  assignee?: string | null
}

/** Whoever holds the review's row counts up: its events have no gap and no two of one number. */
export async function say(
  tx: Transaction,
  { id: reviewId, revision: before }: StoredReview,
  actor: Actor,
  { kind, lineId, decision = null, note, assignee = null }: Event,
  now: Date,
): Promise<number> {
  const revision = before + 1
  await tx.reviewEvent.create({
    data: {
      ...{ reviewId, lineId, at: now, kind, decision, note, assignee, revision, actorName: actor.name },
      actorId: actor.kind === 'user' ? actor.id : null,
    },
  })
  await tx.review.update({ where: { id: reviewId }, data: { revision } })
  return revision
}

export function requirePeriod(text: string): ReviewPeriod {
  const period = parsePeriod(text)
  if (!period)
    throw new ExpectedError(
      'invalid',
      'period: must be a week such as 2026-W46 or a month such as 2026-10.',
      {
        parameter: 'period',
      },
    )
  return period
}

export function nameOf(period: string): string {
  const parsed = parsePeriod(period)
  return parsed ? periodName(parsed) : period
}

export function signedAlready(by: string | null): ExpectedError {
  return new ExpectedError(
    'conflict',
    `${by ?? 'Somebody'} signed this review, so nothing was changed. It can be reopened until the next one is signed.`,
  )
}

export const MOST_REVIEW_NOTE_LETTERS = 1000

export function checkedNote(note: string | null): string | null {
  const text = note?.trim() ?? ''
  if ([...text].length > MOST_REVIEW_NOTE_LETTERS)
    throw new ExpectedError('incomplete', `A note has at most ${MOST_REVIEW_NOTE_LETTERS} characters.`, {
      parameter: 'note',
    })
  return text === '' ? null : text
}

export function entryOf(
  verb: AuditVerb<'review'>,
  { period, data }: ReviewName,
  organizationId: string | null,
): AuditRecord {
  const isDemo = data === 'demo'
  return { action: `review.${verb}`, subjectType: 'review', subjectId: period, organizationId, isDemo }
}
