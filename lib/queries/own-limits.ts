import { readBudgetGround, readBudgetStanding } from '@/lib/db/budget-figures'
import { pool } from '@/lib/db/client'
import { readStatedLimits } from '@/lib/db/spend-limits'
import type { DataScope } from '@/lib/domain/data-scope'
import type { OwnLimit } from '@/lib/domain/own-limit'
import { limitsInForce } from '@/lib/domain/spend-limit'
import type { Viewer } from '@/lib/domain/viewer'

/** The one limit that holds for each organisation and workspace, beside what this month came to so far. */
export async function listOwnLimits(_viewer: Viewer, now: Date, data: DataScope): Promise<OwnLimit[]> {
  const { rows: organizations } = await pool().query<{ id: string; name: string }>(
    'select id, name from organizations where is_demo = $1 order by id',
    [data === 'demo'],
  )
  const stated = await readStatedLimits(organizations.map(({ id }) => id))
  if (stated.length === 0) return []
  const [ground, named] = await Promise.all([
    readBudgetGround(data, now),
    pool().query<{ organizationId: string; id: string; name: string }>(
      'select organization_id as "organizationId", id, name from workspaces where organization_id = any($1::text[])',
      [organizations.map(({ id }) => id)],
    ),
  ])
  const shown = organizations.flatMap((organization) =>
    limitsInForce(stated.filter(({ organizationId }) => organizationId === organization.id)).map((limit) => ({
      organization,
      limit,
    })),
  )
  return Promise.all(
    shown.map(async ({ limit: { subject, source, called, amount }, organization }): Promise<OwnLimit> => {
      const isWorkspace = subject.type === 'workspace'
      const scope = {
        ...{ pool: ['api' as const], organization: organization.id },
        ...(isWorkspace && { workspace: subject.id }),
      }
      const budget = { scope, amount, period: 'month' as const, thresholds: [80] }
      const { spent, state } = await readBudgetStanding(budget, ground)
      const workspace = named.rows.find(
        ({ organizationId, id }) => organizationId === organization.id && id === subject.id,
      )
      return {
        organization: organization.name,
        workspace: isWorkspace ? (workspace?.name ?? subject.id) : null,
        isEntered: source === 'entered',
        ...{ called, amount, spent, state },
      }
    }),
  )
}
