import { NOT_SAID, TAG_JOINER, UNATTRIBUTED, type Assigned } from '@/lib/domain/timeline-request'

/** Whose a key is: who it was assigned to, else who created it. Both arguments are columns. */
export function ownerOf(assigned: string, creatorEmail: string): string {
  return `coalesce(${assigned}, lower(${creatorEmail}))`
}

export const ASSIGNED_COLUMNS = {
  owner: 'key_owner',
  application: 'key_application',
  environment: 'key_environment',
  tag: 'key_tag',
  cost_centre: 'key_cost_centre',
} as const satisfies Record<Assigned, string>

/** Each of them alone, for a filter by one. */
export const TAGS_COLUMN = 'key_tags'

const SAID: Record<Assigned, string> = {
  owner: ownerOf('a.owner_email', 'm.email'),
  application: 'a.application',
  environment: 'a.environment',
  tag: `(select string_agg(distinct tag collate "C", '${TAG_JOINER}' order by tag collate "C") from unnest(a.tags) tag)`,
  cost_centre: 'a.cost_centre',
}
const DIMENSIONS = Object.keys(SAID) as Assigned[]

/**
 * What was said of every key, from the day an assignment holds to the day before the next, with a span before the first.
 * There are few of them: all that is worth reckoning is reckoned here (`offset 0` keeps it so), not once a row of spend.
 */
const SPANS = `(
  select s.organization_id, s.key_id, s.since, s.until, a.tags,
    ${DIMENSIONS.map((dimension) => `${SAID[dimension]} as ${dimension}`).join(', ')}
  from (
    select organization_id, key_id, since, lead(since) over (partition by organization_id, key_id order by since) as until
    from (
      select organization_id, key_id, effective_on::date as since from key_assignments
      union select organization_id, key_id, '-infinity'::date from key_assignments
      union select organization_id, id, '-infinity'::date from api_keys) d) s
  left join key_assignments a on a.organization_id = s.organization_id and a.key_id = s.key_id
    and isfinite(s.since) and a.effective_on = s.since::text
  left join api_keys k on k.organization_id = s.organization_id and k.id = s.key_id
  left join members m on m.organization_id = s.organization_id and m.id = k.created_by_id
  offset 0)`

/**
 * A table of spend per day (or hour) and key, with who and what the key was for on that day. Every row stays one row. Null
 * is usage without a key, `unattributed` what the source does not tell by key, `none` a key nobody has said it of.
 */
export function withAssignments(table: string): string {
  const columns = DIMENSIONS.map(
    (dimension) => `case when t.api_key_id is null then null
      when t.api_key_id = '${UNATTRIBUTED}' then '${UNATTRIBUTED}'
      else coalesce(a.${dimension}, '${NOT_SAID}') end as ${ASSIGNED_COLUMNS[dimension]}`,
  )
  return `(select t.*, a.tags as ${TAGS_COLUMN}, ${columns.join(', ')}
    from ${table} t
    left join ${SPANS} a on a.organization_id = t.organization_id and a.key_id = t.api_key_id
      and t.day >= a.since and (a.until is null or t.day < a.until))`
}
