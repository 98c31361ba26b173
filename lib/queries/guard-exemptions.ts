import { prisma } from '@/lib/db/client'
import { readGuardExemptions } from '@/lib/db/guard-exemptions'
import type { Viewer } from '@/lib/domain/viewer'

export interface NamedKey {
  organizationId: string
  keyId: string
  /** With its organisation where there are several. */
  name: string
}

const MOST_KEYS = 2000

/** The keys no guard ever deactivates, and the real keys that could be put on the list. */
export async function listGuardExemptions(
  _viewer: Viewer,
): Promise<{ exempt: NamedKey[]; others: NamedKey[] }> {
  const [exemptions, keys, organizations] = await Promise.all([
    readGuardExemptions(),
    prisma().apiKey.findMany({
      where: { organization: { isDemo: false }, goneAt: null, status: { not: 'archived' } },
      include: { organization: { select: { name: true } } },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: MOST_KEYS,
    }),
    prisma().organization.count({ where: { isDemo: false } }),
  ])
  const isExempt = (key: Omit<NamedKey, 'name'>) =>
    exemptions.some((each) => each.keyId === key.keyId && each.organizationId === key.organizationId)
  const known = keys.map(({ organizationId, id: keyId, name, organization }): NamedKey => {
    const words = name.trim() || keyId
    return { organizationId, keyId, name: organizations > 1 ? `${words} · ${organization.name}` : words }
  })
  const gone = exemptions
    .filter(
      (each) => !known.some((key) => key.keyId === each.keyId && key.organizationId === each.organizationId),
    )
    .map((each): NamedKey => ({ ...each, name: each.keyId }))
  return { exempt: [...known.filter(isExempt), ...gone], others: known.filter((key) => !isExempt(key)) }
}
