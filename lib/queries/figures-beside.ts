import { pool } from '@/lib/db/client'
import type { DayRange } from '@/lib/domain/day'
import { asksAssigned } from '@/lib/domain/timeline-request'
import { asksPerson, type Selection } from '@/lib/db/timeline-tables'

/** Every version of every row by its place and the transaction that wrote it: another change, another text. */
const versionsOf = (table: string) =>
  `(select coalesce(md5(string_agg(concat(t.xmin, t.ctid), ',' order by t.ctid)), '') from ${table} t)`

/**
 * What decides the answer to a question beside the coverage of its days, as a text that is another whenever it has changed:
 * the pass that reads people, and who was said to own keys. Null where nothing does.
 */
export function besideCoverage(
  selection: Pick<Selection, 'group' | 'filters'>,
  { from, to }: DayRange,
): (() => Promise<string>) | null {
  const stamps: string[] = []
  if (asksPerson(selection))
    stamps.push(`(select coalesce(md5(string_agg(concat_ws(' ', organization_id, day, state, digest), ','
      order by organization_id, day)), '') from detail_coverage
      where pass = 'people' and day >= $1::date and day < $2::date)`)
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
