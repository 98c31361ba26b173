import type { AdminClient } from '@/lib/anthropic/admin-client'
import type { Lease } from '@/lib/db/lease'
import type { CallSettings } from './call-key'
import { evaluateBudgets } from './evaluate-budgets'

/** What has just been read is judged: the last step of an organisation's part of a sync. */
export async function evaluateAfterSync({
  lease,
  clock,
  signal,
  calls = {},
}: {
  lease: Lease
  client: AdminClient
  clock: () => Date
  signal: AbortSignal
  /** How Anthropic is reached, where it is not as the environment says. */
  calls?: CallSettings
}): Promise<void> {
  await evaluateBudgets(lease.organizationId, { ...calls, clock, signal })
}
