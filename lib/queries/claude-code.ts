import { pool } from '@/lib/db/client'
import type { ClaudeCodeModel, ClaudeCodeUse } from '@/lib/domain/claude-code-use'
import type { DataScope } from '@/lib/domain/data-scope'
import type { DayRange } from '@/lib/domain/day'
import { nano, type Nano, sum } from '@/lib/domain/money'
import type { Viewer } from '@/lib/domain/viewer'

/** A use and the organisation it was in. */
interface OrganizationUse extends ClaudeCodeUse {
  organizationId: string
}

export interface ClaudeCodeReport {
  uses: OrganizationUse[]
  estimated: Nano
}

const WHO = 'organization_id, actor_type, actor, customer_type, subscription_type, terminal_type, is_remote'
const NAMED = `a.organization_id as "organizationId", a.actor_type as "actorType", a.actor, a.customer_type as "customerType",
  a.subscription_type as "subscriptionType", a.terminal_type as "terminalType", a.is_remote as "isRemote"`

type Who = Pick<
  OrganizationUse,
  'organizationId' | 'actorType' | 'actor' | 'customerType' | 'subscriptionType' | 'terminalType' | 'isRemote'
>
type ActivityRow = Omit<OrganizationUse, 'estimated' | 'models'>
type ModelRow = Who & Omit<ClaudeCodeModel, 'estimated'> & { estimated: bigint }

/** Claude Code's own report of these days, of real organisations or of told ones, the most expensive use first. */
export async function getClaudeCode(
  _viewer: Viewer,
  range: DayRange,
  data: DataScope = 'real',
): Promise<ClaudeCodeReport> {
  const values = [range.from, range.to, data === 'demo']
  const within = `a.day >= $1::date and a.day < $2::date
    and a.organization_id in (select id from organizations where is_demo = $3)`
  const [activity, models] = await Promise.all([
    pool().query<ActivityRow>(
      `select ${NAMED}, sum(sessions)::bigint as sessions, sum(lines_added)::bigint as "linesAdded",
         sum(lines_removed)::bigint as "linesRemoved", sum(commits)::bigint as commits,
         sum(pull_requests)::bigint as "pullRequests"
       from claude_code_activity a where ${within} group by ${WHO}`,
      values,
    ),
    pool().query<ModelRow>(
      `select ${NAMED}, m.model, sum(m.input)::bigint as input, sum(m.output)::bigint as output,
         sum(m.cache_read)::bigint as "cacheRead", sum(m.cache_creation)::bigint as "cacheCreation",
         sum(m.estimated_cost_nano)::bigint as estimated
       from claude_code_activity a join claude_code_models m using (organization_id, day, ordinal)
       where ${within} group by ${WHO}, m.model`,
      values,
    ),
  ])
  const byUse = new Map<string, ClaudeCodeModel[]>()
  for (const row of models.rows) {
    const { model, input, output, cacheRead, cacheCreation, estimated } = row
    const of = byUse.get(whoOf(row)) ?? []
    of.push({ model, input, output, cacheRead, cacheCreation, estimated: nano(estimated) })
    byUse.set(whoOf(row), of)
  }
  const uses = activity.rows.map((row): OrganizationUse => {
    const used = (byUse.get(whoOf(row)) ?? []).sort(
      (a, b) => descending(a.estimated, b.estimated) || ascending(a.model, b.model),
    )
    return { ...row, estimated: sum(used.map(({ estimated }) => estimated)), models: used }
  })
  uses.sort((a, b) => descending(a.estimated, b.estimated) || ascending(whoOf(a), whoOf(b)))
  return { uses, estimated: sum(uses.map(({ estimated }) => estimated)) }
}

function whoOf(row: Who): string {
  const { organizationId, actorType, actor, customerType, subscriptionType, terminalType, isRemote } = row
  return JSON.stringify([
    organizationId,
    actorType,
    actor,
    customerType,
    subscriptionType,
    terminalType,
    isRemote,
  ])
}

function descending(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1
}

function ascending(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
