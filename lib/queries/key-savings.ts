import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { type Day, dayOf, daysBetween } from '@/lib/domain/day'
import {
  type KeySaving,
  type KeyStop,
  movedTo,
  type PeerSpend,
  reckonSaving,
  savingDays,
  type StatusChange,
  stopsOf,
  TOLD_AFTER_DAYS,
} from '@/lib/domain/key-saving'
import { nano, type Nano, sum } from '@/lib/domain/money'
import type { Viewer } from '@/lib/domain/viewer'

/** One time a key was stopped from here. */
export interface StoppedKey {
  organizationId: string
  id: string
  name: string
  stop: KeyStop
  /** Null: not yet told, or not known; see savingDays. */
  saving: KeySaving | null
}

export interface KeySavings {
  /** Those whose saving is told, the largest first. */
  stops: (StoppedKey & { saving: KeySaving })[]
  saved: Nano
}

interface Asked {
  data?: DataScope
  organizationId?: string | undefined
  keyId?: string
}

/** What stopping keys from here saved, over all of a scope and all time. */
export async function listKeySavings(_viewer: Viewer, asked: Asked, now: Date): Promise<KeySavings> {
  const stops = (await stoppedKeys(asked, now))
    .flatMap(({ saving, ...rest }) => (saving ? [{ ...rest, saving }] : []))
    .sort((a, b) => (a.saving.saved > b.saving.saved ? -1 : a.saving.saved < b.saving.saved ? 1 : 0))
  return { stops, saved: sum(stops.map(({ saving }) => saving.saved)) }
}

export interface KeySavingFound extends StoppedKey {
  /** Other keys of its workspace or owner that rose over the same days. */
  moved: ReturnType<typeof movedTo>
}

/** The times one key was stopped from here for two weeks or more, or still is, the latest first. */
export async function getKeySavings(
  _viewer: Viewer,
  { organizationId, id: keyId }: { organizationId: string; id: string },
  now: Date,
): Promise<KeySavingFound[]> {
  const stops = (await stoppedKeys({ organizationId, keyId }, now)).filter(({ stop }) => isTold(stop))
  const found = stops.map(async (one): Promise<KeySavingFound> => {
    const { saving } = one
    if (!saving) return { ...one, moved: { moved: [], total: nano(0n) } }
    return { ...one, moved: movedTo(saving, await peersOf(one, saving, dayOf(now))) }
  })
  return (await Promise.all(found)).reverse()
}

/** Final days, and their source tells the cost of a key. */
const IS_KNOWN = `c.state = 'synced' and c.source = 'analytics'`

function isTold({ stoppedOn, endedOn }: KeyStop): boolean {
  return endedOn === null || daysBetween(stoppedOn, endedOn) >= TOLD_AFTER_DAYS
}

interface ChangedKey {
  organizationId: string
  id: string
  name: string
  createdAt: Date | null
}

