import { prisma } from '@/lib/db/client'
import { transact, type Transaction } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { DELETE_TIMEOUT_MS, deleteOrganizationData, takeFromSync } from './organization-data'
import { unlinkCredits } from './plans'

/** A key that was tried: sealed, with what may be shown of it. */
export interface TriedKey {
  organization: { id: string; name: string }
  source: 'analytics' | 'legacy'
  sealedKey: string
  keyHint: string
}

/**
 * Connects an organisation for the first time or again; read-only until somebody says otherwise. `isDemo`: it is part of a
 * told story, and stays apart from what is real for ever.
 */
export async function storeConnection(
  actor: Actor,
  tried: TriedKey,
  now: Date,
  { isDemo = false }: { isDemo?: boolean } = {},
): Promise<{ id: string }> {
  requireAllowed(actor, isDemo ? 'manage_demo' : 'manage_connections')
  const { organization, source, sealedKey, keyHint } = tried
  return transact(actor, now, async (tx, audit) => {
    const known = await tx.organization.upsert({
      where: { id: organization.id },
      create: { ...organization, isDemo, createdAt: now },
      update: { name: organization.name },
    })
    if (known.isDemo !== isDemo) throw toldAndReal(organization.name)
    const existing = await tx.connection.findUnique({ where: { organizationId: organization.id } })
    if (existing) throw alreadyConnected(organization.name)
    const { id } = await tx.connection.create({
      data: { organizationId: organization.id, source, sealedKey, keyHint, createdAt: now },
    })
    await audit({
      action: 'connection.connected',
      subjectType: 'connection',
      subjectId: id,
      organizationId: organization.id,
      after: {
        name: organization.name,
        source,
        key_hint: keyHint,
        read_only: true,
        ...(isDemo && { demo: true }),
      },
    })
    return { id }
  })
}

function alreadyConnected(name: string): ExpectedError {
  return new ExpectedError(
    'conflict',
    `${name} is connected already. To use another Admin key for it, choose “Replace key” at its connection under Settings → Connections.`,
    { parameter: 'admin_key' },
  )
}

function toldAndReal(name: string): ExpectedError {
  return new ExpectedError(
    'conflict',
    `${name} is here already, once as a told story and once as real: the two never mix. Remove the demo, then connect it.`,
    { parameter: 'admin_key' },
  )
}

/** Puts another key of the same organisation in place; what failed with the old one is forgotten. */
export async function replaceConnectionKey(
  actor: Actor,
  id: string,
  tried: TriedKey,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_connections')
  await transact(actor, now, async (tx, audit) => {
    const before = await lockedConnection(tx, id)
    if (before.organizationId !== tried.organization.id) {
      throw new ExpectedError(
        'incomplete',
        `This key belongs to ${tried.organization.name}, but the connection is for ${before.organization.name}. ` +
          `Nothing was changed. Use a key of ${before.organization.name}, or connect ${tried.organization.name} on its own.`,
        { parameter: 'admin_key' },
      )
    }
    const { source, sealedKey, keyHint, organization } = tried
    await tx.organization.update({ where: { id: organization.id }, data: { name: organization.name } })
    await tx.connection.update({
      where: { id },
      data: {
        source,
        sealedKey,
        keyHint,
        state: before.lastSyncedAt ? 'ok' : 'new',
        failure: null,
        failingSince: null,
      },
    })
    await audit({
      action: 'connection.key_replaced',
      subjectType: 'connection',
      subjectId: id,
      organizationId: before.organizationId,
      before: { key_hint: before.keyHint, source: before.source },
      after: { key_hint: keyHint, source },
    })
  })
}

