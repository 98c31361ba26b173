import { randomUUID } from 'node:crypto'
import type { AlertChannel as Stored } from '@/lib/db/generated/client'
import { transact, type Transaction } from '@/lib/db/transact'
import { type ChannelKind, SECRETS_OVERLAP_MS } from '@/lib/domain/alert-channel'
import type { AlertFilter } from '@/lib/domain/alert-choice'
import type { AuditVerb } from '@/lib/domain/audit-words'
import { type Actor, isAllowed } from '@/lib/domain/viewer'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { newWebhookSecret, sealAddress, sealWebhookSecret } from './alert-channel-secrets'

const MOST_CHANNELS = 50

export interface ChannelInput extends AlertFilter {
  name: string
  /** Null: stays as it is. */
  url: string | null
  allowsPrivate: boolean
}

/** Saves a channel whose address was looked at. Answers a webhook's secret: it is shown this once. */
export async function createAlertChannel(
  actor: Actor,
  { url, ...input }: ChannelInput & { kind: ChannelKind; url: string },
  now: Date,
): Promise<{ id: string; secret: string | null }> {
  requireAllowed(actor, 'manage_alerts')
  if (input.allowsPrivate) requireAllowed(actor, 'allow_private_targets')
  const id = randomUUID()
  const secret = input.kind === 'webhook' ? newWebhookSecret() : null
  await transact(actor, now, async (tx, audit) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('onebill.alert_channels', 0))`
    if ((await tx.alertChannel.count({ where: { deletedAt: null } })) >= MOST_CHANNELS)
      throw new ExpectedError('conflict', `At most ${MOST_CHANNELS} channels can stand. Delete one first.`)
    const channel = await tx.alertChannel.create({
      data: {
        ...input,
        id,
        kinds: [...input.kinds],
        ...addressFields(id, url),
        sealedSecret: secret === null ? null : sealWebhookSecret(id, secret, secretKey()),
        createdAt: now,
        createdBy: actor.name,
      },
    })
    await audit({ ...about('created', id), after: channelWords(channel) })
  })
  return { id, secret }
}

/**
 * Changes what a channel gets, its name or its address. Only who may allow private addresses keeps that allowance when the
 * address changes: it was given to the old one.
 */
export async function changeAlertChannel(
  actor: Actor,
  id: string,
  { url, ...input }: ChannelInput,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_alerts')
  await transact(actor, now, async (tx, audit) => {
    const before = await standing(tx, id)
    const mayAllow = isAllowed(actor.role, 'allow_private_targets')
    if (input.allowsPrivate && !before.allowsPrivate) requireAllowed(actor, 'allow_private_targets')
    const allowsPrivate = input.allowsPrivate && (mayAllow || url === null)
    const after = await tx.alertChannel.update({
      where: { id },
      data: {
        ...input,
        kinds: [...input.kinds],
        allowsPrivate,
        ...(url !== null && { ...addressFields(id, url), failingSince: null, failure: null }),
      },
    })
    await audit({
      ...about('changed', id),
      before: channelWords(before),
      after: { ...channelWords(after), ...(url !== null && { 'address entered': 'anew' }) },
    })
  })
}

/** Off: nothing is told there, and what waits for it is dropped. On again: from the next alert on. */
export async function setAlertChannelEnabled(
  actor: Actor,
  id: string,
  enabled: boolean,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_alerts')
  await transact(actor, now, async (tx, audit) => {
    const channel = await standing(tx, id)
    await tx.alertChannel.update({
      where: { id },
      data: { enabled, ...(enabled && { failingSince: null, failure: null }) },
    })
    if (enabled) await tryWaitingNow(tx, id)
    await audit({ ...about(enabled ? 'turned_on' : 'turned_off', id), after: { name: channel.name } })
  })
}

/** The other side says that nobody is there any more (410): nothing is sent to it until somebody turns it on again. */
export async function turnOffGoneChannel(actor: Actor, id: string, now: Date): Promise<void> {
  await transact(actor, now, async (tx, audit) => {
    const channel = await tx.alertChannel.update({ where: { id }, data: { enabled: false } })
    await audit({
      ...about('turned_off', id),
      after: { name: channel.name, because: 'it answered 410 Gone' },
    })
  })
}

/** Nothing is told there any more; it can be brought back with all that was chosen. */
export async function deleteAlertChannel(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_alerts')
  await transact(actor, now, async (tx, audit) => {
    const channel = await standing(tx, id)
    await tx.alertChannel.update({ where: { id }, data: { deletedAt: now } })
    await audit({ ...about('deleted', id), before: channelWords(channel) })
  })
}

export async function bringBackAlertChannel(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_alerts')
  await transact(actor, now, async (tx, audit) => {
    const channel = await tx.alertChannel.findFirst({ where: { id, deletedAt: { not: null } } })
    if (!channel) throw new ExpectedError('not_found', 'There is no such channel to bring back.')
    await tx.alertChannel.update({ where: { id }, data: { deletedAt: null } })
    await audit({ ...about('brought_back', id), after: channelWords(channel) })
  })
}

/** A new secret, answered this once; the one before signs beside it for a day, so that the receiver can change over. */
export async function rotateWebhookSecret(actor: Actor, id: string, now: Date): Promise<{ secret: string }> {
  requireAllowed(actor, 'manage_alerts')
  const secret = newWebhookSecret()
  await transact(actor, now, async (tx, audit) => {
    const channel = await standing(tx, id)
    if (channel.kind !== 'webhook')
      throw new ExpectedError('conflict', 'Only webhooks are signed. Nothing was changed.')
    const previousUntil = new Date(now.getTime() + SECRETS_OVERLAP_MS)
    await tx.alertChannel.update({
      where: { id },
      data: {
        sealedSecret: sealWebhookSecret(id, secret, secretKey()),
        sealedPreviousSecret: channel.sealedSecret,
        previousUntil: channel.sealedSecret === null ? null : previousUntil,
      },
    })
    await audit({ ...about('secret_rotated', id), after: { name: channel.name } })
  })
  return { secret }
}

/** What waits for it is due at once. */
async function tryWaitingNow(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`update alert_messages set next_try_at = clock_timestamp()
    where channel_id = ${id} and state = 'waiting' and claimed_until is null`
}

async function standing(tx: Transaction, id: string): Promise<Stored> {
  await tx.$queryRaw`select 1 from alert_channels where id = ${id} for update`
  const channel = await tx.alertChannel.findFirst({ where: { id, deletedAt: null } })
  if (!channel)
    throw new ExpectedError('not_found', 'There is no such channel; it may be deleted by now.', {
      parameter: 'id',
    })
  return channel
}

function addressFields(id: string, url: string) {
  return { sealedUrl: sealAddress(id, url, secretKey()), urlHint: addressHint(url) }
}

/** Its host, and of all that follows the last four characters: whoever holds the whole can write there. */
function addressHint(url: string): string {
  const { host, pathname, search } = new URL(url)
  const rest = `${pathname}${search}`
  return rest.length > 12 ? `${host}/…${rest.slice(-4)}` : `${host}/…`
}

function channelWords({ name, kind, urlHint, kinds, leastSeverity, weeklyReview, allowsPrivate }: Stored) {
  return {
    ...{ name, kind, address: urlHint, 'least severity': leastSeverity },
    kinds: kinds.length === 0 ? 'every kind' : kinds,
    'weekly review': weeklyReview,
    'private addresses allowed': allowsPrivate,
  }
}

function about(done: AuditVerb<'alert_channel'>, id: string) {
  return { action: `alert_channel.${done}` as const, subjectType: 'alert_channel', subjectId: id }
}

function secretKey(): string {
  return environment().ONEBILL_SECRET_KEY ?? ''
}
