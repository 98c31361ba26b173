import { pool } from '@/lib/db/client'
import type { DayRange } from '@/lib/domain/day'
import { asksAssigned } from '@/lib/domain/timeline-request'
import { asksPerson, type Selection } from '@/lib/db/timeline-tables'

/** Every version of every row by its place and the transaction that wrote it: another change, another text. */
const versionsOf = (table: string) =>
  `(select coalesce(md5(string_agg(concat(t.xmin, t.ctid), ',' order by t.ctid)), '') from ${table} t)`

/** What the passes beside the hourly one read of the days from $1 to $2. */
const passesOf = (passes: readonly string[]) =>
  `(select coalesce(md5(string_agg(concat_ws(' ', pass, organization_id, day, state, digest), ','
    order by pass, organization_id, day)), '') from detail_coverage
    where pass in (${passes.map((pass) => `'${pass}'`).join(', ')}) and day >= $1::date and day < $2::date)`

/** Another text whenever these days were told differently by person or by rate. */
export async function stampOfPasses({ from, to }: DayRange): Promise<string> {
  const { rows } = await pool().query<{ stamp: string }>(`select ${passesOf(['people', 'rates'])} as stamp`, [
    from,
    to,
  ])
  return rows[0]?.stamp ?? ''
}

/** What a list of keys says beside their figures stands in these, or is said of whoever stands in them. */
const BEHIND_KEYS = [
  'organizations',
  'connections',
  'api_keys',
  'key_assignments',
  'members',
  'users',
  'workspaces',
]

/** Another text whenever what is listed of keys has changed, or one of them expired by then. */
export async function stampOfKeys(now: Date): Promise<string> {
  const { rows } = await pool().query<{ stamp: string }>(
    `select concat_ws(' ', ${BEHIND_KEYS.map(versionsOf).join(', ')},
       (select count(*) from api_keys where expires_at <= $1)) as stamp`,
    [now],
  )
  return rows[0]?.stamp ?? ''
}

/**
 * What decides the answer to a question beside the coverage of its days, as a text that is another whenever it has changed:
 * the pass that reads people, and who was said to own keys. Null where nothing does.
 */
export function besideCoverage(
  selection: Pick<Selection, 'group' | 'filters'>,
  { from, to }: DayRange,
): (() => Promise<string>) | null {
  const stamps: string[] = []
  if (asksPerson(selection)) stamps.push(passesOf(['people']))
  if (asksAssigned(selection)) stamps.push(...['key_assignments', 'api_keys', 'members'].map(versionsOf))
  if (stamps.length === 0) return null
  return async () => {
    const { rows } = await pool().query<{ stamp: string }>(
      `select concat_ws(' ', ${stamps.join(', ')}) as stamp from (select $1::date, $2::date) given`,
      [from, to],
    )
    return rows[0]?.stamp ?? ''
  }
}
