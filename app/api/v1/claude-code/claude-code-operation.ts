import { z } from 'zod'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { formatUsdExact } from '@/lib/domain/money'
import { refuseRange } from '@/lib/domain/timeline-refusals'
import { ExpectedError } from '@/lib/errors'
import { utcDay } from '@/lib/parse-text'
import { getClaudeCode } from '@/lib/queries/claude-code'
import { endpoint } from '../endpoint'

const usd = z.string().regex(/^-?\d+\.\d{2,9}$/)
const estimated = usd.describe("Anthropic's own estimate; never part of what is billed")

const use = z.object({
  organization_id: z.string(),
  actor_type: z.string().describe('`user_actor` or `api_actor`'),
  actor: z.string().describe('E-mail address of a person, name of a key'),
  customer_type: z.string().describe('`api`, or `subscription`: paid by a plan'),
  subscription_type: z.string().nullable(),
  terminal_type: z.string(),
  is_remote: z.boolean(),
  sessions: z.int(),
  lines_added: z.int(),
  lines_removed: z.int(),
  commits: z.int(),
  pull_requests: z.int(),
  estimated_usd: estimated,
  models: z.array(
    z.object({
      model: z.string(),
      input: z.int(),
      output: z.int(),
      cache_read: z.int(),
      cache_creation: z.int(),
      estimated_usd: estimated,
    }),
  ),
})

/** What Claude Code says of itself, by person or key, terminal and customer type. `from` inclusive, `to` exclusive, UTC days. */
export const readClaudeCode = endpoint(
  {
    permission: 'read',
    summary: "Read Claude Code's own report",
    query: z.object({ from: utcDay, to: utcDay, data: z.enum(DATA_SCOPES).default('real') }),
    answer: z.object({
      from: z.string(),
      to: z.string(),
      currency: z.literal('USD'),
      quality: z.literal('estimated'),
      estimated_usd: estimated,
      data: z.array(use),
      next_cursor: z.null(),
    }),
  },
  async ({ viewer, query: { data: scope, ...range } }) => {
    const refused = refuseRange(range, 'total')
    if (refused) throw new ExpectedError(refused.kind, refused.sentence, { parameter: refused.parameter })
    const report = await getClaudeCode(viewer, range, scope)
    const data = report.uses.map((found) => ({
      organization_id: found.organizationId,
      actor_type: found.actorType,
      actor: found.actor,
      customer_type: found.customerType,
      subscription_type: found.subscriptionType,
      terminal_type: found.terminalType,
      is_remote: found.isRemote,
      sessions: found.sessions,
      lines_added: found.linesAdded,
      lines_removed: found.linesRemoved,
      commits: found.commits,
      pull_requests: found.pullRequests,
      estimated_usd: formatUsdExact(found.estimated),
      models: found.models.map(({ cacheRead, cacheCreation, estimated: cost, ...counts }) => ({
        ...counts,
        cache_read: cacheRead,
        cache_creation: cacheCreation,
        estimated_usd: formatUsdExact(cost),
      })),
    }))
    return {
      ...range,
      currency: 'USD',
      quality: 'estimated',
      estimated_usd: formatUsdExact(report.estimated),
      data,
      next_cursor: null,
    }
  },
)
