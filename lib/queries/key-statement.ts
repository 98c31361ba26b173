import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf, daysBetween, type DayRange } from '@/lib/domain/day'
import {
  AUDIT_CARDS,
  type AuditCard,
  EXPERIMENT_PATTERN,
  SHORT_DAYS,
  SMALL_SPEND,
} from '@/lib/domain/key-audit'
import { type KeyFilters, type KeySort, NO_OWNER } from '@/lib/domain/key-list'
import { UNATTRIBUTED } from '@/lib/domain/timeline-request'
import { ownerOf } from '@/lib/db/key-assignments'
import type { UseSum } from './key-use-sums'

export interface KeySearch extends KeyFilters {
  range: DayRange
  before: DayRange
  data: DataScope
  organizationId?: string
  /** One key alone, by its own id. */
  keyId?: string
  /** Null: by organisation and id, in an order that new use does not change. */
  sort: { by: KeySort; descending: boolean } | null
  limit: number
  offset: number
  /** Only those behind this one, in the order of `sort: null`. */
  after?: { organizationId: string; id: string }
}

/** Nulls last either way; ties by name of what is ordered by, then by organisation and id. */
const ORDER: Record<KeySort, string> = {
  spend: 'coalesce(spend, 0)',
  total: 'coalesce(total, 0)',
  change: 'coalesce(spend, 0) - before',
  name: 'lower(name)',
  status: 'status',
  workspace: 'lower("workspaceName")',
  owner: 'owner',
  created: '"createdAt"',
  expires: '"expiresAt"',
  'last-used': '"lastUsedOn"',
}

/** Sorted so, what was not used in the range stands with the rest: its rest is what is looked for. */
const NOT_SUNK: readonly KeySort[] = ['created', 'expires', 'last-used']

/** Whether days were read is asked of ranges people compare, not of all there is. */
const MOST_COMPARED = 1_100

const CARD_COLUMNS: Record<AuditCard, string> = {
  idle: '"isIdle"',
  never_expires: '"expiresAt" is null',
  owner_gone: '"ownerGone"',
  experiment: '"isExperiment"',
}

/** Whether a row stands on a card; see auditKey in lib/domain/key-audit.ts, which a test holds this against. */
function isOnCard(card: AuditCard): string {
  return `(status = 'active' and ${CARD_COLUMNS[card]})`
}

/**
 * All keys of a scope that were ever seen, listed or known from their use alone, with what they cost and who they belong
 * to: one row each on the page, every row with the same summary over all of them (whatever is filtered); one row
 * without a key where the page is empty.
 */
