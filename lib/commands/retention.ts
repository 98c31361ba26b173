import { pool, prisma } from '@/lib/db/client'
import { inTransaction } from '@/lib/db/sql-transaction'
import { readRetention, RETENTION } from '@/lib/db/stored-retention'
import { transact } from '@/lib/db/transact'
import type { Day } from '@/lib/domain/day'
import { dayOf } from '@/lib/domain/day'
import { keptSince, keptSinceInstant, type Retention } from '@/lib/domain/retention'
import type { Actor } from '@/lib/domain/viewer'
import { requireAllowed } from '@/lib/require-allowed'
import { clearAlertLog } from './alert-choices'

/** From the next daily clearing on. */
export async function setRetention(actor: Actor, retention: Retention, now: Date): Promise<void> {
  requireAllowed(actor, 'delete_data')
  const before = await readRetention()
  const value = { ...retention }
  await transact(actor, now, async (tx, audit) => {
    await tx.setting.upsert({
      where: { key: RETENTION },
      create: { key: RETENTION, value, changedAt: now },
      update: { value, changedAt: now },
    })
    await audit({
      action: 'retention.set',
      subjectType: 'setting',
      subjectId: RETENTION,
      before: { ...before },
      after: value,
    })
  })
}

const CLEARED = 'retention.cleared'

/** True for the first of all instances that asks in a UTC day. */
export async function claimClearing(now: Date): Promise<boolean> {
  const { rowCount } = await pool().query(
    `insert into settings (key, value, changed_at) values ($1, to_jsonb($2::text), $3)
     on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at
     where settings.value #>> '{}' < excluded.value #>> '{}'`,
    [CLEARED, dayOf(now), now],
  )
  return rowCount === 1
}

export interface Cleared {
  factDays: number
  revisions: number
  auditEntries: number
  syncRuns: number
}

/** Removes what is older than people want it kept. Doing it twice, or in two instances at once, is the same as once. */
export async function clearOld(actor: Actor, now: Date): Promise<Cleared> {
  const retention = await readRetention()
  const factDays = await clearFacts(keptSince(retention.facts, now))
  const revisions = await clearRevisions(keptSinceInstant(retention.revisions, now))
  const auditEntries = await clearAudit(keptSinceInstant(retention.audit, now))
  const syncRuns = await clearRuns(keptSinceInstant(retention.sync_runs, now))
  await clearAlertLog(keptSinceInstant(retention.sync_runs, now))
  const cleared = { factDays, revisions, auditEntries, syncRuns }
  if (factDays + revisions + auditEntries > 0)
    await transact(actor, now, (_, audit) =>
      audit({
        action: 'retention.cleared',
        subjectType: 'setting',
        subjectId: RETENTION,
        after: { ...cleared },
      }),
    )
  return cleared
}

/** About a second's work at a time, so that nothing waits long behind it. */
const DAYS_AT_ONCE = 31

/**
 * Hourly facts of final days, and their sums per hour; what pages sum up by the day stays. The day then counts as one read by the day, so that it is neither read
 * again nor shown as hours without anything in them.
 */
async function clearFacts(since: Day | null): Promise<number> {
  let cleared = 0
  while (since !== null) {
    const days = await inTransaction(async (client) => {
      const { rows } = await client.query<{ organizationId: string; day: Day }>(
        `update coverage c set granularity = 'day'
         from (select organization_id, day from coverage
               where day < $1::date and state = 'synced' and granularity = 'hour'
               order by day, organization_id limit ${DAYS_AT_ONCE} for update) old
         where c.organization_id = old.organization_id and c.day = old.day
         returning c.organization_id as "organizationId", c.day`,
        [since],
      )
      for (const table of ['usage_facts', 'cost_facts', 'spend_hours'])
        await client.query(
          `delete from ${table} f using unnest($1::text[], $2::date[]) old (organization_id, day)
           where f.organization_id = old.organization_id and f.day = old.day`,
          [rows.map(({ organizationId }) => organizationId), rows.map(({ day }) => day)],
        )
      return rows.length
    })
    cleared += days
    if (days < DAYS_AT_ONCE) break
  }
  return cleared
}

async function clearRevisions(before: Date | null): Promise<number> {
  if (before === null) return 0
  return (await prisma().revision.deleteMany({ where: { noticedAt: { lt: before } } })).count
}

/** A start asks these whether somebody disconnected what ANTHROPIC_ADMIN_KEY names (lib/cli/prepare-start.ts). */
const ASKED_LATER = ['connection.connected', 'connection.key_replaced']

async function clearAudit(before: Date | null): Promise<number> {
  if (before === null) return 0
  const where = { at: { lt: before }, action: { notIn: ASKED_LATER } }
  return (await prisma().auditEntry.deleteMany({ where })).count
}

/** The last run stays whatever its age, a real one and one of a told story: the top bar and the demo tell of them. */
async function clearRuns(before: Date | null): Promise<number> {
  if (before === null) return 0
  const { rowCount } = await pool().query(
    `delete from sync_runs where status in ('succeeded', 'failed') and created_at < $1
       and id not in (
         select distinct on (coalesce(o.is_demo, false)) r.id
         from sync_runs r left join organizations o on o.id = r.organization_id
         order by coalesce(o.is_demo, false), r.created_at desc, r.id desc)`,
    [before],
  )
  return rowCount ?? 0
}
