import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Viewer } from '@/lib/domain/viewer'

export interface KnownOrganization {
  id: string
  name: string
  /** Null: disconnected, its figures were kept. */
  source: 'analytics' | 'legacy' | null
}

/** Every organisation whose figures the timeline holds, the connected ones first, by name. */
export async function listOrganizations(
  _viewer: Viewer,
  data: DataScope = 'real',
): Promise<KnownOrganization[]> {
  const { rows } = await pool().query<KnownOrganization>(
    `select o.id, o.name, c.source::text as source
     from organizations o left join connections c on c.organization_id = o.id
     where o.is_demo = $1 order by c.source is null, o.name, o.id`,
    [data === 'demo'],
  )
  return rows
}
