import { prisma } from '@/lib/db/client'
import type { KeyAction } from '@/lib/db/generated/client'
import { type Named, transact, type Transaction } from '@/lib/db/transact'
import { type KeyChange, whyNotChangeable } from '@/lib/domain/key-change'
import type { Nano } from '@/lib/domain/money'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/** Longer than one action can take: what is still only intended then was cut off. */
export const CUT_OFF_MS = 60_000

export interface KeyIntent {
  organizationId: string
  keyId: string
  change: KeyChange
  reason: string
  undoOf: string | null
  savesMonthly: Nano | null
}

/** What reading the key back said; null = it could not be read. */
type FoundKey = { status: string; name: string } | null

export interface Conclusion {
  state: 'confirmed' | 'refused' | 'unconfirmed'
  found: FoundKey
  failure: string | null
}

/**
 * Records that a key is going to be changed, before Anthropic is asked. Throws where it must not be: the connection is
 * read-only or gone, the key belongs to a told story or is beyond change, or somebody else is changing it right now.
 */
export async function recordKeyIntent(actor: Actor, intent: KeyIntent, now: Date): Promise<KeyAction> {
  requireAllowed(actor, 'change_keys')
  return recordIntent(actor, intent, now)
}

/** Who deactivates the key of a budget that is exceeded, where an owner said so. */
export const GUARD: Named = { kind: 'system', id: null, name: 'guard' }

/** The same in the name of the guard, whom an owner allowed to deactivate this one key, and nothing else. */
export async function recordGuardIntent(intent: KeyIntent, now: Date): Promise<KeyAction> {
  if (intent.change.field !== 'status' || intent.change.wanted !== 'inactive')
    throw new Error('the guard only ever deactivates')
  return recordIntent(GUARD, intent, now)
}

async function recordIntent(actor: Named, intent: KeyIntent, now: Date): Promise<KeyAction> {
  const { organizationId, keyId, change, reason } = intent
  return transact(actor, now, async (tx, audit) => {
    await requireWritable(tx, organizationId)
    const key = await lockedKey(tx, organizationId, keyId)
    const obstacle = whyNotChangeable(key, change)
    if (obstacle) throw new ExpectedError('conflict', obstacle, { parameter: change.field })
    await requireNobodyAtIt(tx, intent, key.name, now)
    const action = await tx.keyAction.create({
      data: {
        ...{ organizationId, keyId, reason, requestedAt: now, undoOf: intent.undoOf },
        ...{ actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
        ...{ field: change.field, before: key[change.field], wanted: change.wanted },
        savesMonthlyNano: intent.savesMonthly,
      },
    })
    await audit({
      action: 'key.change_intended',
      subjectType: 'api_key',
      subjectId: keyId,
      organizationId,
      before: { [change.field]: action.before },
      after: { [change.field]: change.wanted, reason, ...(intent.undoOf && { undo_of: intent.undoOf }) },
    })
    return action
  })
}

/** Why nothing may be changed at Anthropic through this organisation's connection, as thrown by every change; null = it may. */
export async function whyNotWritable(organizationId: string): Promise<ExpectedError | null> {
  return obstacleOf(await prisma().organization.findUnique(withConnection(organizationId)))
}

const withConnection = (id: string) => ({ where: { id }, include: { connection: true } })

function obstacleOf(
  organization: { name: string; isDemo: boolean; connection: { readOnly: boolean } | null } | null,
): ExpectedError | null {
  if (!organization) return noSuchKey()
  const { name, isDemo, connection } = organization
  if (isDemo)
    return new ExpectedError(
      'forbidden',
      `${name} is a told story: its keys exist nowhere else, so they cannot be changed. Connect your own organisation to act on its keys.`,
    )
  if (!connection)
    return new ExpectedError(
      'conflict',
      `${name} is not connected any more, so its keys cannot be changed from here. Connect it again under Settings → Connections, or change the key in Anthropic’s Console.`,
    )
  if (connection.readOnly)
    return new ExpectedError(
      'forbidden',
      `The connection of ${name} is read-only, so its keys cannot be changed from here. An admin can allow changes under Settings → Connections; in Anthropic’s Console it is done under API keys.`,
    )
  return null
}

/** Locked in the order a sync locks: the connection, then keys. It stays writable until the intent stands. */
async function requireWritable(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$queryRaw`select 1 from connections where organization_id = ${organizationId} for share`
  const obstacle = obstacleOf(await tx.organization.findUnique(withConnection(organizationId)))
  if (obstacle) throw obstacle
}

async function lockedKey(tx: Transaction, organizationId: string, id: string) {
  await tx.$queryRaw`select 1 from api_keys where organization_id = ${organizationId} and id = ${id} for update`
  const key = await tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id } } })
  if (!key) throw noSuchKey()
  return key
}

