import { transact, type Transaction } from '@/lib/db/transact'
import type { LimitSubject } from '@/lib/db/spend-limits'
import { formatUsdExact, nano, type Nano, NANO_PER_USD } from '@/lib/domain/money'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

const MOST = 1_000_000_000n * NANO_PER_USD

export interface EnteredLimit {
  organizationId: string
  /** The id of one of its workspaces; null: the organisation itself. */
  workspaceId: string | null
}

/**
 * What Anthropic's Console shows as a monthly limit, where its API does not tell it. Entering it again takes the place of what
 * was entered before; the same amount changes nothing but when it was said. 'incomplete' for nothing or beyond a billion.
 */
export async function enterSpendLimit(
  actor: Actor,
  limit: EnteredLimit & { amount: Nano },
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_budgets')
  if (limit.amount <= 0n || limit.amount > MOST)
    throw new ExpectedError('incomplete', 'A limit must be more than 0 and at most 1,000,000,000 dollars.', {
      parameter: 'amount',
    })
  await transact(actor, now, async (tx, audit) => {
    const { key, name } = await subjectOf(tx, limit)
    const before = await tx.spendLimit.findUnique({
      where: { organizationId_subjectType_subjectId_source: key },
    })
    const said = {
      amountNano: limit.amount,
      called: 'limit entered here',
      statedAt: now,
      statedBy: actor.name,
    }
    await tx.spendLimit.upsert({
      where: { organizationId_subjectType_subjectId_source: key },
      create: { ...key, ...said },
      update: said,
    })
    await audit({
      ...{ action: 'spend_limit.entered', subjectType: 'spend_limit', subjectId: key.subjectId },
      organizationId: limit.organizationId,
      ...(before && { before: { of: name, amount_usd: formatUsdExact(nano(before.amountNano)) } }),
      after: { of: name, amount_usd: formatUsdExact(limit.amount) },
    })
  })
}

/** Takes back what was entered; what Anthropic tells stays. */
export async function removeSpendLimit(actor: Actor, limit: EnteredLimit, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_budgets')
  await transact(actor, now, async (tx, audit) => {
    const { key, name } = await subjectOf(tx, limit)
    const where = { organizationId_subjectType_subjectId_source: key }
    const before = await tx.spendLimit.findUnique({ where })
    if (!before)
      throw new ExpectedError('not_found', 'No limit is entered there. Nothing was changed.', {
        parameter: 'subject',
      })
    await tx.spendLimit.delete({ where })
    await audit({
      ...{ action: 'spend_limit.removed', subjectType: 'spend_limit', subjectId: key.subjectId },
      organizationId: limit.organizationId,
      before: { of: name, amount_usd: formatUsdExact(nano(before.amountNano)) },
    })
  })
}

/** Two at once wait for each other. A told organisation has the limits of its story. */
async function subjectOf(tx: Transaction, { organizationId, workspaceId }: EnteredLimit) {
  await tx.$queryRaw`select 1 from organizations where id = ${organizationId} for update`
  const organization = await tx.organization.findFirst({ where: { id: organizationId, isDemo: false } })
  if (!organization)
    throw new ExpectedError('not_found', 'There is no such organisation. Nothing was changed.', {
      parameter: 'organization_id',
    })
  const of = (subjectType: LimitSubject['type'], subjectId: string, name: string) => ({
    key: { organizationId, subjectType, subjectId, source: 'entered' },
    name,
  })
  if (workspaceId === null) return of('organization', organizationId, organization.name)
  const workspace = await tx.workspace.findUnique({
    where: { organizationId_id: { organizationId, id: workspaceId } },
  })
  if (!workspace)
    throw new ExpectedError('not_found', 'There is no such workspace. Nothing was changed.', {
      parameter: 'workspace',
    })
  return of('workspace', workspaceId, workspace.name)
}
