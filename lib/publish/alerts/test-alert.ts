import { turnOffGoneChannel } from '@/lib/commands/alert-channels'
import { concludeMessage } from '@/lib/commands/alert-messages'
import { beginTestAlert } from '@/lib/commands/test-alerts'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { canSendMail } from '../mail'
import { sendMessage } from './send-message'

/**
 * Sends a test to the actor by mail (null) or to a channel, now. 'upstream' with what the other side says when it does not take
 * it; it is not tried again by itself.
 */
export async function sendTestAlert(actor: Actor, channelId: string | null, now: Date): Promise<void> {
  if (channelId === null && !canSendMail())
    throw new ExpectedError('unavailable', 'This Onebill cannot send mail: SMTP_URL is not set.')
  const message = await beginTestAlert(actor, channelId, now)
  const beganAt = performance.now()
  const sent = await sendMessage(message, now)
  const tookMs = performance.now() - beganAt
  const concluded = sent.outcome === 'failed' ? { ...sent, isFinal: true } : sent
  await concludeMessage(message, concluded, { now, tookMs, random: 0 })
  if (sent.outcome === 'delivered') return
  if (sent.isGone && channelId !== null) await turnOffGoneChannel(actor, channelId, now)
  throw new ExpectedError('upstream', sent.failure)
}
