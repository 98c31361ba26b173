import { transact, type Transaction } from '@/lib/db/transact'
import type { ReviewEventKind } from '@/lib/domain/review'
import { timeToDecide } from '@/lib/domain/review-carry'
import { parsePeriod, type ReviewPeriod } from '@/lib/domain/review-period'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { carryOn, holdReviews, isOpen } from './review-closing'
import {
  checkedNote,
  entryOf,
  lockReview,
  nameOf,
  requirePeriod,
  type ReviewName,
  say,
  signedAlready,
  type StoredReview,
} from './review-rows'

export interface Signed {
  undecided: number
  /** How many lines are asked again, and where; null: in the next review, once it is closed. */
  carried: { lines: number; to: string | null }
}

/**
 * Signs a review as it stands. Lines that are undecided, put off or not done are asked again in the earliest later review
 * that is closed and not signed, or else in the next one that is closed. `seen`: the review's revision.
 */
export async function signReview(
  actor: Actor,
  name: ReviewName,
  { note = null, seen = null }: { note?: string | null; seen?: number | null },
  now: Date,
): Promise<Signed> {
  requireAllowed(actor, 'review_spend')
  const signNote = checkedNote(note)
  const period = requirePeriod(name.period)
  return transact(actor, now, async (tx, audit) => {
    await holdReviews(tx, period.kind, name.data === 'demo')
    const review = await lockReview(tx, name)
    if (review.signedAt) throw signedAlready(review.signedBy)
    if (seen !== null && seen !== review.revision)
      throw new ExpectedError(
        'conflict',
        'Somebody said something about this review since you looked, so it was not signed. Look again and sign then.',
        { parameter: 'revision' },
      )
    const [lines, said] = await Promise.all([
      tx.reviewLine.findMany({ where: { reviewId: review.id }, orderBy: { ordinal: 'asc' } }),
      tx.reviewEvent.findMany({
        where: { reviewId: review.id, kind: { in: SAID_OF_LINES } },
        select: { at: true },
      }),
    ])
    const signed = {
      ...{
        signedAt: now,
        signedBy: actor.name,
        signNote,
        signedById: actor.kind === 'user' ? actor.id : null,
      },
      tookMs: timeToDecide(
        said.map(({ at }) => at),
        now,
      ),
    }
    await tx.review.update({ where: { id: review.id }, data: signed })
    await say(tx, review, actor, { kind: 'signed', note: signNote, lineId: null }, now)
    const open = lines.filter((line) => line.carriedTo === null && isOpen(line))
    const next = open.length > 0 ? await nextOpen(tx, review, period) : null
    if (next) {
      await lockReview(tx, { ...name, period: next.period })
      const target = await tx.review.findUniqueOrThrow({ where: { id: next.id } })
      const waiting = open.map((line) => ({ ...line, review: { period: review.period } }))
      await carryOn(tx, target, waiting, now)
    }
    const undecided = lines.filter(({ decision }) => decision === null).length
    await audit({
      ...entryOf('signed', name, null),
      after: { data: name.data, lines: lines.length, undecided, carried: open.length, note: signNote },
    })
    return { undecided, carried: { lines: open.length, to: next?.period ?? null } }
  })
}

const SAID_OF_LINES: ReviewEventKind[] = ['decided', 'cleared', 'noted', 'assigned', 'deactivated']

/** Takes the signature back, until a later review of its kind is signed. Lines that are asked there by now stay there. */
export async function reopenReview(actor: Actor, name: ReviewName, now: Date): Promise<void> {
  requireAllowed(actor, 'review_spend')
  const period = requirePeriod(name.period)
  await transact(actor, now, async (tx, audit) => {
    await holdReviews(tx, period.kind, name.data === 'demo')
    const review = await lockReview(tx, name)
    if (!review.signedAt)
      throw new ExpectedError('conflict', 'This review is not signed, so there is nothing to reopen.')
    const later = await laterReviews(tx, review, period, { not: null })
    if (later[0])
      throw new ExpectedError(
        'conflict',
        `${nameOf(later[0].period)} is signed already, so this one stays as it is. What is still to be done is asked there.`,
      )
    const open = { signedAt: null, signedBy: null, signedById: null, signNote: null, tookMs: null }
    await tx.review.update({ where: { id: review.id }, data: open })
    await say(tx, review, actor, { kind: 'reopened', note: null, lineId: null }, now)
    await audit({
      ...entryOf('reopened', name, null),
      before: { signed_by: review.signedBy, signed_at: review.signedAt.toISOString() },
    })
  })
}

function laterReviews(
  tx: Transaction,
  { startsOn, isDemo }: StoredReview,
  { kind }: ReviewPeriod,
  signedAt: null | { not: null },
) {
  return tx.review
    .findMany({ where: { isDemo, signedAt, startsOn: { gt: startsOn } }, orderBy: { startsOn: 'asc' } })
    .then((later) => later.filter(({ period }) => parsePeriod(period)?.kind === kind))
}

async function nextOpen(tx: Transaction, review: StoredReview, period: ReviewPeriod) {
  const [next] = await laterReviews(tx, review, period, null)
  return next ?? null
}
