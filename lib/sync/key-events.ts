import type { PoolClient } from 'pg'
import type { AdminClient } from '@/lib/anthropic/admin-client'

type ListedKey = Awaited<ReturnType<AdminClient['apiKeys']>>[number]

/**
 * Of keys listed from `readFrom` on, those the list still speaks truly of: what became of a key that was changed meanwhile was
 * read after the list. Holds every key of the organisation until the transaction ends, so that none is changed from here on.
 */
export async function stillTrue(
  sql: PoolClient,
  organizationId: string,
  listed: readonly ListedKey[],
  readFrom: Date,
): Promise<ListedKey[]> {
  await sql.query('select from api_keys where organization_id = $1 order by id for update', [organizationId])
  const { rows } = await sql.query<{ id: string }>(
    'select distinct key_id as id from key_actions where organization_id = $1 and answered_at > $2',
    [organizationId, readFrom],
  )
  const changed = new Set(rows.map(({ id }) => id))
  return listed.filter(({ id }) => !changed.has(id))
}

/**
 * Keeps what differs between the stored keys and the listed ones: status, name and workspace with both values, and keys that
 * appeared, are gone or came back. The first list of an organisation brings no news. To be called before the list is stored.
 */
export async function noteKeyEvents(
  sql: PoolClient,
  organizationId: string,
  { all, told }: { all: readonly ListedKey[]; told: readonly ListedKey[] },
  now: Date,
): Promise<void> {
  await sql.query(
    `with listed as (
       select distinct on (id) * from unnest($3::text[], $4::text[], $5::text[], $6::text[])
         as listed (id, status, name, workspace_id)
     ), stored as (
       select id, status, name, workspace_id, gone_at from api_keys where organization_id = $1
     ), news as (
       select id, change.kind, change.before, change.after from stored join listed using (id)
         cross join lateral (values ('status', stored.status, listed.status), ('name', stored.name, listed.name),
           ('workspace', stored.workspace_id, listed.workspace_id)) as change (kind, before, after)
         where change.before is distinct from change.after
       union all
       select id, 'returned', null, listed.status from stored join listed using (id) where stored.gone_at is not null
       union all
       select id, 'gone', stored.status, null from stored where gone_at is null and id <> all($7::text[])
       union all
       select id, 'appeared', null, listed.status from listed
         where exists (select from stored) and not exists (select from stored where stored.id = listed.id)
     )
     insert into key_events (id, organization_id, key_id, at, kind, before, after)
     select gen_random_uuid()::text, $1, id, $2, kind, before, after from news`,
    [
      organizationId,
      now,
      ...[told.map(({ id }) => id), told.map(({ status }) => status), told.map(({ name }) => name)],
      ...[told.map(({ workspaceId }) => workspaceId), all.map(({ id }) => id)],
    ],
  )
}
