import type { PoolClient } from 'pg'
import { tablesOf } from './backed-up-tables'

/** What a first start writes before anybody is the owner. */
export const WRITTEN_BY_A_START = [
  'audit_entries',
  'instance',
  'plan_catalogue',
  'rate_limit_slots',
  'settings',
  'sign_in_links',
]

/** Whether there is anything somebody could miss. */
export async function holdsData(client: PoolClient): Promise<boolean> {
  for (const { name } of await tablesOf(client)) {
    if (WRITTEN_BY_A_START.includes(name)) continue
    const { rowCount } = await client.query(`select from ${quoted(name)} limit 1`)
    if (rowCount !== 0) return true
  }
  return false
}

const IN_OUR_SCHEMA = `n.oid = current_schema()::regnamespace
  and not exists (select from pg_depend d where d.objid = o.oid and d.deptype in ('e', 'i'))`

/** Everything migrations can have made here; what belongs to an extension stays. */
export async function dropOurTables(client: PoolClient): Promise<void> {
  const drops = await client.query<{ sql: string }>(`
    select format('drop %s if exists %I.%I cascade', case relkind when 'v' then 'view' when 'm' then 'materialized view'
        when 'S' then 'sequence' else 'table' end, n.nspname, relname) as sql
      from pg_class o join pg_namespace n on n.oid = relnamespace
      where relkind in ('r', 'p', 'v', 'm', 'S') and ${IN_OUR_SCHEMA}
    union all
    select format('drop routine if exists %s cascade', o.oid::regprocedure)
      from pg_proc o join pg_namespace n on n.oid = pronamespace where ${IN_OUR_SCHEMA}
    union all
    select format('drop type if exists %I.%I cascade', n.nspname, typname)
      from pg_type o join pg_namespace n on n.oid = typnamespace where typtype in ('e', 'd') and ${IN_OUR_SCHEMA}`)
  for (const { sql } of drops.rows) await client.query(sql)
}

/** Rows may then come in any order. Answers how to put the foreign keys back, which checks them all. */
export async function dropForeignKeys(client: PoolClient): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace and conparentid = 0`)
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${quoted(name)}`)
  return async () => {
    for (const { table, name, definition } of rows)
      await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`)
  }
}

/** Every column that holds something sealed with ONEBILL_SECRET_KEY, as table.column; a test compares. */
export const SEALED = [
  'alert_channels.sealed_previous_secret',
  'alert_channels.sealed_secret',
  'alert_channels.sealed_url',
  'connections.sealed_key',
  'users.sealed_totp',
]

/**
 * Takes away what only the key it was sealed with opens: organisations are then disconnected, their figures stay; alert channels
 * wait for their address.
 */
export async function forgetSealed(client: PoolClient) {
  const connections = await client.query('delete from connections')
  const factors = await client.query(
    'update users set sealed_totp = null, totp_since = null, totp_last_step = null where sealed_totp is not null',
  )
  await client.query('delete from recovery_codes')
  const channels = await client.query(
    `update alert_channels set sealed_url = null, sealed_secret = null, sealed_previous_secret = null, previous_until = null
     where sealed_url is not null`,
  )
  return {
    connections: connections.rowCount ?? 0,
    secondFactors: factors.rowCount ?? 0,
    alertChannels: channels.rowCount ?? 0,
  }
}

/** What waited to be told when the backup was made has been told since, or is old: a copy of then must not tell it again. */
export async function setAlertsAside(client: PoolClient, now: Date): Promise<void> {
  await client.query('update notices set spread_at = $1 where spread_at is null', [now])
  await client.query(
    `update alert_messages set state = 'dropped', claim = null, claimed_until = null where state = 'waiting'`,
  )
  await client.query(
    `update alert_deliveries set state = 'dropped', reason = 'It waited in a backup that was restored.' where state = 'waiting'`,
  )
}

/** Tokens from before they were keyed with AUTH_SECRET would be let in under any. */
export async function revokeUnkeyedTokens(client: PoolClient, now: Date): Promise<void> {
  await client.query(
    `update api_tokens set revoked_at = $1 where revoked_at is null and token_hash ~ '^[0-9a-f]{64}$'`,
    [now],
  )
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
