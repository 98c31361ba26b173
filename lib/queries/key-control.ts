import { prisma } from '@/lib/db/client'
import type { KeyAction } from '@/lib/db/generated/client'
import { undoOfChange } from '@/lib/domain/key-change'
import type { Viewer } from '@/lib/domain/viewer'

const MOST_SHOWN = 5

type KeyChangeShown = Pick<
  KeyAction,
  'id' | 'field' | 'before' | 'wanted' | 'reason' | 'state' | 'failure' | 'actorName' | 'requestedAt'
> & {
  /** One click takes it back. */
  canUndo: boolean
}

export interface KeyControl {
  name: string
  /** As last read at Anthropic. */
  status: string
  isGone: boolean
  /** Changes asked for here, the latest first. */
  changes: KeyChangeShown[]
}

/** How a key stands at Anthropic as far as is known, and what was changed from here; null = never listed. */
export async function getKeyControl(
  _viewer: Viewer,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<KeyControl | null> {
  const [key, changes] = await Promise.all([
    prisma().apiKey.findUnique({ where: { organizationId_id: { organizationId, id } } }),
    prisma().keyAction.findMany({
      where: { organizationId, keyId: id },
      orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
      take: MOST_SHOWN,
    }),
  ])
  if (!key) return null
  const shown = changes.map((change, index): KeyChangeShown => {
    const isLatest = changes.findIndex(({ field }) => field === change.field) === index
    const now = change.field === 'name' ? key.name : key.status
    const canUndo =
      isLatest && change.state === 'confirmed' && now === change.wanted && undoOfChange(change) !== null
    return { ...change, canUndo }
  })
  return { name: key.name, status: key.status, isGone: key.goneAt !== null, changes: shown }
}
