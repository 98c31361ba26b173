import type { AdminClient } from '@/lib/anthropic/admin-client'
import { unreadDetailDays } from '@/lib/db/detail-facts'
import { type Lease, LeaseLost } from '@/lib/db/lease'
import { type Day, dayOf } from '@/lib/domain/day'
import { ExpectedError } from '@/lib/errors'
import { readClaudeCode } from './claude-code-pass'
import { readDetails } from './detail-pass'
import { readOpenUse } from './open-use'
import { analyticsHorizon, type Source } from './due-days'

interface Beside {
  lease: Lease
  client: Pick<AdminClient, 'details' | 'claudeCode' | 'legacy'>
  clock: () => Date
  signal: AbortSignal
}

/** What is read beside the hours: the daily passes and Claude Code's own report. The first failure ends all of it for this run. */
export function passesBeside({ lease, client, clock, signal }: Beside) {
  let failure: { error: unknown } | null = null
  const read = new Set<Day>()

  async function attempt(pass: () => Promise<void>): Promise<void> {
    if (failure) return
    try {
      await pass()
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof LeaseLost) throw error
      failure = { error }
    }
  }

  async function readDays(days: readonly Day[]): Promise<void> {
    for (const day of days) read.add(day)
    await attempt(() => readDetails({ lease, client, clock, signal }, days))
  }

  return {
    readDays,
    /** Days whose hours are stored but whose other passes are not, where they can be read, and Claude Code's own report. */
    async readOthers(source: Source): Promise<void> {
      const unread = source === 'analytics' ? await unreadDetailDays(lease.organizationId) : []
      const horizon = analyticsHorizon(dayOf(clock()))
      const others = unread.filter((day) => !read.has(day) && day >= horizon)
      if (others.length > 0) await readDays(others)
      if (source === 'legacy') await attempt(() => readOpenUse(client, lease, clock()))
      await attempt(() => readClaudeCode({ lease, client, clock, signal }))
    },
    throwFailure(): void {
      if (!failure) return
      const { error } = failure
      if (!(error instanceof ExpectedError)) throw error
      throw new ExpectedError(
        error.kind,
        `Every day is stored, but not all that tells who used what and at which rate: ${error.message}`,
        { cause: error },
      )
    },
  }
}
