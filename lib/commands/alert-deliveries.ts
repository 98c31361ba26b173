import type { PoolClient } from 'pg'
import { prisma } from '@/lib/db/client'
import { inTransaction } from '@/lib/db/sql-transaction'
import {
  type AlertChoice,
  type AlertFilter,
  defaultAlertChoice,
  isMailed,
  isWanted,
  mailNoticeAt,
  tellChannelAt,
} from '@/lib/domain/alert-choice'
import type { Severity } from '@/lib/domain/findings/finding'
import type { NoticeKind } from '@/lib/domain/notice'
import type { Role } from '@/lib/domain/viewer'

const NOTICES_AT_ONCE = 500
/** Of one person or channel in one message. */
const MOST_IN_ONE = 100

/**
 * Writes who is to be told of each new notice and when, and packs what is due now: all that is due to one person or Slack
 * channel into one message, each event to a webhook and each closed week into one of its own. In one transaction, by one instance at a time, so
 * that what was written together travels together. Told stories alarm nobody; without a mail server there is no mail.
 */
export async function spreadNotices({ now, canMail }: { now: Date; canMail: boolean }): Promise<void> {
  for (let more = true; more;)
    more = await inTransaction(async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('onebill.alerts', 0))`)
      const count = await spread(client, now, canMail)
      await packDue(client, now)
      return count === NOTICES_AT_ONCE
    })
}

interface NewNotice {
  id: string
  kind: NoticeKind
  severity: Severity
  subjectId: string
  isDemo: boolean
}

async function spread(client: PoolClient, now: Date, canMail: boolean): Promise<number> {
  const { rows: notices } = await client.query<NewNotice>(
    `select n.id, n.kind, n.severity, coalesce(n.content->'subject'->>'id', '') as "subjectId",
       coalesce(o.is_demo, false) as "isDemo"
     from notices n left join organizations o on o.id = n.organization_id
     where n.spread_at is null order by n.at, n.id limit ${NOTICES_AT_ONCE} for update of n skip locked`,
  )
  if (notices.length === 0) return 0
  const targets = [...(canMail ? await readPeople(client, now) : []), ...(await readChannels(client, now))]
  const deliveries = notices
    .filter(({ isDemo }) => !isDemo)
    .flatMap((notice) =>
      targets
        .filter(({ wants }) => wants(notice))
        .map(({ userId, channelId, when }) => ({
          ...{ notice: notice.id, userId, channelId },
          at: when(notice),
        })),
    )
  await client.query(
    `insert into alert_deliveries (id, notice_id, target, user_id, channel_id, not_before, created_at)
     select gen_random_uuid()::text, d.notice, coalesce('user:' || d.user_id, 'channel:' || d.channel_id),
       d.user_id, d.channel_id, d.at, $5
     from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) d (notice, user_id, channel_id, at)
     on conflict (notice_id, target) do nothing`,
    [
      deliveries.map(({ notice }) => notice),
      deliveries.map(({ userId }) => userId),
      deliveries.map(({ channelId }) => channelId),
      deliveries.map(({ at }) => at),
      now,
    ],
  )
  await client.query('update notices set spread_at = $2 where id = any($1)', [
    notices.map(({ id }) => id),
    now,
  ])
  return notices.length
}

interface Target {
  userId: string | null
  channelId: string | null
  wants: (notice: NewNotice) => boolean
  when: (notice: NewNotice) => Date
}

type ChoiceRow = { id: string; role: Role; zone: string | null } & {
  [Name in keyof AlertChoice]: AlertChoice[Name] | null
}

async function readPeople(client: PoolClient, now: Date): Promise<Target[]> {
  const { rows } = await client.query<ChoiceRow>(
    `select u.id, u.role, coalesce(u.time_zone, c.time_zone) as zone, c.mail, c.kinds,
       c.least_severity as "leastSeverity", c.rhythm, c.digest_hour as "digestHour",
       c.digest_weekday as "digestWeekday", c.quiet_from as "quietFrom", c.quiet_to as "quietTo",
       c.high_at_once as "highAtOnce", c.weekly_review as "weeklyReview"
     from users u left join alert_choices c on c.user_id = u.id where u.disabled_at is null`,
  )
  return rows.map(({ id, role, zone, ...stored }) => {
    const choice = stored.mail === null ? defaultAlertChoice(role) : (stored as AlertChoice)
    return {
      ...{ userId: id, channelId: null },
      wants: (notice) => isMailed(choice, notice),
      when: (notice) => mailNoticeAt(choice, zone ?? 'UTC', notice, now),
    }
  })
}

async function readChannels(client: PoolClient, now: Date): Promise<Target[]> {
  const { rows } = await client.query<{ id: string } & AlertFilter>(
    `select id, kinds, least_severity as "leastSeverity", weekly_review as "weeklyReview"
     from alert_channels where enabled and deleted_at is null`,
  )
  return rows.map(({ id, ...filter }) => ({
    ...{ userId: null, channelId: id },
    wants: (notice) => isWanted(filter, notice),
    when: (notice) => tellChannelAt(notice, now),
  }))
}

interface DueDelivery {
  id: string
  target: string
  userId: string | null
  channelId: string | null
  travelsAlone: boolean
}

/** While a mail or a Slack message waits for its next try, what comes after it waits too, and then travels together. */
async function packDue(client: PoolClient, now: Date): Promise<void> {
  await dropUnreachable(client, now)
  const { rows } = await client.query<DueDelivery>(
    `select d.id, d.target, d.user_id as "userId", d.channel_id as "channelId",
       (n.kind = 'review_ready' or coalesce(c.kind = 'webhook', false)) as "travelsAlone"
     from alert_deliveries d join notices n on n.id = d.notice_id
       left join alert_channels c on c.id = d.channel_id
     where d.state = 'waiting' and d.message_id is null and d.not_before <= $1
       and (c.kind = 'webhook' or not exists (
         select from alert_messages m where m.target = d.target and m.state = 'waiting' and m.tries > 0))
     order by d.created_at, d.id for update of d skip locked`,
    [now],
  )
  for (const together of packed(rows)) {
    const [first] = together
    if (!first) continue
    await client.query(
      `with message as (
         insert into alert_messages (id, target, user_id, channel_id, created_at, next_try_at)
         values (gen_random_uuid()::text, $2, $3, $4, $5, clock_timestamp()) returning id)
       update alert_deliveries d set message_id = message.id from message where d.id = any($1)`,
      [together.map(({ id }) => id), first.target, first.userId, first.channelId, now],
    )
  }
}

function packed(due: readonly DueDelivery[]): DueDelivery[][] {
  const open = new Map<string, DueDelivery[]>()
  const all: DueDelivery[][] = []
  for (const delivery of due) {
    const together = delivery.travelsAlone ? undefined : open.get(delivery.target)
    if (together && together.length < MOST_IN_ONE) {
      together.push(delivery)
      continue
    }
    const message = [delivery]
    if (!delivery.travelsAlone) open.set(delivery.target, message)
    all.push(message)
  }
  return all
}

/** Who was disabled, turned mail off or is a channel no longer, is not told what was still held back. */
async function dropUnreachable(client: PoolClient, now: Date): Promise<void> {
  await client.query(
    `update alert_deliveries d set state = 'dropped', reason = ${UNREACHABLE}
     from alert_deliveries same join notices n on n.id = same.notice_id left join users u on u.id = same.user_id
       left join alert_choices a on a.user_id = u.id left join alert_channels c on c.id = same.channel_id
     where d.id = same.id and d.state = 'waiting' and d.message_id is null and d.not_before <= $1
       and ${UNREACHABLE} is not null`,
    [now],
  )
}

/** Why, as a sentence; null where somebody is there. Of notices n, users u, their choices a, channels c. */
const UNREACHABLE = `case
  when u.disabled_at is not null then 'This person was disabled.'
  when n.kind = 'review_ready' and u.id is not null and not coalesce(a.weekly_review, u.role <> 'viewer')
    then 'This person does not get the weekly review.'
  when n.kind <> 'review_ready' and a.mail = false then 'This person turned their alerts by mail off.'
  when c.deleted_at is not null then 'This channel was deleted.'
  when c.enabled = false then 'This channel was turned off.'
  when n.kind = 'review_ready' and not c.weekly_review then 'This channel does not get the weekly review.'
  when c.id is not null and c.sealed_url is null then 'The address of this channel has to be entered again.'
