import { z } from 'zod'
import { setReadOnly } from '@/lib/commands/connections'
import type { Connection } from '@/lib/domain/connection'
import { getConnection, listConnections } from '@/lib/queries/connections'
import { endpoint } from '../endpoint'
import { listPage } from '../list-page'

const instant = z.iso.datetime()

const connectionItem = z.object({
  id: z.string(),
  organization_id: z.string(),
  name: z.string(),
  source: z
    .enum(['analytics', 'legacy'])
    .describe(
      'legacy = the organisation has no Usage and Cost Analytics API yet: it is read through the older reports',
    ),
  read_only: z.boolean().describe('true = nothing is ever changed at Anthropic through this connection'),
  key_hint: z.string(),
  state: z.enum(['new', 'ok', 'failing']).describe('new = never synced yet'),
  last_synced_at: instant.nullable(),
  failure: z.string().nullable().describe('What failed, as a sentence'),
  failing_since: instant.nullable(),
})

function itemOf(row: Connection): z.output<typeof connectionItem> {
  return {
    id: row.id,
    organization_id: row.organizationId,
    name: row.name,
    source: row.source,
    read_only: row.readOnly,
    key_hint: row.keyHint,
    state: row.state,
    last_synced_at: row.lastSyncedAt?.toISOString() ?? null,
    failure: row.failure,
    failing_since: row.failingSince?.toISOString() ?? null,
  }
}

/** Every connected organisation, all on one page, by name, never with its key. */
export const readConnections = endpoint(
  { permission: 'read', summary: 'List connections', answer: listPage(connectionItem) },
  async ({ viewer }) => ({ data: (await listConnections(viewer)).map(itemOf), next_cursor: null }),
)

/** Turns our own read-only switch; answers the connection as it then is. 404 for one that is unknown or disconnected. */
export const changeConnection = endpoint(
  {
    permission: 'manage_connections',
    summary: 'Turn the read-only switch of a connection',
    params: z.object({ id: z.string().max(100) }),
    body: z.object({ read_only: z.boolean() }),
    answer: connectionItem,
  },
  async ({ viewer, params, body, now }) => {
    await setReadOnly(viewer, params.id, body.read_only, now)
    return itemOf(await getConnection(viewer, params.id))
  },
)