async function requireNobodyAtIt(
  tx: Transaction,
  { organizationId, keyId, undoOf }: KeyIntent,
  name: string,
  now: Date,
): Promise<void> {
  const other = await tx.keyAction.findFirst({
    where: {
      organizationId,
      keyId,
      state: 'intended',
      requestedAt: { gt: new Date(now.getTime() - CUT_OFF_MS) },
    },
  })
  if (other)
    throw new ExpectedError(
      'conflict',
      `${other.actorName} is changing the key “${name}” right now. Nothing was changed by you; look again in a minute.`,
    )
  if (undoOf && (await tx.keyAction.count({ where: { undoOf, state: { not: 'refused' } } })) > 0)
    throw new ExpectedError('conflict', 'This change was taken back already.')
}

export function noSuchKey(): ExpectedError {
  return new ExpectedError('not_found', 'There is no such key.', { parameter: 'id' })
}

/** What a conclusion leaves behind. */
export interface Concluded {
  action: KeyAction
  /** As last read at Anthropic. */
  key: { status: string; name: string }
  auditId: string
}

/**
 * Ends an action that is open, in the name of who asked for it, and takes what was read at Anthropic into the directory. Null
 * where it was ended meanwhile.
 */
export async function concludeKeyAction(
  { id, organizationId, keyId, actorKind, actorId, actorName }: KeyAction,
  { state, found, failure }: Conclusion,
  now: Date,
): Promise<Concluded | null> {
  const actor = { kind: actorKind as Actor['kind'], id: actorId, name: actorName }
  if (!(await isOpen(id))) return null
  return transact(actor, now, async (tx, audit) => {
    const key = await lockedKey(tx, organizationId, keyId)
    const open = await tx.keyAction.findUniqueOrThrow({ where: { id } })
    const field = open.field as KeyChange['field']
    const action = await tx.keyAction.update({
      where: { id },
      data: { state, failure, answeredAt: now, ...(found && { found: found[field] }) },
    })
    if (found) await takeIn(tx, key, found, now)
    const known = found ?? { status: key.status, name: key.name }
    const auditId = await audit({
      action: `key.change_${state}`,
      subjectType: 'api_key',
      subjectId: keyId,
      organizationId,
      before: { [field]: open.before },
      after: {
        [field]: known[field],
        ...(state !== 'confirmed' && { wanted: open.wanted }),
        ...(failure && { failure }),
      },
    })
    return { action, key: known, auditId }
  })
}

async function isOpen(id: string): Promise<boolean> {
  return (await prisma().keyAction.count({ where: { id, state: { in: ['intended', 'unconfirmed'] } } })) > 0
}

async function takeIn(
  tx: Transaction,
  key: { organizationId: string; id: string; status: string; name: string },
  found: NonNullable<FoundKey>,
  now: Date,
): Promise<void> {
  const { organizationId, id } = key
  const changed = (['status', 'name'] as const).filter((kind) => key[kind] !== found[kind])
  if (changed.length === 0) return
  const { status, name } = found
  await tx.apiKey.update({ where: { organizationId_id: { organizationId, id } }, data: { status, name } })
  await tx.keyEvent.createMany({
    data: changed.map((kind) => ({
      ...{ organizationId, keyId: id, at: now, kind },
      ...{ before: key[kind], after: found[kind] },
    })),
  })
}
