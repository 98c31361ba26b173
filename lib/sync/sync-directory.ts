import type { AdminClient } from '@/lib/anthropic/admin-client'
import { holdLease, type Lease } from '@/lib/db/lease'
import { inTransaction } from '@/lib/db/sql-transaction'
import { noteKeyEvents, stillTrue } from './key-events'

interface Table<Row> {
  name: string
  columns: readonly { name: string; type: 'text' | 'bool' | 'timestamptz'; of: (row: Row) => unknown }[]
}

type Read<List extends 'workspaces' | 'apiKeys' | 'members'> = Awaited<ReturnType<AdminClient[List]>>[number]

const WORKSPACES: Table<Read<'workspaces'>> = {
  name: 'workspaces',
  columns: [
    { name: 'id', type: 'text', of: (row) => row.id },
    { name: 'name', type: 'text', of: (row) => row.name },
    { name: 'is_default', type: 'bool', of: (row) => row.isDefault },
    { name: 'created_at', type: 'timestamptz', of: (row) => row.createdAt },
    { name: 'archived_at', type: 'timestamptz', of: (row) => row.archivedAt },
  ],
}

const API_KEYS: Table<Read<'apiKeys'>> = {
  name: 'api_keys',
  columns: [
    { name: 'id', type: 'text', of: (row) => row.id },
    { name: 'name', type: 'text', of: (row) => row.name },
    { name: 'status', type: 'text', of: (row) => row.status },
    { name: 'workspace_id', type: 'text', of: (row) => row.workspaceId },
    { name: 'hint', type: 'text', of: (row) => row.hint },
    { name: 'created_at', type: 'timestamptz', of: (row) => row.createdAt },
    { name: 'expires_at', type: 'timestamptz', of: (row) => row.expiresAt },
    { name: 'created_by_type', type: 'text', of: (row) => row.createdByType },
    { name: 'created_by_id', type: 'text', of: (row) => row.createdById },
  ],
}

const MEMBERS: Table<Read<'members'>> = {
  name: 'members',
  columns: [
    { name: 'id', type: 'text', of: (row) => row.id },
    { name: 'email', type: 'text', of: (row) => row.email },
    { name: 'name', type: 'text', of: (row) => row.name },
    { name: 'role', type: 'text', of: (row) => row.role },
    { name: 'added_at', type: 'timestamptz', of: (row) => row.addedAt },
  ],
}

/**
 * Reads workspaces, keys and members; writes what changed, of keys with an event each; marks as gone what is no longer listed.
 * `now` is before the reading.
 */
export async function syncDirectory(
  client: Pick<AdminClient, 'workspaces' | 'apiKeys' | 'members'>,
  lease: Lease,
  now: Date,
): Promise<void> {
  const [workspaces, apiKeys, members] = await Promise.all([
    client.workspaces(),
    client.apiKeys(),
    client.members(),
  ])
  await inTransaction(async (sql) => {
    await holdLease(sql, lease)
    const write = async <Row extends { id: string }>(
      { name, columns }: Table<Row>,
      rows: readonly Row[],
      all = rows,
    ) => {
      const values = columns.map(({ of }) => rows.map(of))
      await sql.query(upsert(name, columns), [lease.organizationId, ...values])
      await sql.query(
        `update ${name} set gone_at = $3 where organization_id = $1 and gone_at is null and id <> all($2::text[])`,
        [lease.organizationId, all.map(({ id }) => id), now],
      )
    }
    await write(WORKSPACES, workspaces)
    const told = await stillTrue(sql, lease.organizationId, apiKeys, now)
    await noteKeyEvents(sql, lease.organizationId, { all: apiKeys, told }, now)
    await write(API_KEYS, told, apiKeys)
    await write(MEMBERS, members)
  })
}

/** A list that shifted while it was paged can name an id twice: either is as true, one is taken. */
function upsert(table: string, columns: readonly { name: string; type: string }[]): string {
  const names = columns.map(({ name }) => name)
  const others = names.filter((name) => name !== 'id')
  const arrays = columns.map(({ type }, index) => `$${index + 2}::${type}[]`)
  const of = (from: string) => [...others, 'gone_at'].map((name) => `${from}.${name}`).join(', ')
  return `insert into ${table} (organization_id, ${names.join(', ')})
    select distinct on (id) $1, listed.* from unnest(${arrays.join(', ')}) as listed (${names.join(', ')})
    on conflict (organization_id, id) do update
      set ${others.map((name) => `${name} = excluded.${name}`).join(', ')}, gone_at = null
    where (${of(table)}) is distinct from (${of('excluded')})`
}
