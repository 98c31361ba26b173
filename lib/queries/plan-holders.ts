import { prisma } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Viewer } from '@/lib/domain/viewer'

export interface Holders {
  /** The viewer's own address; null for tokens and jobs. */
  own: string | null
  /** Addresses of people known here, for suggestions. */
  known: string[]
  /** Organisations a monthly API credit can be linked to. */
  organizations: { id: string; name: string }[]
}

/** What the plan form offers to choose from: people who sign in here, and what is real or told. */
export async function listHolders(viewer: Viewer, data: DataScope = 'real'): Promise<Holders> {
  const isDemo = data === 'demo'
  const [users, members, plans, organizations] = await Promise.all([
    prisma().user.findMany({ where: { disabledAt: null }, select: { id: true, email: true } }),
    prisma().member.findMany({
      where: { goneAt: null, organization: { isDemo } },
      select: { email: true },
      take: 500,
    }),
    prisma().plan.findMany({ where: { deletedAt: null, isDemo }, select: { holderEmail: true }, take: 500 }),
    prisma().organization.findMany({
      where: { isDemo },
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
    }),
  ])
  const known = new Set<string>()
  for (const { email } of [...users, ...members]) known.add(email.toLowerCase())
  for (const { holderEmail } of plans) known.add(holderEmail)
  const own = viewer.kind === 'user' ? (users.find(({ id }) => id === viewer.id)?.email ?? null) : null
  return { own, known: [...known].sort(), organizations }
}
