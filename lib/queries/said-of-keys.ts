import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Viewer } from '@/lib/domain/viewer'

const MOST_SUGGESTED = 500

/** What forms about keys suggest: people here and members there, and the words that are in use. */
export interface KeySuggestions {
  owners: { email: string; name: string }[]
  applications: string[]
  environments: string[]
  costCentres: string[]
  tags: string[]
}

/** At most 500 of each, by alphabet; nobody who left. */
export async function suggestionsForKeys(_viewer: Viewer, data: DataScope): Promise<KeySuggestions> {
  const scope = 'organization_id in (select id from organizations where is_demo = $1)'
  const words = (column: string) => `array(select distinct ${column} from key_assignments
    where ${scope} and ${column} is not null order by 1 limit ${MOST_SUGGESTED})`
  const [owners, used] = await Promise.all([
    pool().query<{ email: string; name: string }>(
      `select distinct on (email) email, name from (
         select email, name from users where disabled_at is null and not $1
         union all select lower(email), name from members where gone_at is null and ${scope}) people
       order by email, name desc limit ${MOST_SUGGESTED}`,
      [data === 'demo'],
    ),
    pool().query<Omit<KeySuggestions, 'owners'>>(
      `select ${words('application')} as applications, ${words('environment')} as environments,
         ${words('cost_centre')} as "costCentres",
         array(select distinct tag from key_assignments, unnest(tags) tag where ${scope} order by 1
           limit ${MOST_SUGGESTED}) as tags`,
      [data === 'demo'],
    ),
  ])
  const [inUse] = used.rows
  if (!inUse) throw new Error('the suggestions are missing')
  return { owners: owners.rows, ...inUse }
}

/** What was said of a key last, and by whom; null: nothing that stands. */
export interface LastSaid {
  batchId: string
  at: Date
  actorName: string
  effectiveOn: string
  /** The pattern of the rule that said it. */
  rule: string | null
}

export async function lastSaidOf(
  _viewer: Viewer,
  { organizationId, id: keyId }: { organizationId: string; id: string },
): Promise<LastSaid | null> {
  const { rows } = await pool().query<LastSaid>(
    `select c.batch_id as "batchId", c.at, c.actor_name as "actorName", c.effective_on as "effectiveOn", r.pattern as rule
     from key_assignment_changes c left join key_rules r on r.id = c.rule_id
     where c.organization_id = $1 and c.key_id = $2 and c.undone_at is null order by c.at desc, c.id desc limit 1`,
    [organizationId, keyId],
  )
  return rows[0] ?? null
}
