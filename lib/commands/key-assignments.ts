import { transact, type Transaction } from '@/lib/db/transact'
import { type Day, dayOf } from '@/lib/domain/day'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/** Who and what a key is for; null = nobody said. */
export interface Assignment {
  /** Lower case. */
  ownerEmail: string | null
  purpose: string | null
  application: string | null
  environment: string | null
  costCentre: string | null
  tags: string[]
}

const NOTHING: Assignment = {
  ownerEmail: null,
  purpose: null,
  application: null,
  environment: null,
  costCentre: null,
  tags: [],
}

/**
 * Says from today on who and what a key is for; what is not given stays as it was. Earlier days keep what held on them, and
 * a second change on the same day replaces the first. 'not_found' for a key
 * that was never seen.
 */
export async function assignKey(
  actor: Actor,
  { organizationId, keyId }: { organizationId: string; keyId: string },
  change: Partial<Assignment>,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'edit_keys')
  const today = dayOf(now)
  await transact(actor, now, async (tx, audit) => {
    await tx.$queryRaw`select 1 from organizations where id = ${organizationId} for no key update`
    await requireSeen(tx, organizationId, keyId)
    const before = await assignmentOn(tx, organizationId, keyId, today)
    const after = { ...before, ...change }
    const address = { organizationId, keyId, effectiveOn: today }
    await tx.keyAssignment.upsert({
      where: { organizationId_keyId_effectiveOn: address },
      create: { ...address, ...after, createdAt: now },
      update: { ...after, createdAt: now },
    })
    await audit({
      ...{ action: 'key.assigned', subjectType: 'key', subjectId: keyId, organizationId },
      ...{ before: { ...before }, after: { ...after } },
    })
  })
}

async function assignmentOn(
  tx: Transaction,
  organizationId: string,
  keyId: string,
  on: Day,
): Promise<Assignment> {
  const found = await tx.keyAssignment.findFirst({
    where: { organizationId, keyId, effectiveOn: { lte: on } },
    orderBy: { effectiveOn: 'desc' },
  })
  if (!found) return NOTHING
  const { ownerEmail, purpose, application, environment, costCentre, tags } = found
  return { ownerEmail, purpose, application, environment, costCentre, tags }
}

/** A key that is only known from its use can be somebody's too. */
async function requireSeen(tx: Transaction, organizationId: string, keyId: string): Promise<void> {
  const seen = await tx.$queryRaw<unknown[]>`
    select 1 where exists (select from api_keys where organization_id = ${organizationId} and id = ${keyId})
      or exists (select from spend_rollup where organization_id = ${organizationId} and api_key_id = ${keyId})`
  if (seen.length === 0)
    throw new ExpectedError('not_found', 'There is no such key; it may not be synced yet.', {
      parameter: 'id',
    })
}
