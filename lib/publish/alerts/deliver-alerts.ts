import { turnOffGoneChannel } from '@/lib/commands/alert-channels'
import { isAnythingDue, spreadNotices } from '@/lib/commands/alert-deliveries'
import {
  claimMessage,
  type ClaimedMessage,
  concludeMessage,
  type Lane,
  SEND_WITHIN_MS,
  type Sent,
} from '@/lib/commands/alert-messages'
import type { Actor } from '@/lib/domain/viewer'
import { canSendMail } from '../mail'
import { sendMessage, type SentTo } from './send-message'

/** How many are under way at a time in one process. */
export const AT_ONCE: Record<Lane, number> = { mail: 3, calls: 4 }

export interface Delivering {
  clock: () => Date
  /** Once it is aborted nothing more is begun. */
  signal: AbortSignal
  /** Whom a channel that is gone is turned off by. */
  actor: Actor
}

/** Writes down who is told of what is new, and packs what is due. */
export async function spreadNewNotices(now: Date): Promise<void> {
  if (await isAnythingDue(now)) await spreadNotices({ now, canMail: canSendMail() })
}

/**
 * Sends what is due in a lane, one after the other; resolves when nothing is, or when it is to stop. `found` is told of each before
 * it is sent: there may be more.
 */
export async function deliverLane(
  lane: Lane,
  delivering: Delivering,
  found: () => void = () => {},
): Promise<void> {
  while (!delivering.signal.aborted) {
    const claimedAt = performance.now()
    const message = await claimMessage(lane, delivering.clock())
    if (message === null) return
    found()
    await deliver(message, delivering, claimedAt)
  }
}

async function deliver(
  message: ClaimedMessage,
  { clock, actor }: Delivering,
  claimedAt: number,
): Promise<void> {
  const beganAt = performance.now()
  const left = SEND_WITHIN_MS - (beganAt - claimedAt)
  if (left <= 0) return // slept too long: whoever claims it next sends it
  const conclude = (sent: Sent) => {
    const tookMs = performance.now() - beganAt
    return concludeMessage(message, sent, { now: clock(), tookMs, random: Math.random() })
  }
  const sent = await within(left, sendMessage(message, clock())).catch(async (error: unknown) => {
    await conclude({ outcome: 'failed', failure: 'Something went wrong on our side; the log says what.' })
    throw error
  })
  await conclude(sent)
  if (sent.isGone && message.recipient.kind !== 'mail')
    await turnOffGoneChannel(actor, message.recipient.channelId, clock())
}

async function within(milliseconds: number, sending: Promise<SentTo>): Promise<SentTo> {
  const late: Sent = { outcome: 'failed', failure: 'It was not taken within a minute.' }
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<SentTo>((resolve) => {
    timer = setTimeout(() => resolve(late), milliseconds)
  })
  try {
    return await Promise.race([sending, timeUp])
  } finally {
    clearTimeout(timer)
  }
}
