import { pool } from '@/lib/db/client'
import { ownerOf } from '@/lib/db/key-assignments'
import { readKeysUse } from '@/lib/db/key-use'
import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf, type Day, type DayRange } from '@/lib/domain/day'
import { keyStatus } from '@/lib/domain/key-audit'
import { recentKeyUse } from '@/lib/domain/key-use'
import { nano, type Nano } from '@/lib/domain/money'
import type { ChangedKeyMatter, LineKey } from '@/lib/domain/review-matter'
import { UNATTRIBUTED } from '@/lib/domain/timeline-request'

/** Which key. */
export interface KeyName {
  organizationId: string
  id: string
}

/** By `organization key`. */
export function nameOfKey({ organizationId, id }: KeyName): string {
  return `${organizationId} ${id}`
}

/** What reviews ask about the keys of a list; every row carries the names of the whole list, which is short. */
const ASKED = '(select * from unnest($1::text[], $2::text[]))'
const ORGANIZATIONS = 'select id from organizations where is_demo = $1'

/** Names, owners and states of these keys at `now`, and what stopping each would stop a month: reckoned as the dry run does. */
export async function readLineKeys(keys: readonly KeyName[], now: Date): Promise<Map<string, LineKey>> {
  const unique = [...new Map(keys.map((key) => [nameOfKey(key), key])).values()]
  if (unique.length === 0) return new Map()
  const names = unique.map(({ organizationId, id }) => ({ organizationId, keyId: id }))
  const [{ rows }, uses] = await Promise.all([
    pool().query<
      KeyName & {
        name: string
        flag: string
        goneAt: Date | null
        createdAt: Date | null
        expiresAt: Date | null
        owner: string | null
      }
    >(
      `select k.organization_id as "organizationId", k.id, k.name, k.status as flag, k.gone_at as "goneAt",
         k.created_at as "createdAt", k.expires_at as "expiresAt", ${ownerOf('a.owner_email', 'm.email')} as owner
       from api_keys k
       left join members m on m.organization_id = k.organization_id and m.id = k.created_by_id
       left join lateral (
         select owner_email from key_assignments s
         where s.organization_id = k.organization_id and s.key_id = k.id and s.effective_on <= $3
         order by s.effective_on desc limit 1) a on true
       where (k.organization_id, k.id) in ${ASKED}`,
      [unique.map(({ organizationId }) => organizationId), unique.map(({ id }) => id), dayOf(now)],
    ),
    readKeysUse(names, dayOf(now)),
  ])
  const listed = new Map(rows.map((row) => [nameOfKey(row), row]))
  return new Map(
    unique.map((key, index): [string, LineKey] => {
      const found = listed.get(nameOfKey(key))
      const { rows: used, days } = uses[index] ?? { rows: [], days: [] }
      const createdOn = found?.createdAt ? dayOf(found.createdAt) : null
      return [
        nameOfKey(key),
        {
          ...key,
          name: found?.name.trim() || key.id,
          owner: found?.owner ?? null,
          status: found ? keyStatus({ ...found, gone: found.goneAt !== null }, now) : 'gone',
          stopsMonthly: recentKeyUse(used, days, { today: dayOf(now), createdOn }).savesMonthly,
        },
      ]
    }),
  )
}

