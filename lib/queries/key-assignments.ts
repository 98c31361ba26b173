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

/** From the day an assignment holds to the day before the next. */
const SPANS = `(
  select organization_id, key_id, effective_on::date as since,
    lead(effective_on::date) over (partition by organization_id, key_id order by effective_on) as until,
    owner_email, application, environment, cost_centre, tags,
    (select string_agg(distinct tag collate "C", '${TAG_JOINER}' order by tag collate "C") from unnest(tags) tag) as tag
  from key_assignments)`

const SAID: Record<Assigned, string> = {
  owner: ownerOf('a.owner_email', 'm.email'),
  application: 'a.application',
  environment: 'a.environment',
  tag: 'a.tag',
  cost_centre: 'a.cost_centre',
}

/**
 * A table of spend per day (or hour) and key, with who and what the key was for on that day. Every row stays one row. Null
 * is usage without a key, `unattributed` what the source does not tell by key, `none` a key nobody has said it of.
 */
export function withAssignments(table: string): string {
  const columns = Object.entries(SAID).map(
    ([dimension, said]) => `case when t.api_key_id is null then null
      when t.api_key_id = '${UNATTRIBUTED}' then '${UNATTRIBUTED}'
      else coalesce(${said}, '${NOT_SAID}') end as ${ASSIGNED_COLUMNS[dimension as Assigned]}`,
  )
  return `(select t.*, a.tags as ${TAGS_COLUMN}, ${columns.join(', ')}
    from ${table} t
    left join ${SPANS} a on a.organization_id = t.organization_id and a.key_id = t.api_key_id
      and t.day >= a.since and (a.until is null or t.day < a.until)
    left join api_keys k on k.organization_id = t.organization_id and k.id = t.api_key_id
    left join members m on m.organization_id = t.organization_id and m.id = k.created_by_id)`
}