end`

/** What still waits of somebody or some channel is told nobody: they are gone. */
export async function dropMessage(messageId: string): Promise<boolean> {
  const reason = await inTransaction(async (client) => {
    const { rows } = await client.query<{ reason: string | null }>(
      `select ${UNREACHABLE} as reason from alert_messages m
         left join alert_deliveries d on d.message_id = m.id left join notices n on n.id = d.notice_id
         left join users u on u.id = m.user_id
         left join alert_choices a on a.user_id = u.id left join alert_channels c on c.id = m.channel_id
       where m.id = $1 order by d.id limit 1 for update of m`,
      [messageId],
    )
    const [row] = rows
    if (!row?.reason) return null
    await client.query(
      `update alert_messages set state = 'dropped', failure = $2, claim = null, claimed_until = null where id = $1`,
      [messageId, row.reason],
    )
    await client.query(`update alert_deliveries set state = 'dropped', reason = $2 where message_id = $1`, [
      messageId,
      row.reason,
    ])
    await client.query(`delete from alert_attempts where message_id = $1 and outcome is null`, [messageId])
    return row.reason
  })
  return reason !== null
}

/** Whether anything at all waits to be told, so that a quiet minute costs one small question. */
export async function isAnythingDue(now: Date): Promise<boolean> {
  const [notice, delivery] = await Promise.all([
    prisma().notice.findFirst({ where: { spreadAt: null }, select: { id: true } }),
    prisma().alertDelivery.findFirst({
      where: { state: 'waiting', messageId: null, notBefore: { lte: now } },
      select: { id: true },
    }),
  ])
  return notice !== null || delivery !== null
}
