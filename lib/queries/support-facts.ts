import { pool } from '@/lib/db/client'
import type { Day, DayRange } from '@/lib/domain/day'
import { nano, type Nano } from '@/lib/domain/money'
import type { Viewer } from '@/lib/domain/viewer'

export interface SupportDay {
  day: Day
  /** Of Anthropic's figures as they were read. */
  state: 'synced' | 'partial' | 'provisional'
  /** The largest first; null: cost or use without a model. */
  models: { model: string | null; amount: Nano; isPriced: boolean; tokens: bigint }[]
}

export interface SupportFacts {
  organization: { id: string; name: string }
  /** Null: the whole organisation is meant. */
  key: {
    id: string
    name: string
    hint: string | null
    status: string
    workspaceId: string | null
    createdAt: Date | null
    expiresAt: Date | null
  } | null
  /** Only days that were read, oldest first; a day without use has no models. */
  days: SupportDay[]
  restatements: { day: Day; noticedAt: Date; before: Nano; after: Nano }[]
}

interface PartRow {
  day: Day
  state: SupportDay['state']
  model: string | null
  amount: bigint | null
  isPriced: boolean | null
  tokens: bigint | null
}

/**
 * What is known of an organisation, or of one of its keys, on these days (half-open), with the days that Anthropic told
 * otherwise afterwards; of a key only those in which it changed. Null where there is no such organisation or key.
 */
export async function getSupportFacts(
  _viewer: Viewer,
  { organizationId, keyId, range }: { organizationId: string; keyId: string | null; range: DayRange },
): Promise<SupportFacts | null> {
  const within = [organizationId, range.from, range.to, keyId]
  const [found, parts, revisions] = await Promise.all([
    pool().query<Found & NonNullable<SupportFacts['key']>>(
      `select o.name as "organizationName", coalesce(k.name, $2) as name, $2::text as id, k.hint,
         case when k.id is null or k.gone_at is not null then 'no longer listed' else k.status end as status,
         k.workspace_id as "workspaceId", k.created_at as "createdAt", k.expires_at as "expiresAt",
         ($2::text is null or k.id is not null or exists (
           select from spend_rollup r where r.organization_id = o.id and r.api_key_id = $2)) as "isKnown"
       from organizations o left join api_keys k on k.organization_id = o.id and k.id = $2 where o.id = $1`,
      [organizationId, keyId],
    ),
    pool().query<PartRow>(
      `select c.day, c.state, r.model, r.amount, r."isPriced", r.tokens from coverage c left join (
         select day, model, sum(amount_nano)::bigint as amount, bool_or(cost_lines > 0) as "isPriced",
           sum(uncached_input + cache_read + cache_write_5m + cache_write_1h + output)::bigint as tokens
         from spend_rollup where organization_id = $1 and day >= $2::date and day < $3::date
           and ($4::text is null or api_key_id = $4) group by 1, 2
       ) r on r.day = c.day
       where c.organization_id = $1 and c.day >= $2::date and c.day < $3::date
       order by c.day, r.amount desc nulls last, r.model`,
      within,
    ),
    pool().query<{ day: Day; noticedAt: Date; before: bigint; after: bigint }>(
      `select r.day, r.noticed_at as "noticedAt", r.before_nano as before, r.after_nano as after from revisions r
       where r.organization_id = $1 and r.day >= $2::date and r.day < $3::date and ($4::text is null or exists (
         select from revision_rows w where w.revision_id = r.id and w.api_key_id = $4))
       order by r.day, r.noticed_at`,
      within,
    ),
  ])
  const [row] = found.rows
  if (!row?.isKnown) return null
  const { organizationName, id, name, hint, status, workspaceId, createdAt, expiresAt } = row
  return {
    organization: { id: organizationId, name: organizationName },
    key: keyId === null ? null : { id, name, hint, status, workspaceId, createdAt, expiresAt },
    days: daysOf(parts.rows),
    restatements: revisions.rows.map(({ before, after, ...rest }) => ({
      ...rest,
      before: nano(before),
      after: nano(after),
    })),
  }
}

interface Found {
  organizationName: string
  isKnown: boolean
}

function daysOf(rows: readonly PartRow[]): SupportDay[] {
  const days = new Map<Day, SupportDay>()
  for (const { day, state, model, amount, isPriced, tokens } of rows) {
    const there = days.get(day) ?? { day, state, models: [] }
    if (amount !== null)
      there.models.push({ model, amount: nano(amount), isPriced: isPriced ?? false, tokens: tokens ?? 0n })
    days.set(day, there)
  }
  return [...days.values()]
}
