import { addDays, type Day } from '@/lib/domain/day'
import type { KeyUseDay, KeyUseRow, PersonUseRow } from '@/lib/domain/key-use'
import { pool } from './client'

interface KeyName {
  organizationId: string
  keyId: string
}

export interface StoredKeyUse {
  rows: KeyUseRow[]
  /** What is known of each day of its organisation. */
  days: KeyUseDay[]
  /** Only on days whose people add up to the rest. */
  people: PersonUseRow[]
}

const TOKENS = 'sum(uncached_input + cache_read + cache_write_5m + cache_write_1h + output)::bigint as tokens'
const SUMS = `sum(amount_nano)::bigint as spend, ${TOKENS}, sum(requests)::bigint as requests`
const ASKED = '(select * from unnest($1::text[], $2::text[]))'
const NAME = 'organization_id as "organizationId", api_key_id as "keyId"'

/** The stored rows of several keys, and what is known of the days, from 30 days before `today` on; in the order asked for. */
export async function readKeysUse(keys: readonly KeyName[], today: Day): Promise<StoredKeyUse[]> {
  const values = [keys.map((key) => key.organizationId), keys.map((key) => key.keyId), addDays(today, -30)]
  const [rows, days, people] = await Promise.all([
    pool().query<KeyUseRow & KeyName>(
      `select ${NAME}, day, model, product, ${SUMS} from spend_rollup
       where api_key_id = any($2) and (organization_id, api_key_id) in ${ASKED} and day >= $3
       group by organization_id, api_key_id, day, model, product`,
      values,
    ),
    pool().query<KeyUseDay & { organizationId: string }>(
      `select organization_id as "organizationId", day, state = 'synced' as "isClosed",
         source = 'analytics' or state = 'synced' as "tellsCost"
       from coverage where organization_id = any($1) and day >= $2`,
      [values[0], values[2]],
    ),
    pool().query<PersonUseRow & KeyName>(
      `select p.organization_id as "organizationId", p.api_key_id as "keyId", p.day,
         coalesce(a.name, a.email, p.actor_id) as person, ${SUMS}
       from person_spend p
       join detail_coverage c on c.organization_id = p.organization_id and c.day = p.day
         and c.pass = 'people' and c.state = 'synced'
       left join usage_actors a on a.organization_id = p.organization_id and a.id = p.actor_id
       where p.organization_id = any($1) and p.day >= $3 and (p.organization_id, p.api_key_id) in ${ASKED}
         and p.actor_id is not null and p.actor_id <> p.api_key_id
       group by 1, 2, 3, 4`,
      values,
    ),
  ])
  return keys.map((key) => {
    const isOf = (row: KeyName) => row.organizationId === key.organizationId && row.keyId === key.keyId
    return {
      rows: rows.rows.filter(isOf),
      days: days.rows.filter(({ organizationId }) => organizationId === key.organizationId),
      people: people.rows.filter(isOf),
    }
  })
}
