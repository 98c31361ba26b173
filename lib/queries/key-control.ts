import { pool } from '@/lib/db/client'
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
  const [known, { rows: changes }] = await Promise.all([
    pool().query<Omit<KeyControl, 'changes'>>(
      `select name, status, gone_at is not null as "isGone" from api_keys where organization_id = $1 and id = $2`,
      [organizationId, id],
    ),
    pool().query<Omit<KeyChangeShown, 'canUndo'>>(
      `select id, field, before, wanted, reason, state::text as state, failure, actor_name as "actorName",
         requested_at as "requestedAt"
       from key_actions where organization_id = $1 and key_id = $2 order by requested_at desc, id desc limit $3`,
      [organizationId, id, MOST_SHOWN],
    ),
  ])
  const [key] = known.rows
  if (!key) return null
  const shown = changes.map((change, index): KeyChangeShown => {
    const isLatest = changes.findIndex(({ field }) => field === change.field) === index
    const now = change.field === 'name' ? key.name : key.status
    const canUndo =
      isLatest && change.state === 'confirmed' && now === change.wanted && undoOfChange(change) !== null
    return { ...change, canUndo }
  })
  return { ...key, changes: shown }
}
