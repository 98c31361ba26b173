import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { day, type Day, type DayRange } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import type { SpendSubject, SubjectKind } from '@/lib/domain/spend-subject'
import type { Viewer } from '@/lib/domain/viewer'
import { placeOf, peopleTable } from './subject-place'

export interface SubjectRecord {
  name: string
  /** Null: of all organisations. */
  organizationName: string | null
  /** What else is known: a mail address, a type. */
  detail: string | null
  /** Gone or archived at Anthropic. */
  isGone: boolean
  firstUsedOn: Day | null
  lastUsedOn: Day | null
  /** Of all days that are known. */
  total: Nano
}

const EVER = { from: day('2000-01-01'), to: day('2199-12-31') }

/** What the parts of a day hold of a dimension; of people, who have a pass of their own, the same from there. */
const PARTS: Record<SubjectKind, string> = {
  key: `(select p.*, p.value as api_key_id from spend_day_parts p where p.dimension = 'key')`,
  workspace: `(select p.*, p.value as workspace_id from spend_day_parts p where p.dimension = 'workspace')`,
  model: `(select p.*, p.value as model from spend_day_parts p where p.dimension = 'model')`,
  person: peopleTable(),
}

const NAMED: Record<SubjectKind, string> = {
  key: `select organization_id, id, name, null as detail, gone_at is not null as is_gone from api_keys`,
  workspace: `select organization_id, id, name, null as detail, gone_at is not null or archived_at is not null as is_gone
    from workspaces`,
  model: `select null as organization_id, null as id, null as name, null as detail, false as is_gone where false`,
  person: `select a.organization_id, a.id, coalesce(a.name, a.email, k.name) as name,
      case when a.name is not null then a.email end as detail, a.deleted as is_gone
    from usage_actors a left join api_keys k on k.organization_id = a.organization_id and k.id = a.id`,
}

type Row = Omit<SubjectRecord, 'total' | 'name'> & {
  name: string | null
  total: bigint | null
  isNamed: boolean
}

/** Who or what spent, within what is real or what is told; null where neither a list nor any use knows it. */
export async function getSubject(
  _viewer: Viewer,
  subject: SpendSubject,
  data: DataScope,
): Promise<SubjectRecord | null> {
  const { condition, values } = placeOf(subject, EVER)
  const isModel = subject.kind === 'model'
  const { rows } = await pool().query<Row>(
    `select n.name, n.detail, coalesce(n.is_gone, false) as "isGone", n.id is not null as "isNamed", o.name as "organizationName",
       u.first as "firstUsedOn", u.last as "lastUsedOn", u.total
     from (select min(f.day) as first, max(f.day) as last, sum(f.amount_nano)::bigint as total
       from ${PARTS[subject.kind]} f where ${condition}) u
     left join (${NAMED[subject.kind]}) n on n.id = $2 and ${isModel ? 'false' : 'n.organization_id = $1::text'}
     left join organizations o on ${isModel ? 'false' : 'o.id = $1::text'}
     where ${isModel ? '' : 'o.is_demo = $5::bool and '} (u.first is not null or n.id is not null)`,
    isModel ? values : [...values, data === 'demo'],
  )
  const [row] = rows
  if (!row) return null
  return {
    name: row.name?.trim() || subject.id,
    organizationName: row.organizationName,
    detail: row.detail,
    isGone: row.isGone,
    firstUsedOn: row.firstUsedOn,
    lastUsedOn: row.lastUsedOn,
    total: nano(row.total ?? 0n),
  }
}

/** Which organisation of what is real, or told, an id belongs to: one that lists it, else one that used it. */
export async function organizationOf(
  _viewer: Viewer,
  { kind, id }: { kind: Exclude<SubjectKind, 'model'>; id: string },
  data: DataScope,
): Promise<string | null> {
  const column = { key: 'api_key_id', workspace: 'workspace_id', person: 'actor_id' }[kind]
  const { rows } = await pool().query<{ id: string }>(
    `select x.id from (
       select 1 as place, n.organization_id as id from (${NAMED[kind]}) n where n.id = $1
       union all
       select 2, f.organization_id from ${PARTS[kind]} f where f.${column} = $1) x
     join organizations o on o.id = x.id and o.is_demo = $2::bool
     order by x.place, x.id limit 1`,
    [id, data === 'demo'],
  )
  return rows[0]?.id ?? null
}

export interface ComparableSubject {
  /** As an address names it: a model by its name, anything else as `organisation/id`. */
  value: string
  name: string
  amount: Nano
}

const MOST_COMPARABLE = 8

/** Others of the kind whose name or id has every word, those that cost most in the range first; at most eight. */
export async function comparableSubjects(
  _viewer: Viewer,
  subject: SpendSubject,
  { range, text, data }: { range: DayRange; text: string; data: DataScope },
): Promise<ComparableSubject[]> {
  const { kind } = subject
  const column = { key: 'api_key_id', workspace: 'workspace_id', model: 'model', person: 'actor_id' }[kind]
  const isModel = kind === 'model'
  const own = isModel ? subject.id : `${subject.organizationId}/${subject.id}`
  const value = isModel ? 'f.id' : `f.organization_id || '/' || f.id`
  const { rows } = await pool().query<{ value: string; name: string; amount: bigint }>(
    `with scope as materialized (select id from organizations where is_demo = $1::bool),
     spent as (
       select ${isModel ? 'null::text as organization_id' : 'f.organization_id'}, f.${column} as id, sum(f.amount_nano)::bigint as amount
       from ${PARTS[kind]} f where f.organization_id in (select id from scope) and f.day >= $2::date and f.day < $3::date
         and f.${column} is not null and f.${column} <> 'unattributed'
       group by 1, 2),
     found as (
       select coalesce(n.organization_id, s.organization_id) as organization_id, coalesce(n.id, s.id) as id,
         coalesce(n.name, n.id, s.id) as name, coalesce(s.amount, 0) as amount
       from spent s full join (select * from (${NAMED[kind]}) n where n.organization_id in (select id from scope)) n
         on n.organization_id = s.organization_id and n.id = s.id)
     select ${value} as value, f.name, f.amount from found f
     where ${value} <> $4
       and (select coalesce(bool_and(strpos(lower(concat_ws(' ', f.name, f.id)), word) > 0), true) from unnest($5::text[]) word)
     order by f.amount desc, lower(f.name), f.id limit ${MOST_COMPARABLE}`,
    [data === 'demo', range.from, range.to, own, text.toLowerCase().split(/\s+/).filter(Boolean)],
  )
  return rows.map(({ value, name, amount }) => ({ value, name, amount: nano(amount) }))
}
