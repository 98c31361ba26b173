import { pool } from '@/lib/db/client'
import { noticeContent } from '@/lib/db/notices'
import { transact } from '@/lib/db/transact'
import { type AlertChoice, mailNoticeAt } from '@/lib/domain/alert-choice'
import { parseClockTime } from '@/lib/domain/local-clock'
import type { NoticeKind } from '@/lib/domain/notice'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/** What the actor wants to be told of, from now on and for what is still held back for them. */
export async function chooseAlerts(actor: Actor, choice: AlertChoice, now: Date): Promise<void> {
  requireAllowed(actor, 'own_account')
  const { quietFrom, quietTo } = choice
  if ((quietFrom === null) !== (quietTo === null))
    throw new ExpectedError('invalid', 'Quiet hours need a beginning and an end, or neither.', {
      parameter: quietFrom === null ? 'quiet_from' : 'quiet_to',
    })
  if (quietFrom !== null && parseClockTime(quietFrom) === parseClockTime(quietTo ?? ''))
    throw new ExpectedError(
      'invalid',
      'Quiet hours that end when they begin are none. Leave both empty for none.',
      { parameter: 'quiet_to' },
    )
  const userId = actor.id ?? ''
  const data = { ...choice, kinds: [...choice.kinds], timeZone: actor.timeZone ?? null, changedAt: now }
  await transact(actor, now, async (tx, audit) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { alertChoice: true } })
    await tx.alertChoice.upsert({ where: { userId }, create: { userId, ...data }, update: data })
    const zone = user.timeZone ?? data.timeZone ?? 'UTC'
    const held = await tx.alertDelivery.findMany({
      where: { userId, state: 'waiting', messageId: null, notBefore: { gt: now } },
      include: { notice: { select: { kind: true, severity: true, content: true } } },
    })
    for (const { id, notice } of held) {
      const { severity, content } = notice
      const about = {
        kind: notice.kind as NoticeKind,
        severity,
        subjectId: noticeContent(content).subject.id,
      }
      await tx.alertDelivery.updateMany({
        where: { id, messageId: null },
        data: { notBefore: mailNoticeAt(choice, zone, about, now) },
      })
    }
    await audit({
      ...{ action: 'alert_choice.saved', subjectType: 'user', subjectId: userId },
      ...(user.alertChoice && { before: choiceWords(user.alertChoice) }),
      after: choiceWords(data),
    })
  })
}

type Chosen = Omit<AlertChoice, 'kinds' | 'rhythm'> & { kinds: readonly string[]; rhythm: string }

function choiceWords(choice: Chosen) {
  const { mail, kinds, leastSeverity, rhythm, digestHour, digestWeekday, quietFrom, quietTo } = choice
  return {
    mail,
    kinds: kinds.length === 0 ? 'every kind' : [...kinds],
    'least severity': leastSeverity,
    rhythm,
    ...(rhythm !== 'at_once' && { 'digest hour': digestHour }),
    ...(rhythm === 'weekly' && { 'digest weekday': digestWeekday }),
    'quiet hours': quietFrom === null ? 'none' : `${quietFrom} to ${quietTo ?? ''}`,
    'high at once': choice.highAtOnce,
    'weekly review': choice.weeklyReview,
  }
}

/** Takes away what was told, or given up, before an instant; the notices stay, so that nothing is told a second time. */
export async function clearAlertLog(before: Date | null): Promise<number> {
  if (before === null) return 0
  const { rowCount } = await pool().query(
    `delete from alert_deliveries d where created_at < $1 and state <> 'waiting'
       and exists (select from notices n where n.id = d.notice_id and n.spread_at is not null)`,
    [before],
  )
  await pool().query(
    `delete from alert_messages m where created_at < $1 and state <> 'waiting'
       and not exists (select from alert_deliveries d where d.message_id = m.id)`,
    [before],
  )
  await pool().query('delete from alert_channels where deleted_at < $1', [before])
  return rowCount ?? 0
}