async function stoppedKeys(asked: Asked, now: Date): Promise<StoppedKey[]> {
  const { data, organizationId = null, keyId = null } = asked
  const { rows } = await pool().query<ChangedKey & StatusChange>(
    `with ours as materialized (
       select a.organization_id, a.key_id, a.requested_at as at, a.before, a.wanted as after, a.id from key_actions a
       join organizations o on o.id = a.organization_id
       where a.field = 'status' and a.state = 'confirmed' and ($1::bool is null or o.is_demo = $1)
         and ($2::text is null or a.organization_id = $2) and ($3::text is null or a.key_id = $3)
     ), changes as (
       select *, true as is_ours from ours
       union all
       select e.organization_id, e.key_id, e.at, e.before, e.after, e.id, false from key_events e
       where e.kind = 'status' and (e.organization_id, e.key_id) in (select organization_id, key_id from ours)
     )
     select c.organization_id as "organizationId", c.key_id as id, k.name, k.created_at as "createdAt",
       c.at, c.before, c.after, c.is_ours as "isOurs"
     from changes c join api_keys k on k.organization_id = c.organization_id and k.id = c.key_id
     order by c.at, c.is_ours desc, c.id`,
    [data === undefined ? null : data === 'demo', organizationId, keyId],
  )
  const keys = new Map<string, ChangedKey & { changes: StatusChange[] }>()
  for (const row of rows) {
    const name = JSON.stringify([row.organizationId, row.id])
    const there = keys.get(name) ?? { ...row, changes: [] }
    there.changes.push(row)
    keys.set(name, there)
  }
  const stopped = [...keys.values()].flatMap(({ changes, ...key }) =>
    stopsOf(changes).map((stop) => ({ ...key, stop })),
  )
  const known = await knownDays([...new Set(stopped.map((key) => key.organizationId))])
  const today = dayOf(now)
  const reckoned = stopped.map((key) => {
    const createdOn = key.createdAt && dayOf(key.createdAt)
    return { ...key, days: savingDays(key.stop, known.get(key.organizationId) ?? [], { today, createdOn }) }
  })
  const told = reckoned.filter(({ days }) => days !== null)
  if (told.length === 0) return reckoned.map(withoutSaving)
  const { rows: sums } = await pool().query<{ index: bigint; before: bigint; since: bigint }>(
    `select t.index, coalesce(sum(r.amount_nano) filter (where r.day < t.stopped_on), 0)::bigint as before,
       coalesce(sum(r.amount_nano) filter (where r.day > t.stopped_on), 0)::bigint as since
     from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::date[]) with ordinality
       as t(organization_id, key_id, before_from, stopped_on, since_to, index)
     join spend_rollup r on r.api_key_id = t.key_id and r.organization_id = t.organization_id
       and r.day >= t.before_from and r.day < t.since_to
     join coverage c on c.organization_id = r.organization_id and c.day = r.day and ${IS_KNOWN}
     group by t.index`,
    [
      told.map((key) => key.organizationId),
      told.map(({ id }) => id),
      told.map(({ days }) => days?.beforeFrom),
      told.map(({ stop }) => stop.stoppedOn),
      told.map(({ days }) => days?.sinceTo),
    ],
  )
  const byDays = new Map(sums.map((row) => [told[Number(row.index) - 1]?.days, row]))
  return reckoned.map((key) => {
    const { days } = key
    if (!days) return withoutSaving(key)
    const found = byDays.get(days)
    const saving = reckonSaving(days, nano(found?.before ?? 0n), nano(found?.since ?? 0n))
    return { ...withoutSaving(key), saving }
  })
}

function withoutSaving({ organizationId, id, name, stop }: Omit<StoppedKey, 'saving'>): StoppedKey {
  return { organizationId, id, name, stop, saving: null }
}

async function knownDays(organizationIds: readonly string[]): Promise<Map<string, Day[]>> {
  const known = new Map(organizationIds.map((id) => [id, [] as Day[]]))
  if (organizationIds.length === 0) return known
  const { rows } = await pool().query<{ organizationId: string; day: Day }>(
    `select c.organization_id as "organizationId", c.day from coverage c where c.organization_id = any($1) and ${IS_KNOWN}`,
    [organizationIds],
  )
  for (const { organizationId, day } of rows) known.get(organizationId)?.push(day)
  return known
}

/** The other keys of its workspace, and of whoever it belongs to, over the same days. */
async function peersOf(
  { organizationId, id, stop }: StoppedKey,
  days: KeySaving,
  today: Day,
): Promise<PeerSpend[]> {
  const { rows } = await pool().query<{ id: string; name: string; before: bigint; since: bigint }>(
    `with owned as (
       select k.id, k.name, k.workspace_id, coalesce(a.owner_email, lower(m.email)) as owner from api_keys k
       left join members m on m.organization_id = k.organization_id and m.id = k.created_by_id
       left join (
         select distinct on (key_id) key_id, owner_email from key_assignments
         where organization_id = $1 and effective_on <= $6::text order by key_id, effective_on desc) a on a.key_id = k.id
       where k.organization_id = $1
     ), peers as (
       select p.id, p.name from owned p join owned this on this.id = $2
       where p.id <> $2 and (p.workspace_id = this.workspace_id or p.owner = this.owner)
     )
     select p.id, p.name, coalesce(sum(r.amount_nano) filter (where r.day < $4::date), 0)::bigint as before,
       coalesce(sum(r.amount_nano) filter (where r.day > $4::date), 0)::bigint as since
     from peers p
     join spend_day_parts r on r.organization_id = $1 and r.dimension = 'key' and r.value = p.id
       and r.day >= $3::date and r.day < $5::date
     join coverage c on c.organization_id = $1 and c.day = r.day and ${IS_KNOWN}
     group by p.id, p.name`,
    [organizationId, id, days.beforeFrom, stop.stoppedOn, days.sinceTo, today],
  )
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name },
    ...{ spentBefore: nano(row.before), spentSince: nano(row.since) },
  }))
}
