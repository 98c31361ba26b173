import type { Transaction } from '@/lib/db/transact'
import { forgetInReviews } from './review-deletion'
import { forgetInDigests } from './review-notice'

/** Removing a million rows takes seconds. */
export const DELETE_TIMEOUT_MS = 300_000

/**
 * From here on a running sync stores nothing more of the organisation: it needs its lease and the connection for that. The
 * order lease, connection is the order a sync locks them in; the other way round both could wait for each other.
 */
export async function takeFromSync(tx: Transaction, organizationId: string): Promise<void> {
  await tx.syncLease.deleteMany({ where: { organizationId } })
  await tx.$queryRaw`select 1 from connections where organization_id = ${organizationId} for update`
}

/** What stays of an organisation: the log for ever, a lease and runs for those who hold them. */
const KEPT = ['audit_entries', 'sync_leases', 'sync_runs']

/** Every other table that names an organisation, as the database itself says: facts name theirs without a foreign key. */
async function tablesOfOrganizations(tx: Transaction): Promise<string[]> {
  const tables = await tx.$queryRaw<{ name: string }[]>`
    select quote_ident(table_name) as name from information_schema.columns join information_schema.tables
      using (table_schema, table_name)
    where table_schema = current_schema() and table_type = 'BASE TABLE' and column_name = 'organization_id'
      and table_name <> all(${KEPT}) order by table_name`
  return tables.map(({ name }) => name)
}

/**
 * Within a transaction that took the organisation from sync: it and everything its connection brought is gone, but for runs
 * still at work. Answers how much that was, as the audit log says it.
 */
export async function deleteOrganizationData(
  tx: Transaction,
  organizationId: string,
  now: Date,
): Promise<{ usage_rows: number; cost_rows: number; days: number }> {
  await forgetInReviews(tx, organizationId, now)
  const removed = new Map<string, number>()
  for (const table of await tablesOfOrganizations(tx)) {
    const rows = await tx.$executeRawUnsafe(`delete from ${table} where organization_id = $1`, organizationId)
    removed.set(table, rows)
  }
  await forgetInDigests(tx, organizationId)
  await tx.syncRun.deleteMany({ where: { organizationId, status: { in: ['succeeded', 'failed'] } } })
  await tx.organization.delete({ where: { id: organizationId } })
  const rowsOf = (table: string) => removed.get(table) ?? 0
  return { usage_rows: rowsOf('usage_facts'), cost_rows: rowsOf('cost_facts'), days: rowsOf('coverage') }
}
