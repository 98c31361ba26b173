import { turnOffGoneChannel } from '@/lib/commands/alert-channels'
import { type ClaimedMessage, concludeMessage } from '@/lib/commands/alert-messages'
import { beginTestAlert } from '@/lib/commands/test-alerts'
import type { DataScope } from '@/lib/domain/data-scope'
import { reviewNotice } from '@/lib/domain/review-digest'
import type { Actor, Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { getReview, listReviews } from '@/lib/queries/reviews'
import { canSendMail } from '../mail'
import { reviewMail } from './review-mail'
import { sendMessage } from './send-message'

/**
 * Sends a test to the actor by mail (null) or to a channel, now. 'upstream' with what the other side says when it does not take
 * it; it is not tried again by itself.
 */
export async function sendTestAlert(actor: Actor, channelId: string | null, now: Date): Promise<void> {
  if (channelId === null) requireMail()
  await sendNow(actor, channelId, now, await beginTestAlert(actor, channelId, now))
}

/** Sends the actor the last week that was closed, by mail, as it stands now. 'not_found' where none was closed yet. */
export async function sendLastReview(actor: Actor, now: Date): Promise<void> {
  requireMail()
  const notice = await lastReviewNotice(actor, 'real', now)
  if (!notice)
    throw new ExpectedError('not_found', 'No week was closed yet. The first one is when it is over and read.')
  await sendNow(actor, null, now, await beginTestAlert(actor, null, now, notice))
}

/** What that mail says, where it is read as text; null where no week was closed yet. */
export async function readLastReview(viewer: Viewer, data: DataScope, now: Date): Promise<string | null> {
  const content = (await lastReviewNotice(viewer, data, now))?.content
  return content?.digest ? reviewMail(content.title, content.digest).text : null
}

async function lastReviewNotice(
  viewer: Viewer,
  data: DataScope,
  now: Date,
): Promise<ReturnType<typeof reviewNotice> | null> {
  const { rows } = await listReviews(viewer, { data, kind: 'week', limit: 1 })
  const period = rows[0]?.period
  const review = period === undefined ? null : await getReview(viewer, period, data, now)
  if (period === undefined || !review) return null
  const { rows: before, trend } = await listReviews(viewer, {
    ...{ data, kind: 'week', limit: 1, before: period },
  })
  return reviewNotice(review, { last: before[0] ?? null, trend })
}

function requireMail(): void {
  if (!canSendMail())
    throw new ExpectedError('unavailable', 'This Onebill cannot send mail: SMTP_URL is not set.')
}

async function sendNow(
  actor: Actor,
  channelId: string | null,
  now: Date,
  message: ClaimedMessage,
): Promise<void> {
  const beganAt = performance.now()
  const sent = await sendMessage(message, now)
  const tookMs = performance.now() - beganAt
  const concluded = sent.outcome === 'failed' ? { ...sent, isFinal: true } : sent
  await concludeMessage(message, concluded, { now, tookMs, random: 0 })
  if (sent.outcome === 'delivered') return
  if (sent.isGone && channelId !== null) await turnOffGoneChannel(actor, channelId, now)
  throw new ExpectedError('upstream', sent.failure)
}
