import { APIError } from '@anthropic-ai/sdk'
import { z } from 'zod'
import type { ClaudeCodeActivity, ClaudeCodeModel } from '@/lib/domain/claude-code-use'
import type { Day } from '@/lib/domain/day'
import { type Nano, parseDecimal } from '@/lib/domain/money'
import { nextCursor } from './next-cursor'
import { surprise } from './report-rows'
import type { Transport } from './transport'

/** What one person or key did in one terminal on one UTC day; each model once. */
export interface ClaudeCodeRecord extends ClaudeCodeActivity {
  models: ClaudeCodeModel[]
}

const PAGE_SIZE = 1000

const count = z.int().min(0).transform(BigInt)
const optionalCount = z
  .int()
  .min(0)
  .nullish()
  .transform((value) => BigInt(value ?? 0))

const record = z.object({
  actor: z.object({
    type: z.string(),
    email_address: z.string().nullish(),
    api_key_name: z.string().nullish(),
  }),
  customer_type: z.string(),
  subscription_type: z.string().nullish(),
  terminal_type: z.string().nullish(),
  is_remote: z.boolean().nullish(),
  core_metrics: z.object({
    num_sessions: count,
    lines_of_code: z.object({ added: optionalCount, removed: optionalCount }).nullish(),
    commits_by_claude_code: optionalCount,
    pull_requests_by_claude_code: optionalCount,
  }),
  model_breakdown: z.array(
    z.object({
      model: z.string(),
      tokens: z.object({
        input: optionalCount,
        output: optionalCount,
        cache_read: optionalCount,
        cache_creation: optionalCount,
      }),
      estimated_cost: z.object({ currency: z.literal('USD'), amount: z.number().min(0) }),
    }),
  ),
})

const page = z.object({
  data: z.array(record),
  has_more: z.boolean(),
  next_page: z.string().nullish(),
})

/**
 * Claude Code analytics of one UTC day, records in the order received; null where this organisation has none (400, 403 or
 * 404 to a well-formed question). Only what is older than an hour is in it. Source: admin-api.md §10.
 */
export function createClaudeCodeReport({ sdk, ask }: Transport) {
  return async function claudeCode(day: Day): Promise<ClaudeCodeRecord[] | null> {
    const records: ClaudeCodeRecord[] = []
    const seen = new Set<string>()
    for (let cursor: string | null = null; ;) {
      const query = { starting_at: day, limit: PAGE_SIZE, ...(cursor !== null && { page: cursor }) }
      let body: unknown
      try {
        body = await ask((request) =>
          sdk.get('/v1/organizations/usage_report/claude_code', { query, ...request }),
        )
      } catch (error) {
        if (isUnavailable(error)) return null
        throw error
      }
      const parsed = page.safeParse(body)
      if (!parsed.success) {
        const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ')
        throw surprise(`Claude Code analytics in a form that is not known (${fields.slice(0, 200)})`)
      }
      records.push(...parsed.data.data.map(recordOf))
      if (!parsed.data.has_more) return records
      cursor = nextCursor(parsed.data.next_page ?? null, seen)
    }
  }
}

function isUnavailable(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof APIError && [400, 403, 404].includes(cause.status ?? 0)
}

function recordOf(read: z.output<typeof record>): ClaudeCodeRecord {
  const { actor, core_metrics: metrics } = read
  return {
    actorType: actor.type,
    actor: actor.email_address ?? actor.api_key_name ?? '',
    customerType: read.customer_type,
    subscriptionType: read.subscription_type ?? null,
    terminalType: read.terminal_type ?? '',
    isRemote: read.is_remote ?? false,
    sessions: metrics.num_sessions,
    linesAdded: metrics.lines_of_code?.added ?? 0n,
    linesRemoved: metrics.lines_of_code?.removed ?? 0n,
    commits: metrics.commits_by_claude_code,
    pullRequests: metrics.pull_requests_by_claude_code,
    models: eachOnce(read.model_breakdown),
  }
}

function eachOnce(breakdown: z.output<typeof record>['model_breakdown']): ClaudeCodeModel[] {
  const models = new Map<string, ClaudeCodeModel>()
  for (const { model, tokens, estimated_cost } of breakdown) {
    const before = models.get(model)
    models.set(model, {
      model,
      input: (before?.input ?? 0n) + tokens.input,
      output: (before?.output ?? 0n) + tokens.output,
      cacheRead: (before?.cacheRead ?? 0n) + tokens.cache_read,
      cacheCreation: (before?.cacheCreation ?? 0n) + tokens.cache_creation,
      estimated: ((before?.estimated ?? 0n) + estimate(estimated_cost.amount)) as Nano,
    })
  }
  return [...models.values()]
}

/** A JSON number of cents; being an estimate, it is rounded to a whole nano-dollar, the seventh decimal of a cent. */
function estimate(amount: number): Nano {
  const nano = parseDecimal(amount.toFixed(7), 7)
  if (nano === null) throw surprise(`the estimate ${amount}`)
  return nano as Nano
}
