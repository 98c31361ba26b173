import { prisma } from '@/lib/db/client'
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
  const found = await prisma().organization.findMany({
    where: { isDemo: data === 'demo' },
    select: { id: true, name: true, connection: { select: { source: true } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  const known = found.map(({ id, name, connection }) => ({ id, name, source: connection?.source ?? null }))
  return [...known.filter(({ source }) => source), ...known.filter(({ source }) => !source)]
}
