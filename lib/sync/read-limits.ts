import type { AdminClient } from '@/lib/anthropic/admin-client'
import type { SpendLimitRecord } from '@/lib/anthropic/spend-limits'
import type { Lease } from '@/lib/db/lease'
import { lastAskedForLimits, storeToldLimits, type ToldLimit } from '@/lib/db/spend-limits'
import { dayOf } from '@/lib/domain/day'
import { usageTierCalled } from '@/lib/domain/spend-limit'
import { ExpectedError } from '@/lib/errors'

/**
 * Reads Anthropic's own limits once a UTC day. They are shown beside and judged by a finding: no sync fails for their sake. What
 * Anthropic did not answer is asked for again at the next sync, and what was known stays until then.
 */
export async function readLimits({
  lease,
  client,
  clock,
}: {
  lease: Lease
  client: Pick<AdminClient, 'spendLimits'>
  clock: () => Date
}): Promise<void> {
  const today = dayOf(clock())
  const asked = (await lastAskedForLimits([lease.organizationId])).get(lease.organizationId)
  if (asked?.on === today) return
  let records: SpendLimitRecord[] | null
  try {
    records = await client.spendLimits()
  } catch (error) {
    if (error instanceof ExpectedError) return
    throw error
  }
  const told = records?.map((record) => toldLimit(record, lease.organizationId)) ?? null
  await storeToldLimits(lease, told, today, clock())
}

function toldLimit({ scope, workspaceId, amount }: SpendLimitRecord, organizationId: string): ToldLimit {
  if (scope === 'usage_tier')
    return {
      ...{ subject: { type: 'organization', id: organizationId }, source: 'usage_tier', amount },
      called: usageTierCalled(amount),
    }
  const isWorkspace = scope === 'workspace'
  return {
    subject: isWorkspace
      ? { type: 'workspace', id: workspaceId ?? '' }
      : { type: 'organization', id: organizationId },
    ...{ source: 'anthropic', amount, called: `limit of the ${isWorkspace ? 'workspace' : 'organisation'}` },
  }
}