export function keyStatement(
  search: KeySearch,
  uses: readonly UseSum[],
  now: Date,
  idleDays: number,
): { text: string; values: unknown[] } {
  const { range, before, data, organizationId = null, keyId = null, sort, limit, offset, after } = search
  const values: unknown[] = []
  const value = (given: unknown, type: string) => `$${values.push(given)}::${type}`
  const today = value(dayOf(now), 'date')
  const [from, to] = [value(range.from, 'date'), value(range.to, 'date')]
  const organization = value(organizationId, 'text')
  const key = keyId === null ? null : value(keyId, 'text')
  const isIn = (day: string) => `(${day} >= ${from} and ${day} < ${to})`
  const missing = (within: DayRange) => {
    if (within.from >= within.to || daysBetween(within.from, within.to) > MOST_COMPARED) return '0'
    const [first, end] = [value(within.from, 'date'), value(within.to, 'date')]
    return `(select count(distinct d.day)::int
      from generate_series(${first}, least(${end}, ${today}) - 1, interval '1 day') d(day), scope s
      where s.source is not null and not exists (
        select from coverage v where v.organization_id = s.id and v.day = d.day::date))`
  }
  const columns = [
    value(
      uses.map((sum) => sum.organizationId),
      'text[]',
    ),
    value(
      uses.map((sum) => sum.value),
      'text[]',
    ),
    value(
      uses.map((sum) => sum.total),
      'bigint[]',
    ),
    value(
      uses.map((sum) => sum.isPriced),
      'bool[]',
    ),
    value(
      uses.map((sum) => sum.firstUsedOn),
      'date[]',
    ),
    value(
      uses.map((sum) => sum.lastUsedOn),
      'date[]',
    ),
    value(
      uses.map((sum) => sum.spend),
      'bigint[]',
    ),
    value(
      uses.map((sum) => sum.isSpendPriced),
      'bool[]',
    ),
    value(
      uses.map((sum) => sum.isUsed),
      'bool[]',
    ),
    value(
      uses.map((sum) => sum.isOpen),
      'bool[]',
    ),
    value(
      uses.map((sum) => sum.before),
      'bigint[]',
    ),
    value(
      uses.map((sum) => sum.isEstimated),
      'bool[]',
    ),
  ].join(', ')
  const unattributed = value(UNATTRIBUTED, 'text')
  const conditions = matching(search, value)
  const order = sort
    ? `${NOT_SUNK.includes(sort.by) ? '' : '"usedInRange" desc, '}${ORDER[sort.by]} ${sort.descending ? 'desc' : 'asc'} nulls last, lower(name), `
    : ''
  const position = after
    ? `and ("organizationId" collate "C", id collate "C") > (${value(after.organizationId, 'text')}, ${value(after.id, 'text')})`
    : ''
  const text = `with scope as materialized (
       select o.id, o.name, c.source::text as source, c.read_only from organizations o
       left join connections c on c.organization_id = o.id
       where o.is_demo = ${value(data === 'demo', 'bool')} and (${organization} is null or o.id = ${organization})
     ), known as materialized (
       select organization_id, max(day) filter (where is_first) as since, max(day) as until from (
         select organization_id, day,
           lag(day) over (partition by organization_id order by day) is distinct from day - 1 as is_first
         from coverage where organization_id in (select id from scope)) c
       group by 1
     ), uses as materialized (
       select * from unnest(${columns}) as u (organization_id, value, total, is_priced, first_used, last_used, spend,
         is_spend_priced, is_used, is_open, before, is_estimated)
     ), seen as (
       select organization_id, id, true as is_listed, name, status as flag, gone_at, workspace_id, hint, created_at, expires_at,
         created_by_type, created_by_id
       from api_keys where organization_id in (select id from scope) ${key === null ? '' : `and id = ${key}`}
       union all
       select u.organization_id, u.value, false, u.value, null, null, null, null, null, null, null, null from uses u
       where u.value <> ${unattributed} and not exists (
         select from api_keys k where k.organization_id = u.organization_id and k.id = u.value)
     ), told as (
       select s.*, u.total, u.is_priced, u.first_used, u.last_used, u.spend, u.is_spend_priced, u.is_used, u.before, u.is_open, u.is_estimated,
         w.name as workspace_name, g.since, g.until, scope.name as organization_name, scope.read_only,
         m.name as creator_name, m.email as creator_email, a.owner_email as assigned, a.purpose, a.application, a.environment,
         a.cost_centre, coalesce(a.tags, '{}') as tags,
         case when not s.is_listed or s.gone_at is not null then 'gone'
           when s.flag in ('active', 'inactive') and s.expires_at <= ${value(now, 'timestamptz')} then 'expired'
           else s.flag end as status,
         coalesce(greatest(0, g.until + 1 - greatest(g.since, (s.created_at at time zone 'UTC')::date, u.last_used + 1)), 0)
           >= ${value(idleDays, 'int')} as is_idle,
         case when a.owner_email is not null then
             (exists (select from members x where x.organization_id = s.organization_id and lower(x.email) = a.owner_email)
               or exists (select from users x where x.email = a.owner_email))
             and not exists (select from members x where x.organization_id = s.organization_id and x.gone_at is null
               and lower(x.email) = a.owner_email)
             and not exists (select from users x where x.email = a.owner_email and x.disabled_at is null)
           else s.created_by_type = 'user' and s.created_by_id is not null and (m.id is null or m.gone_at is not null)
         end is true as is_owner_gone
       from seen s join scope on scope.id = s.organization_id
       left join uses u on u.organization_id = s.organization_id and u.value = s.id
       left join known g on g.organization_id = s.organization_id
       left join workspaces w on w.organization_id = s.organization_id and w.id = s.workspace_id
       left join members m on m.organization_id = s.organization_id and m.id = s.created_by_id
       left join (
         select distinct on (organization_id, key_id) * from key_assignments where effective_on <= ${today}::text
         order by organization_id, key_id, effective_on desc) a
         on a.organization_id = s.organization_id and a.key_id = s.id
     ), marked as materialized (
       select organization_id as "organizationId", organization_name as "organizationName", read_only as "readOnly", id, name,
         is_listed as "isListed", flag, status, gone_at as "goneAt", workspace_id as "workspaceId", workspace_name as "workspaceName",
         hint, created_at as "createdAt", expires_at as "expiresAt", created_by_type as "creatorType",
         created_by_id as "creatorId", creator_name as "creatorName", creator_email as "creatorEmail",
         ${ownerOf('assigned', 'creator_email')} as owner, assigned is not null as "isOwnerAssigned",
         is_owner_gone as "ownerGone", purpose, application, environment, cost_centre as "costCentre", tags,
         since as "knownSince", until as "knownUntil", first_used as "firstUsedOn", last_used as "lastUsedOn",
         case when is_priced or last_used is null then coalesce(total, 0) end as total,
         case when is_spend_priced or is_used is not true then coalesce(spend, 0) end as spend,
         coalesce(before, 0) as before, coalesce(is_used, false) as "usedInRange", coalesce(is_open, false) as "isOpen",
         coalesce(is_estimated, false) as "isEstimated",
         is_idle as "isIdle",
         case when coalesce(total, 0) <= ${value(SMALL_SPEND, 'bigint')}
           and coalesce(last_used - first_used + 1, 0) <= ${value(SHORT_DAYS, 'int')}
           then name ~* ${value(EXPERIMENT_PATTERN, 'text')} else false end as "isExperiment"
       from told
     ), summary as (
       select count(*)::int as keys, count(*) filter (where ${conditions})::int as matching,
         coalesce(sum(spend) filter (where ${conditions}), 0)::bigint as "matchingSpend",
         coalesce(sum(spend), 0)::bigint as "keysSpend",
         coalesce(sum(spend) filter (where owner is null), 0)::bigint as "ownerlessSpend",
         count(*) filter (where owner is null)::int as ownerless,
         ${AUDIT_CARDS.map((card) => `count(*) filter (where ${isOnCard(card)})::int as "${card}"`).join(', ')},
         coalesce((select sum(spend) from uses where value is null), 0)::bigint as "withoutKey",
         coalesce((select sum(total) from uses where value is null), 0)::bigint as "withoutKeyTotal",
         coalesce((select sum(spend) from uses where value = ${unattributed}), 0)::bigint as unattributed,
         coalesce((select sum(total) from uses where value = ${unattributed}), 0)::bigint as "unattributedTotal",
         ${uses.some((sum) => sum.value === UNATTRIBUTED && sum.isSpendPriced) ? remainders(isIn('v.day'), unattributed) : `'[]'::json`} as remainders,
         coalesce((select bool_or(is_estimated) from uses where value is distinct from ${unattributed}), false) as "hasEstimates",
         coalesce((select sum(d.amount_nano) from spend_days d
           where d.organization_id in (select id from scope) and ${isIn('d.day')}), 0)::bigint as billed,
         ${missing(range)} as "missingNow", ${missing(before)} as "missingBefore",
         (select min(since) from known) as "knownSince",
         (select count(*)::int from scope) as organizations,
         (select coalesce(json_agg(w order by lower(name), id), '[]') from (
           select distinct "workspaceId" as id, coalesce("workspaceName", "workspaceId") as name, "organizationName" as organization
           from marked where "workspaceId" is not null) w) as workspaces,
         array(select distinct owner from marked where owner is not null order by owner) as owners
       from marked
     ), page as (
       select row_number() over (order by ${order} "organizationId" collate "C", id collate "C") as place, * from marked
       where ${conditions} ${position}
       order by place limit ${value(limit, 'int')} offset ${value(offset, 'int')}
     )
     select s.*, p.* from summary s left join page p on true order by p.place`
  return { text, values }
}

