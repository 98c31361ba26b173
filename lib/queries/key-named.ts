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
  const { organizationId: its } = theOneKey(real.length > 0 ? real : found, ' Nothing was changed.')
  return { organizationId: its, keyId: id }
}

/** Of keys found by one id: 'not_found' where there is none, 'conflict' where it is not settled which; `added` ends that. */
export function theOneKey<Key extends { organizationId: string }>(
  [key, other]: readonly Key[],
  added = '',
): Key {
  if (!key)
    throw new ExpectedError('not_found', 'There is no such key; it may not be synced yet.', {
      parameter: 'id',
    })
  if (other)
    throw new ExpectedError(
      'conflict',
      `Several organisations have a key of this id: say which with organization=${key.organizationId} or organization=${other.organizationId}.${added}`,
      { parameter: 'organization' },
    )
  return key
}
