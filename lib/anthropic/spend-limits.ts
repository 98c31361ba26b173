import { APIError } from '@anthropic-ai/sdk'
import { z } from 'zod'
import { type Nano, parseDecimal } from '@/lib/domain/money'
import { nextCursor } from './next-cursor'
import { surprise } from './report-rows'
import type { Transport } from './transport'

/** What may be spent in a calendar month (UTC), in nano-dollars. */
export interface SpendLimitRecord {
  scope: 'usage_tier' | 'organization' | 'workspace'
  /** Of a workspace's; otherwise null. */
  workspaceId: string | null
  amount: Nano
}

const PAGE_SIZE = 100
const NANO_PER_CENT = 10_000_000n

const limit = z.object({
  amount: z.string().nullish(),
  currency: z.string(),
  is_enabled: z.boolean().nullish(),
  period: z.string(),
  scope: z.object({ type: z.string(), workspace_id: z.string().nullish() }),
})

const page = z.object({ data: z.array(limit), next_page: z.string().nullish() })

/**
 * The limits of a Console organisation and its workspaces, and Anthropic's own monthly cap; null where this organisation may
 * not read them (400, 403 or 404 to a well-formed question: early access). Limits of members and seats, of other periods or
 * currencies, without an amount or switched off are left out: none of them ends the month. Source: admin-api.md §13.
 */
export function createSpendLimits({ sdk, ask }: Transport) {
  return async function spendLimits(): Promise<SpendLimitRecord[] | null> {
    const records: SpendLimitRecord[] = []
    const seen = new Set<string>()
    for (let cursor: string | undefined; ;) {
      const query = { limit: PAGE_SIZE, ...(cursor !== undefined && { page: cursor }) }
      let body: unknown
      try {
        body = await ask((request) => sdk.beta.organization.spendLimits.list(query, request))
      } catch (error) {
        if (isUnavailable(error)) return null
        throw error
      }
      const parsed = page.safeParse(body)
      if (!parsed.success) {
        const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ')
        throw surprise(`spend limits in a form that is not known (${fields.slice(0, 200)})`)
      }
      records.push(...parsed.data.data.flatMap(recordOf))
      const nextPage = parsed.data.next_page ?? null
      if (nextPage === null) return records
      cursor = nextCursor(nextPage, seen)
    }
  }
}

function isUnavailable(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof APIError && [400, 403, 404].includes(cause.status ?? 0)
}

function recordOf(read: z.output<typeof limit>): SpendLimitRecord[] {
  const { amount, currency, period, scope } = read
  if (typeof amount !== 'string' || read.is_enabled === false || period !== 'monthly' || currency !== 'USD')
    return []
  const cents = parseDecimal(amount, 0)
  if (cents === null || cents < 0n) throw surprise(`the spend limit ${amount.slice(0, 50)}`)
  const known = { amount: (cents * NANO_PER_CENT) as Nano, workspaceId: null }
  if (scope.type === 'usage_tier' || scope.type === 'organization') return [{ ...known, scope: scope.type }]
  if (scope.type !== 'workspace' || !scope.workspace_id) return []
  return [{ ...known, scope: 'workspace', workspaceId: scope.workspace_id }]
}