/** What hangs on no key, by what it was billed for: of the days the legacy reports own alone, since no others have any. */
function remainders(isIn: string, unattributed: string): string {
  return `(select coalesce(json_agg(r order by r.amount::bigint desc, r."costType" nulls last, r."isReadAgain"), '[]') from (
    select f.cost_type as "costType", v.state = 'partial' as "isReadAgain", sum(f.amount_nano)::text as amount
    from coverage v join cost_facts f on f.organization_id = v.organization_id and f.day = v.day
    where v.source = 'legacy' and ${isIn} and v.organization_id in (select id from scope) and f.api_key_id = ${unattributed}
    group by 1, 2) r)`
}

function matching(filters: KeyFilters, value: (given: unknown, type: string) => string): string {
  const { status, workspace, owner, q, card, ids } = filters
  const conditions = ['true']
  if (ids !== undefined) conditions.push(`id = any(${value(ids, 'text[]')})`)
  if (status !== undefined) conditions.push(`status = ${value(status, 'text')}`)
  if (workspace !== undefined) conditions.push(`"workspaceId" = ${value(workspace, 'text')}`)
  if (owner === NO_OWNER) conditions.push('owner is null')
  else if (owner !== undefined) conditions.push(`owner = ${value(owner.toLowerCase(), 'text')}`)
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length > 0)
    conditions.push(`(select bool_and(strpos(lower(concat_ws(' ', name, id, hint, owner, "creatorName", purpose, application,
      environment, "costCentre", array_to_string(tags, ' '))), word) > 0) from unnest(${value(words, 'text[]')}) word)`)
  if (card !== undefined) conditions.push(isOnCard(card))
  return conditions.join(' and ')
}
