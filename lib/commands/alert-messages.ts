import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { pool, prisma } from '@/lib/db/client'
import { noticeContent } from '@/lib/db/notices'
import { inTransaction } from '@/lib/db/sql-transaction'
import { transact } from '@/lib/db/transact'
import type { ChannelKind } from '@/lib/domain/alert-channel'
import { defaultAlertChoice } from '@/lib/domain/alert-choice'
import { SEVERITIES } from '@/lib/domain/findings/finding'
import type { Notice, NoticeKind } from '@/lib/domain/notice'
import { KEEP_TRYING_MS, retryDelay } from '@/lib/domain/retry-delay'
import { isAllowed, type Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import type { SealedChannel } from './alert-channel-secrets'
import { dropMessage } from './alert-deliveries'

/** A sending ends well before: whoever lives is never overtaken. By the database's clock. */
export const LEASE = `interval '2 minutes'`
/** Of the lease, for everything from the claim to the conclusion. */
export const SEND_WITHIN_MS = 60_000

/** Mail on one side, calls to other servers on the other: neither waits for the other. */
export type Lane = 'mail' | 'calls'

/** Something happened, as it is told; `at` is when it was noticed. */
export type ToldNotice = Omit<Notice, 'kind'> & {
  kind: NoticeKind | 'test'
  at: Date
  organizationName: string | null
}

export type Recipient =
  | { kind: 'mail'; address: string; name: string }
  | {
      kind: ChannelKind
      channelId: string
      /** Address and secrets still sealed: alert-channel-secrets.ts opens them. */
      channel: SealedChannel
      allowsPrivate: boolean
    }

export interface ClaimedMessage {
  /** The same at each try: what the receiver knows it by. */
  id: string
  claim: string
  attemptId: string
  tries: number
  recipient: Recipient
  /** The gravest first. */
  notices: ToldNotice[]
}

/**
 * Takes the next message that is due, for two minutes, across all instances; null when there is none. Of one person or
 * channel one is under way at a time. Whose recipient is gone is dropped on the way.
 */
export async function claimMessage(lane: Lane, now: Date): Promise<ClaimedMessage | null> {
  for (;;) {
    const taken = await takeMessage(lane, now)
    if (taken === null) return null
    const whole = await readMessage(taken)
    if (whole) return whole
    if (!(await dropMessage(taken.id))) await dropEmpty(taken.id)
  }
}

interface Taken {
  id: string
  claim: string
  tries: number
  attemptId: string
}

function takeMessage(lane: Lane, now: Date): Promise<Taken | null> {
  const claim = randomUUID()
  return inTransaction(async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtextextended('onebill.alert_claim', 0))`)
    const { rows } = await client.query<{ id: string; tries: number }>(
      `with next as (
         select m.id from alert_messages m
         where m.state = 'waiting' and m.next_try_at <= clock_timestamp()
           and (m.claimed_until is null or m.claimed_until < clock_timestamp())
           and (m.user_id is not null) = $1
           and not exists (select from alert_messages o where o.target = m.target and o.id <> m.id
             and o.state = 'waiting' and o.claimed_until > clock_timestamp())
         order by m.next_try_at, m.id limit 1 for update of m skip locked)
       update alert_messages m set claim = $2, claimed_until = clock_timestamp() + ${LEASE}, tries = m.tries + 1,
         first_tried_at = coalesce(m.first_tried_at, clock_timestamp())
       from next where m.id = next.id returning m.id, m.tries`,
      [lane === 'mail', claim],
    )
    const [row] = rows
    if (!row) return null
    const attemptId = randomUUID()
    await client.query('insert into alert_attempts (id, message_id, at) values ($1, $2, $3)', [
      attemptId,
      row.id,
      now,
    ])
    return { ...row, claim, attemptId }
  })
}

async function readMessage(taken: Taken): Promise<ClaimedMessage | null> {
  const message = await prisma().alertMessage.findUnique({
    where: { id: taken.id },
    include: {
      user: { include: { alertChoice: true } },
      channel: true,
      deliveries: { include: { notice: true } },
    },
  })
  if (!message || message.deliveries.length === 0) return null
  const { user, channel } = message
  const isReview = message.deliveries.some(({ notice }) => notice.kind === 'review_ready')
  let recipient: Recipient
  if (user) {
    const { alertChoice: chosen, role } = user
    const wants = isReview ? (chosen ?? defaultAlertChoice(role)).weeklyReview : chosen?.mail !== false
    if (user.disabledAt !== null || !wants) return null
    recipient = { kind: 'mail', address: user.email, name: user.name }
  } else {
    if (!channel?.enabled || channel.deletedAt !== null || channel.sealedUrl === null) return null
    if (isReview && !channel.weeklyReview) return null
    recipient = channelRecipient(channel)
  }
  const organizations = await prisma().organization.findMany({
    where: { id: { in: message.deliveries.flatMap(({ notice }) => notice.organizationId ?? []) } },
    select: { id: true, name: true },
  })
  const nameOf = new Map(organizations.map(({ id, name }) => [id, name]))
  const notices = message.deliveries
    .map(({ notice: { key, kind, severity, organizationId, content, at } }) => ({
      ...{ key, severity, organizationId, at, kind: kind as NoticeKind },
      content: noticeContent(content),
      organizationName: nameOf.get(organizationId ?? '') ?? null,
    }))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        a.at.getTime() - b.at.getTime() ||
        (a.key < b.key ? -1 : 1),
    )
  return { ...taken, recipient, notices }
}

export function channelRecipient(
  channel: SealedChannel & { kind: string; allowsPrivate: boolean },
): Extract<Recipient, { channelId: string }> {
  const { id, kind, allowsPrivate } = channel
  return { kind: kind as ChannelKind, channelId: id, channel, allowsPrivate }
}

/** What it was about has been deleted since. */
async function dropEmpty(messageId: string): Promise<void> {
  await pool().query(
    `update alert_messages m set state = 'dropped', claim = null, claimed_until = null
     where id = $1 and not exists (select from alert_deliveries d where d.message_id = m.id)`,
    [messageId],
  )
}

export type Sent =
  | { outcome: 'delivered' }
  | {
      outcome: 'failed'
      /** As a sentence, without anything secret. */
      failure: string
      /** How long the other side asked to be left alone. */
      waitMs?: number | null
      /** Another try would fail like this one. */
      isFinal?: boolean
    }

/** Notes what became of a try. What failed is due again later; after three days, or where it is final, it is given up. */
export async function concludeMessage(
  { id, claim, attemptId, tries, recipient }: ClaimedMessage,
  sent: Sent,
  { now, tookMs, random }: { now: Date; tookMs: number; random: number },
): Promise<void> {
  const failure = sent.outcome === 'failed' ? sent.failure : null
  await inTransaction(async (client) => {
    await client.query('update alert_attempts set outcome = $2, failure = $3, took_ms = $4 where id = $1', [
      attemptId,
      sent.outcome,
      failure,
      Math.round(tookMs),
    ])
    const { rows } =
      sent.outcome === 'delivered'
        ? await client.query<{ state: string; target: string }>(
            `update alert_messages set state = 'delivered', delivered_at = $2, failure = null, claim = null,
               claimed_until = null
             where id = $1 and state = 'waiting' returning state, target`,
            [id, now],
          )
        : await client.query<{ state: string; target: string }>(
            `update alert_messages set failure = $3, claim = null, claimed_until = null,
               next_try_at = clock_timestamp() + $4 * interval '1 millisecond',
               state = case when $5 or clock_timestamp() + $4 * interval '1 millisecond'
                   > first_tried_at + ${KEEP_TRYING_MS} * interval '1 millisecond'
                 then 'given_up'::"AlertState" else 'waiting' end
             where id = $1 and claim = $2 and state = 'waiting' returning state, target`,
            [id, claim, failure, retryDelay(tries, random, sent.waitMs), sent.isFinal ?? false],
          )
    const [row] = rows
    if (!row) return
    if (row.state !== 'waiting')
      await client.query('update alert_deliveries set state = $2::"AlertState" where message_id = $1', [
        id,
        row.state,
      ])
    if (sent.outcome === 'failed' && !sent.isFinal) await postponeOthers(client, id, sent.failure)
    if (recipient.kind !== 'mail')
      await client.query(
        `update alert_channels set failure = $2, failing_since = case when $2::text is null then null
           else coalesce(failing_since, $3) end
         where id = $1`,
        [recipient.channelId, failure, now],
      )
  })
}

/** What else is meant for whom this one failed waits along with it, and is given up along with it. */
async function postponeOthers(client: PoolClient, id: string, failure: string): Promise<void> {
  await client.query(
    `with others as (
       update alert_messages m set next_try_at = greatest(m.next_try_at, tried.next_try_at),
         first_tried_at = coalesce(m.first_tried_at, clock_timestamp()), failure = coalesce(m.failure, $2),
         state = case when tried.next_try_at > m.first_tried_at + ${KEEP_TRYING_MS} * interval '1 millisecond'
           then 'given_up'::"AlertState" else 'waiting' end
       from alert_messages tried
       where tried.id = $1 and m.target = tried.target and m.id <> tried.id and m.state = 'waiting'
         and (m.claimed_until is null or m.claimed_until < clock_timestamp())
       returning m.id, m.state)
     update alert_deliveries d set state = 'given_up' from others
     where d.message_id = others.id and others.state = 'given_up'`,
    [id, failure],
  )
}

/** Has what was given up tried again at once, with all that travels with it. Of one's own mail, or of anything for admins. */
export async function tryAgain(actor: Actor, messageId: string, now: Date): Promise<void> {
  requireAllowed(actor, 'own_account')
  await transact(actor, now, async (tx, audit) => {
    const message = await tx.alertMessage.findFirst({
      where: {
        id: messageId,
        state: 'given_up',
        ...(!isAllowed(actor.role, 'manage_alerts') && { userId: actor.id ?? '' }),
      },
      include: { channel: true, user: true },
    })
    if (!message)
      throw new ExpectedError('not_found', 'There is nothing given up of this kind any more.', {
        parameter: 'id',
      })
    if (message.channel && (!message.channel.enabled || message.channel.deletedAt !== null))
      throw new ExpectedError('conflict', 'The channel is turned off or deleted: turn it on first.')
    await tx.$executeRaw`update alert_messages set state = 'waiting', tries = 0, first_tried_at = null,
      next_try_at = clock_timestamp() where id = ${messageId} and state = 'given_up'`
    await tx.alertDelivery.updateMany({ where: { messageId }, data: { state: 'waiting' } })
    await audit({
      action: 'alert.tried_again',
      subjectType: message.channelId === null ? 'user' : 'alert_channel',
      subjectId: message.channelId ?? message.userId,
    })
  })
}
