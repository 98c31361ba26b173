import { randomUUID } from 'node:crypto'
import { storedContent } from '@/lib/db/notices'
import { transact } from '@/lib/db/transact'
import type { Notice } from '@/lib/domain/notice'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { channelRecipient, type ClaimedMessage, LEASE, type Recipient } from './alert-messages'

const HOUR_MS = 3_600_000
/** Test alerts one person can have sent within an hour. */
const MOST_TESTS = 20

/**
 * Writes a test alert to the actor (null) or to a channel, also to one that is turned off, or `told` in its place, as a message
 * that is already claimed: whoever asked sends it at once and concludes it. It stands in the log like any other. 'rate_limited' where there were too many.
 */
export async function beginTestAlert(
  actor: Actor,
  channelId: string | null,
  now: Date,
  told?: Pick<Notice, 'kind' | 'content'>,
): Promise<ClaimedMessage> {
  requireAllowed(actor, channelId === null ? 'own_account' : 'manage_alerts')
  return transact(actor, now, async (tx, audit) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('onebill.test_alert', 0))`
    const recent = await tx.auditEntry.count({
      where: {
        ...{ action: 'alert.tested', actorKind: actor.kind, actorId: actor.id },
        at: { gt: new Date(now.getTime() - HOUR_MS) },
      },
    })
    if (recent >= MOST_TESTS)
      throw new ExpectedError(
        'rate_limited',
        `You had ${MOST_TESTS} tests sent within the last hour. Please go on later.`,
        { retryAfterSeconds: HOUR_MS / 1000 },
      )
    let recipient: Recipient
    if (channelId === null) {
      const user = await tx.user.findUniqueOrThrow({ where: { id: actor.id ?? '' } })
      recipient = { kind: 'mail', address: user.email, name: user.name }
    } else {
      const channel = await tx.alertChannel.findFirst({ where: { id: channelId, deletedAt: null } })
      if (!channel)
        throw new ExpectedError('not_found', 'There is no such channel; it may be deleted by now.')
      recipient = channelRecipient(channel)
    }
    const [id, claim, attemptId] = [randomUUID(), randomUUID(), randomUUID()]
    const content = told?.content ?? {
      title: 'A test alert from Onebill',
      sentence: `${actor.name} asked for this test: alerts arrive here.`,
      more: ['A real one says here what happened, with its numbers, and what to do.'],
      steps: [],
      path: '/settings/alerts',
      atStake: null,
      subject: { type: 'test', id, name: 'test' },
    }
    const kind = told?.kind ?? ('test' as const)
    const about = { key: `test ${id}`, kind, severity: 'low' as const, organizationId: null }
    const target =
      channelId === null
        ? { target: `user:${actor.id ?? ''}`, userId: actor.id }
        : { target: `channel:${channelId}`, channelId }
    await tx.alertMessage.create({ data: { ...target, id, claim, tries: 1, createdAt: now } })
    await tx.$executeRawUnsafe(
      `update alert_messages set first_tried_at = clock_timestamp(), claimed_until = clock_timestamp() + ${LEASE} where id = $1`,
      id,
    )
    await tx.alertAttempt.create({ data: { id: attemptId, messageId: id, at: now } })
    const notice = await tx.notice.create({
      data: { ...about, at: now, spreadAt: now, content: storedContent(content) },
    })
    await tx.alertDelivery.create({
      data: { ...target, noticeId: notice.id, messageId: id, notBefore: now, createdAt: now },
    })
    await audit({
      action: 'alert.tested',
      subjectType: channelId === null ? 'user' : 'alert_channel',
      subjectId: channelId ?? actor.id,
    })
    const notices = [{ ...about, content, at: now, organizationName: null }]
    return { id, claim, attemptId, tries: 1, recipient, notices }
  })
}