/** Whether Onebill may change things at Anthropic through this connection. Setting what is set already changes nothing. */
export async function setReadOnly(actor: Actor, id: string, readOnly: boolean, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_connections')
  if ((await foundConnection(prisma(), id)).readOnly === readOnly) return
  await transact(actor, now, async (tx, audit) => {
    const before = await lockedConnection(tx, id)
    await tx.connection.update({ where: { id }, data: { readOnly } })
    await audit({
      action: 'connection.read_only_set',
      subjectType: 'connection',
      subjectId: id,
      organizationId: before.organizationId,
      before: { read_only: before.readOnly },
      after: { read_only: readOnly },
    })
  })
}

/** Remembers which API the organisation has; what is known already changes nothing. */
export async function setSource(
  actor: Actor,
  id: string,
  source: TriedKey['source'],
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_connections')
  if ((await foundConnection(prisma(), id)).source === source) return
  await transact(actor, now, async (tx, audit) => {
    const before = await lockedConnection(tx, id)
    await tx.connection.update({ where: { id }, data: { source } })
    await audit({
      action: 'connection.source_checked',
      subjectType: 'connection',
      subjectId: id,
      organizationId: before.organizationId,
      before: { source: before.source },
      after: { source },
    })
  })
}

/** Forgets the key and stops syncing; every figure stays. */
export async function disconnect(actor: Actor, id: string, now: Date): Promise<{ name: string }> {
  requireAllowed(actor, 'manage_connections')
  return transact(actor, now, async (tx, audit) => {
    const { organizationId } = await foundConnection(tx, id)
    await takeFromSync(tx, organizationId)
    const before = await foundConnection(tx, id)
    await tx.connection.delete({ where: { id } })
    await audit({
      action: 'connection.disconnected',
      subjectType: 'connection',
      subjectId: id,
      organizationId,
      before: { name: before.organization.name, key_hint: before.keyHint },
    })
    return { name: before.organization.name }
  })
}

/**
 * Forgets an organisation, connected or not: its key and everything its connection brought, which is figures, coverage, keys,
 * workspaces, members and records of syncs. Plans and the audit log are people's own and stay, but for the credits of plans
 * that were linked to it. `typedName` has to be its name.
 */
export async function deleteOrganization(
  actor: Actor,
  organizationId: string,
  typedName: string,
  now: Date,
): Promise<{ name: string }> {
  requireAllowed(actor, 'delete_data')
  return transact(
    actor,
    now,
    async (tx, audit) => {
      await takeFromSync(tx, organizationId)
      await tx.$queryRaw`select 1 from organizations where id = ${organizationId} for update`
      const organization = await tx.organization.findFirst({
        where: { id: organizationId, isDemo: false },
        include: { connection: true },
      })
      if (!organization)
        throw new ExpectedError('not_found', 'There is no such organisation; it may have been deleted.', {
          parameter: 'organization_id',
        })
      const { name, connection } = organization
      if (typedName.trim() !== name.trim()) {
        throw new ExpectedError('incomplete', `Type “${name}” to confirm. Nothing was deleted.`, {
          parameter: 'typed_name',
        })
      }
      await unlinkCredits(tx, audit, organizationId)
      const removed = await deleteOrganizationData(tx, organizationId, now)
      await audit({
        action: 'organization.deleted',
        subjectType: 'organization',
        subjectId: organizationId,
        organizationId,
        before: { name, key_hint: connection?.keyHint ?? null },
        after: { ...removed },
      })
      return { name }
    },
    { timeoutMs: DELETE_TIMEOUT_MS },
  )
}

/** Locked for a change of its fields; a sync that stores meanwhile is not held up. */
async function lockedConnection(tx: Transaction, id: string) {
  await tx.$queryRaw`select 1 from connections where id = ${id} for no key update`
  return foundConnection(tx, id)
}

/** Connections of told stories are nobody's to change: they come and go with the demo. */
async function foundConnection(tx: Transaction, id: string) {
  const connection = await tx.connection.findFirst({
    where: { id, organization: { isDemo: false } },
    include: { organization: true },
  })
  if (connection) return connection
  throw new ExpectedError(
    'not_found',
    'There is no such connection; it may have been disconnected meanwhile.',
    { parameter: 'id' },
  )
}
