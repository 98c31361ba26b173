import { ApiError, badRequest } from './api-error'
import type { ApiContext, ApiRequest, JsonText } from './api-request'
import { DAY_MINUTES, HOUR_MINUTES, MINUTE_MS, wireInstant } from './instants'
import { readParameters } from './query-parameters'
import type { ClaudeCodeUse } from './world'

type ClaudeCodeRules = { refused: 400 | 403 | 404 | null }

/** GET /usage_report/claude_code: one UTC day, records of whatever is older than an hour. */
export function answerClaudeCode(
  request: ApiRequest,
  context: ApiContext,
  { refused }: ClaudeCodeRules,
): JsonText | undefined {
  if (request.method !== 'GET' || request.path !== 'usage_report/claude_code') return undefined
  if (refused !== null) throw new ApiError(refused, 'Claude Code analytics are not available here.')
  const query = readParameters(request.search)
  const text = query.one('starting_at')
  if (text === undefined) throw badRequest('starting_at: Field required')
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(day))
    throw badRequest('starting_at: Input should be a valid date in the format YYYY-MM-DD')
  const limit = query.integer('limit', { min: 1, max: 1000, default: 20 })
  const offset = readCursor(query.one('page'), text)
  const from = day / MINUTE_MS
  const to = Math.min(from + DAY_MINUTES, Math.floor(context.now().getTime() / MINUTE_MS) - HOUR_MINUTES)
  const world = context.world()
  const uses = (world.claudeCode ?? []).filter(({ minute }) => minute >= from && minute < to)
  const records = claudeCodeRecords(uses)
  const next = offset + Math.min(limit, context.maxPageRows)
  const data = records.slice(offset, next).map((record) => ({
    date: wireInstant(day),
    organization_id: world.organization.id,
    ...wireRecord(record),
  }))
  const hasMore = next < records.length
  return JSON.stringify({ data, has_more: hasMore, next_page: hasMore ? writeCursor(text, next) : null })
}

/** One record per actor × terminal × remote flag × customer type × subscription, with its models summed. */
export function claudeCodeRecords(uses: readonly ClaudeCodeUse[]): ClaudeCodeUse[] {
  const records = new Map<string, ClaudeCodeUse>()
  for (const use of uses) {
    const { actor, customerType, subscriptionType, terminalType, isRemote } = use
    const key = JSON.stringify([actor, customerType, subscriptionType, terminalType, isRemote])
    const before = records.get(key)
    records.set(key, before ? joined(before, use) : use)
  }
  return [...records.values()]
}

function joined(a: ClaudeCodeUse, b: ClaudeCodeUse): ClaudeCodeUse {
  const models = new Map(a.models.map((entry) => [entry.model, entry]))
  for (const entry of b.models) {
    const before = models.get(entry.model)
    models.set(
      entry.model,
      before
        ? {
            model: entry.model,
            input: before.input + entry.input,
            output: before.output + entry.output,
            cacheRead: before.cacheRead + entry.cacheRead,
            cacheCreation: before.cacheCreation + entry.cacheCreation,
            estimatedCents: before.estimatedCents + entry.estimatedCents,
          }
        : entry,
    )
  }
  return {
    ...a,
    sessions: a.sessions + b.sessions,
    linesAdded: a.linesAdded + b.linesAdded,
    linesRemoved: a.linesRemoved + b.linesRemoved,
    commits: a.commits + b.commits,
    pullRequests: a.pullRequests + b.pullRequests,
    models: [...models.values()],
  }
}

function wireRecord(record: ClaudeCodeUse) {
  return {
    actor: record.actor,
    customer_type: record.customerType,
    subscription_type: record.subscriptionType,
    terminal_type: record.terminalType,
    is_remote: record.isRemote,
    core_metrics: {
      num_sessions: record.sessions,
      lines_of_code: { added: record.linesAdded, removed: record.linesRemoved },
      commits_by_claude_code: record.commits,
      pull_requests_by_claude_code: record.pullRequests,
    },
    tool_actions: { edit_tool: { accepted: record.sessions * 4, rejected: Math.floor(record.sessions / 3) } },
    model_breakdown: record.models.map((entry) => ({
      model: entry.model,
      tokens: {
        input: entry.input,
        output: entry.output,
        cache_read: entry.cacheRead,
        cache_creation: entry.cacheCreation,
      },
      estimated_cost: { currency: 'USD', amount: entry.estimatedCents },
    })),
  }
}

function writeCursor(day: string, offset: number): string {
  return `page_${Buffer.from(`${day}:${offset}`).toString('base64url')}`
}

function readCursor(cursor: string | undefined, day: string): number {
  if (cursor === undefined || cursor === '') return 0
  const parsed = /^(\d{4}-\d{2}-\d{2}):(\d{1,9})$/.exec(
    Buffer.from(cursor.replace(/^page_/, ''), 'base64url').toString(),
  )
  if (!cursor.startsWith('page_') || parsed?.[1] !== day) throw badRequest('page: Invalid cursor')
  return Number(parsed[2])
}
