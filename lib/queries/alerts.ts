import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { noticeContent } from '@/lib/db/notices'
import type { AlertChannel, AlertState, ChannelKind } from '@/lib/domain/alert-channel'
import { type AlertChoice, defaultAlertChoice, type Rhythm } from '@/lib/domain/alert-choice'
import type { AlertLogPage } from '@/lib/domain/alert-log'
import { NOTICE_KINDS, type NoticeKind } from '@/lib/domain/notice'
import { isAllowed, type Viewer } from '@/lib/domain/viewer'
import { requireAllowed } from '@/lib/require-allowed'

export interface OwnAlerts {
  choice: AlertChoice
  /** Nobody chose it: the defaults of the role. */
  isDefault: boolean
  address: string
  /** Whose clock quiet hours and digests follow. */
  timeZone: string
  /** False: neither profile nor browser names one, so it is UTC for want of better. */
  isZoneKnown: boolean
}

/** What the viewer is told of; null for what is no person. */
export async function getOwnAlerts(viewer: Viewer): Promise<OwnAlerts | null> {
  requireAllowed(viewer, 'own_account')
  if (viewer.kind !== 'user') return null
  const user = await prisma().user.findUnique({
    where: { id: viewer.id ?? '' },
    include: { alertChoice: true },
  })
  if (!user) return null
  const { alertChoice: stored } = user
  const zone = user.timeZone ?? stored?.timeZone ?? viewer.timeZone ?? null
  return {
    choice: stored
      ? { ...stored, kinds: knownKinds(stored.kinds), rhythm: stored.rhythm as Rhythm }
      : defaultAlertChoice(viewer.role),
    isDefault: stored === null,
    address: user.email,
    timeZone: zone ?? 'UTC',
    isZoneKnown: zone !== null,
  }
}

/** Channels of the team, the oldest first, without what is secret. */
export async function listAlertChannels(viewer: Viewer, now: Date): Promise<AlertChannel[]> {
  requireAllowed(viewer, 'manage_alerts')
  const channels = await prisma().alertChannel.findMany({
    where: { deletedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return channels.map(({ sealedUrl, sealedPreviousSecret, previousUntil, kind, kinds, ...channel }) => ({
    ...{ id: channel.id, kind: kind as ChannelKind, name: channel.name, urlHint: channel.urlHint },
    ...{ kinds: knownKinds(kinds), leastSeverity: channel.leastSeverity, enabled: channel.enabled },
    weeklyReview: channel.weeklyReview,
    ...{ allowsPrivate: channel.allowsPrivate, failingSince: channel.failingSince, failure: channel.failure },
    hasAddress: sealedUrl !== null,
    previousUntil:
      sealedPreviousSecret !== null && previousUntil && previousUntil > now ? previousUntil : null,
  }))
}

/** The name of a deleted channel, so that it can be brought back. */
export async function getDeletedChannel(
  viewer: Viewer,
  id: string,
): Promise<{ id: string; name: string } | null> {
  requireAllowed(viewer, 'manage_alerts')
  return prisma().alertChannel.findFirst({
    where: { id, deletedAt: { not: null } },
    select: { id: true, name: true },
  })
}

export interface AlertLogFilter {
  state?: AlertState | undefined
  /** `user:<id>` or `channel:<id>`. */
  target?: string | undefined
}

const ATTEMPTS = 10

/** What was told whom, the newest first: everything for admins, one's own for everybody else. */
export async function listAlertLog(
  viewer: Viewer,
  { state, target }: AlertLogFilter,
  { limit, cursor, now }: { limit: number; cursor?: string | undefined; now: Date },
): Promise<AlertLogPage> {
  requireAllowed(viewer, 'own_account')
  const found = await prisma().alertDelivery.findMany({
    where: {
      AND: [
        isAllowed(viewer.role, 'manage_alerts') ? {} : { userId: viewer.id ?? '' },
        { ...(state && { state }), ...(target !== undefined && { target }) },
        cursor === undefined ? {} : after(cursor),
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    include: {
      notice: true,
      user: { select: { name: true } },
      channel: { select: { name: true, kind: true } },
      message: {
        include: {
          _count: { select: { deliveries: true } },
          attempts: { orderBy: [{ at: 'desc' }, { id: 'desc' }], take: ATTEMPTS },
        },
      },
    },
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    nextCursor: found.length > limit && last ? cursorAt(last) : null,
    rows: rows.map(({ id, notice, user, channel, message, ...delivery }) => {
      const { title, path } = noticeContent(notice.content)
      return {
        ...{ id, title, path, severity: notice.severity, at: notice.at, state: delivery.state },
        target: {
          name: user?.name ?? channel?.name ?? '',
          kind: channel ? (channel.kind as ChannelKind) : ('mail' as const),
        },
        heldUntil:
          delivery.state === 'waiting' && message === null && delivery.notBefore > now
            ? delivery.notBefore
            : null,
        reason: delivery.reason ?? (delivery.state === 'delivered' ? null : (message?.failure ?? null)),
        message: message && {
          ...{ id: message.id, alerts: message._count.deliveries, deliveredAt: message.deliveredAt },
          ...{ nextTryAt: message.nextTryAt, underWay: message.claim !== null },
          attempts: message.attempts,
        },
      }
    }),
  }
}

/** Whom the log can be filtered by. */
export async function listAlertTargets(viewer: Viewer): Promise<{ value: string; name: string }[]> {
  requireAllowed(viewer, 'manage_alerts')
  const [users, channels] = await Promise.all([
    prisma().user.findMany({ where: { deliveries: { some: {} } }, orderBy: { name: 'asc' } }),
    prisma().alertChannel.findMany({ where: { deliveries: { some: {} } }, orderBy: { name: 'asc' } }),
  ])
  return [
    ...users.map(({ id, name }) => ({ value: `user:${id}`, name })),
    ...channels.map(({ id, name, kind }) => ({ value: `channel:${id}`, name: `${name} (${kind})` })),
  ]
}

function knownKinds(stored: readonly string[]): NoticeKind[] {
  return NOTICE_KINDS.filter((kind) => stored.includes(kind))
}

const CURSOR = /^(\d{1,15})\.([\w-]{1,64})$/

function cursorAt({ createdAt, id }: { createdAt: Date; id: string }): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url')
}

/** What is no cursor begins at the newest again. */
function after(cursor: string): Prisma.AlertDeliveryWhereInput {
  const [, ms, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  const createdAt = new Date(Number(ms))
  if (!id || Number.isNaN(createdAt.getTime())) return {}
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}
