import { prisma } from '@/lib/db/client'
import type { Viewer } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'

/**
 * The key that Anthropic's own id names, told stories after what is real. An id of several organisations is a 'conflict' at
 * the parameter `organization`, which settles it.
 */
export async function findKeyNamed(
  _viewer: Viewer,
  id: string,
  organizationId: string | undefined,
): Promise<{ organizationId: string; keyId: string }> {
  const found = await prisma().apiKey.findMany({
    where: { id, ...(organizationId !== undefined && { organizationId }) },
    select: { organizationId: true, organization: { select: { isDemo: true } } },
    orderBy: { organizationId: 'asc' },
  })
  const real = found.filter(({ organization }) => !organization.isDemo)
  const [key, other] = real.length > 0 ? real : found
  if (!key)
    throw new ExpectedError('not_found', 'There is no such key; it may not be synced yet.', {
      parameter: 'id',
    })
  if (other)
    throw new ExpectedError(
      'conflict',
      `Several organisations have a key of this id: say which with organization=${key.organizationId} or organization=${other.organizationId}. Nothing was changed.`,
      { parameter: 'organization' },
    )
  return { organizationId: key.organizationId, keyId: id }
}
