import { type Day, dayOf } from '@/lib/domain/day'
import { pool } from './client'

/** No organisation can have used the API before. */
const FLOOR = '2023-01-01' as Day

export interface OrganizationDirectory {
  /** The day the oldest workspace, key or member came to be, those gone since included; null = none says. */
  origin: Day | null
  defaultWorkspaceId: string | null
}

/** What the stored directory says about how an organisation has to be read. */
export async function readOrganizationDirectory(organizationId: string): Promise<OrganizationDirectory> {
  const { rows } = await pool().query<{ origin: Date | null; defaultWorkspaceId: string | null }>(
    `select least(
         (select min(created_at) from workspaces where organization_id = $1),
         (select min(created_at) from api_keys where organization_id = $1),
         (select min(added_at) from members where organization_id = $1)) as origin,
       (select id from workspaces where organization_id = $1 and is_default order by gone_at desc nulls first limit 1)
         as "defaultWorkspaceId"`,
    [organizationId],
  )
  const { origin = null, defaultWorkspaceId = null } = rows[0] ?? {}
  const day = origin === null ? null : dayOf(origin)
  return { origin: day !== null && day < FLOOR ? FLOOR : day, defaultWorkspaceId }
}
