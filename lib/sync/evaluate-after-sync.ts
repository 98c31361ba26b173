import type { AdminClient } from '@/lib/anthropic/admin-client'
import { readThresholds } from '@/lib/db/finding-thresholds'
import { type Lease, LeaseLost } from '@/lib/db/lease'
import { ExpectedError } from '@/lib/errors'
import { evaluateFindings } from './evaluate-findings'

interface AfterSync {
  lease: Lease
  client: AdminClient
  clock: () => Date
  signal: AbortSignal
}

/** The last step of reading an organisation: what was stored is judged. Throws where that fails; what is stored stays stored. */
export async function evaluateAfterSync({ lease, client, clock, signal }: AfterSync): Promise<void> {
  signal.throwIfAborted()
  try {
    await evaluateFindings({ lease, client, now: clock(), readThresholds })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof LeaseLost || !(error instanceof ExpectedError)) throw error
    throw new ExpectedError(error.kind, `Everything is stored, but was not judged: ${error.message}`, {
      cause: error,
    })
  }
}
