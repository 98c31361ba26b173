import { pool } from '@/lib/db/client'
import { lastAskedForLimits, readStatedLimits } from '@/lib/db/spend-limits'
import { type Day, dayOf, daysBetween, firstOfMonth } from '@/lib/domain/day'
import type { OrganizationLimits } from '@/lib/domain/limit-use'
import { nano } from '@/lib/domain/money'
import { limitsInForce } from '@/lib/domain/spend-limit'
import type { Viewer } from '@/lib/domain/viewer'

interface Spent {
  organizationId: string
  /** Null: the organisation itself. */
  workspaceId: string | null
  name: string
  isGone: boolean
  amount: bigint
}

/** What limits there are for each of these organisations, beside what this calendar month cost so far. */
export async function listSpendLimits(
  _viewer: Viewer,
  organizationIds: readonly string[],
  now: Date,
): Promise<Map<string, OrganizationLimits>> {
  if (organizationIds.length === 0) return new Map()
  const today = dayOf(now)
  const month = firstOfMonth(today)
  const [stated, asked, spent, read] = await Promise.all([
    readStatedLimits(organizationIds),
    lastAskedForLimits(organizationIds),
    readSpent(organizationIds, month),
    readDays(organizationIds, month, today),
  ])
  return new Map(
    organizationIds.map((organizationId) => {
      const own = stated.filter((limit) => limit.organizationId === organizationId)
      const inForce = new Set(limitsInForce(own))
      const here = spent.filter((each) => each.organizationId === organizationId)
      const limits = own.map((limit) => {
        const { type, id } = limit.subject
        const of = here.find(({ workspaceId }) => workspaceId === (type === 'workspace' ? id : null))
        return {
          ...limit,
          name: of?.name ?? id,
          spent: nano(of?.amount ?? 0n),
          isInForce: inForce.has(limit),
        }
      })
      const workspaces = here.flatMap(({ workspaceId, name, isGone }) =>
        workspaceId === null || isGone ? [] : [{ id: workspaceId, name }],
      )
      return [
        organizationId,
        {
          ...{ organizationId, month, limits, workspaces, asked: asked.get(organizationId) ?? null },
          unreadDays: daysBetween(month, today) - (read.get(organizationId) ?? 0),
        },
      ]
    }),
  )
}

/** Those of one workspace alone; null where there is none. */
export async function getWorkspaceLimits(
  viewer: Viewer,
  organizationId: string,
  workspaceId: string,
  now: Date,
): Promise<OrganizationLimits | null> {
  const all = (await listSpendLimits(viewer, [organizationId], now)).get(organizationId)
  const limits = all?.limits.filter(({ subject: { type, id } }) => type === 'workspace' && id === workspaceId)
  return all && limits && limits.length > 0 ? { ...all, limits } : null
}

async function readSpent(organizationIds: readonly string[], month: Day): Promise<Spent[]> {
  const { rows } = await pool().query<Spent>(
    `select o.id as "organizationId", null as "workspaceId", o.name, false as "isGone",
       coalesce((select sum(d.amount_nano) from spend_days d where d.organization_id = o.id and d.day >= $2::date), 0)::bigint as amount
     from organizations o where o.id = any($1::text[])
     union all
     select w.organization_id, w.id, w.name, w.archived_at is not null or w.gone_at is not null,
       coalesce((select sum(p.amount_nano) from spend_day_parts p where p.organization_id = w.organization_id
         and p.day >= $2::date and p.dimension = 'workspace' and p.value = w.id), 0)::bigint
     from workspaces w where w.organization_id = any($1::text[])
     order by 3`,
    [organizationIds, month],
  )
  return rows
}

/** Days of [month, today) that are known. */
async function readDays(
  organizationIds: readonly string[],
  month: Day,
  today: Day,
): Promise<Map<string, number>> {
  const { rows } = await pool().query<{ id: string; days: number }>(
    `select organization_id as id, count(*)::int as days from coverage
     where organization_id = any($1::text[]) and day >= $2::date and day < $3::date group by 1`,
    [organizationIds, month, today],
  )
  return new Map(rows.map(({ id, days }) => [id, days]))
}