/** Their names alone, by `organization key`; one that was never listed, or has no name, is not among them. */
export async function readKeyNames(keys: readonly KeyName[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const { rows } = await pool().query<KeyName & { name: string }>(
    `select organization_id as "organizationId", id, name from api_keys
     where (organization_id, id) in ${ASKED} and trim(name) <> ''`,
    [keys.map(({ organizationId }) => organizationId), keys.map(({ id }) => id)],
  )
  return new Map(rows.map((row) => [nameOfKey(row), row.name.trim()]))
}

/** What keys cost in these days, of those asked for. */
export async function spendOfKeys(
  keys: readonly KeyName[],
  { from, to }: DayRange,
): Promise<Map<string, Nano>> {
  if (keys.length === 0) return new Map()
  const { rows } = await pool().query<KeyName & { spend: bigint }>(
    `select organization_id as "organizationId", value as id, sum(amount_nano)::bigint as spend from spend_day_parts
     where dimension = 'key' and day >= $3::date and day < $4::date and (organization_id, value) in ${ASKED}
     group by 1, 2 having bool_or(cost_lines > 0)`,
    [keys.map(({ organizationId }) => organizationId), keys.map(({ id }) => id), from, to],
  )
  return new Map(rows.map((row) => [nameOfKey(row), nano(row.spend)]))
}

/** The keys whose cost moved by at least a dollar, either way, the most first; those of `without` left out. */
export async function readMovers(
  now: DayRange,
  before: DayRange,
  { data, without, limit }: { data: DataScope; without: readonly KeyName[]; limit: number },
): Promise<(KeyName & { now: Nano; before: Nano })[]> {
  const { rows } = await pool().query<KeyName & { now: bigint; before: bigint }>(
    `with sums as (
       select organization_id, value,
         coalesce(sum(amount_nano) filter (where day >= $2::date and day < $3::date), 0)::bigint as now,
         coalesce(sum(amount_nano) filter (where day >= $4::date and day < $5::date), 0)::bigint as before
       from spend_day_parts
       where dimension = 'key' and value is not null and value <> '${UNATTRIBUTED}'
         and day >= least($2::date, $4::date) and day < greatest($3::date, $5::date)
         and organization_id in (${ORGANIZATIONS})
       group by 1, 2)
     select organization_id as "organizationId", value as id, now, before from sums
     where abs(now - before) >= ${MOVES_NANO} and organization_id || ' ' || value <> all($6::text[])
     order by abs(now - before) desc, organization_id, value limit $7`,
    [data === 'demo', now.from, now.to, before.from, before.to, without.map(nameOfKey), limit],
  )
  return rows.map((row) => ({ ...row, now: nano(row.now), before: nano(row.before) }))
}

/** A dollar. */
const MOVES_NANO = 1_000_000_000n

/** Keys made within these days, the latest first. */
export async function readNewKeys(
  { from, to }: DayRange,
  data: DataScope,
): Promise<(KeyName & { createdAt: Date; createdBy: string | null })[]> {
  const { rows } = await pool().query<KeyName & { createdAt: Date; createdBy: string | null }>(
    `select k.organization_id as "organizationId", k.id, k.created_at as "createdAt", coalesce(m.email, m.name) as "createdBy"
     from api_keys k left join members m on m.organization_id = k.organization_id and m.id = k.created_by_id
     where k.organization_id in (${ORGANIZATIONS})
       and k.created_at >= ${instant('$2')} and k.created_at < ${instant('$3')}
     order by k.created_at desc, k.organization_id, k.id`,
    [data === 'demo', from, to],
  )
  return rows
}

type KeyChanged = KeyName & ChangedKeyMatter['changes'][number]

/** What changed of keys within these days, the latest first: status, name, workspace, whether Anthropic lists them, owners, budgets. */
export async function readKeyChanges({ from, to }: DayRange, data: DataScope): Promise<KeyChanged[]> {
  const { rows } = await pool().query<
    KeyName & { at: Date; what: string; was: string | null; is: string | null; who: string | null }
  >(
    `select e.organization_id as "organizationId", e.key_id as id, e.at, e.kind as what, ${named('e.before')} as was,
       ${named('e.after')} as is,
       (select a.actor_name from key_actions a where a.organization_id = e.organization_id and a.key_id = e.key_id
          and a.answered_at = e.at and a.field = e.kind and a.wanted = e.after and a.state = 'confirmed' limit 1) as who
     from key_events e
     where e.organization_id in (${ORGANIZATIONS}) and e.at >= ${instant('$2')} and e.at < ${instant('$3')}
       and e.kind in ('status', 'name', 'workspace', 'gone', 'returned')
     union all
     select c.organization_id, c.key_id, c.at, 'owner', c.before->-1->>'ownerEmail', c.after->-1->>'ownerEmail', c.actor_name
     from key_assignment_changes c
     where c.organization_id in (${ORGANIZATIONS}) and c.at >= ${instant('$2')} and c.at < ${instant('$3')}
       and 'ownerEmail' = any(c.fields) and c.undone_at is null
     union all
     select k.organization_id, k.id, a.at, 'budget', ${budgetWords('a.before')}, ${budgetWords('a.after')}, a.actor_name
     from audit_entries a join api_keys k on k.id = coalesce(a.after, a.before)->'scope'->>'key'
       and k.organization_id = coalesce(coalesce(a.after, a.before)->'scope'->>'organization', k.organization_id)
     where k.organization_id in (${ORGANIZATIONS}) and a.at >= ${instant('$2')} and a.at < ${instant('$3')}
       and a.subject_type = 'budget' and ${budgetWords('a.before')} is distinct from ${budgetWords('a.after')}
     order by 3 desc, 1, 2, 4`,
    [data === 'demo', from, to],
  )
  return rows.map(({ organizationId, id, at, what, was, is, who }) => ({
    ...{ organizationId, id, on: dayOf(at) as Day, who },
    ...(what === 'gone' || what === 'returned'
      ? {
          what: 'listing',
          before: what === 'gone' ? 'listed' : 'not listed',
          after: what === 'gone' ? 'not listed' : 'listed',
        }
      : { what, before: was ?? NOTHING[what] ?? 'none', after: is ?? NOTHING[what] ?? 'none' }),
  }))
}

const NOTHING: Partial<Record<string, string>> = { owner: 'nobody' }

/** A workspace by its name, anything else as it is. */
function named(value: string): string {
  return `case e.kind when 'workspace' then coalesce((select w.name from workspaces w
    where w.organization_id = e.organization_id and w.id = ${value}), ${value}) else ${value} end`
}

/** "$20.00 a week", from an entry of the log. */
function budgetWords(entry: string): string {
  return `'$' || (${entry}->>'amount') || ' a ' || replace(${entry}->>'period', '_', ' ')`
}

/** The first instant of a UTC day, whatever zone the database is in. */
function instant(day: string): string {
  return `(${day}::text || 'T00:00:00Z')::timestamptz`
}
