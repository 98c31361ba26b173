import { pool } from '@/lib/db/client'
import type { DayRange } from '@/lib/domain/day'
import type { ExplainedSpend } from '@/lib/domain/explained-spend'
import type { Part } from '@/lib/domain/key-breakdown'
import { nano } from '@/lib/domain/money'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { placeOf, peopleTable, subjectTable } from './subject-place'

const COLUMNS = { key: 'api_key_id', workspace: 'workspace_id', person: 'actor_id' } as const
export type PartDimension = keyof typeof COLUMNS

/** Cost by key, workspace or person; values are `organisation/id`, null is Anthropic's own. */
export async function partsByColumn(
  subject: SpendSubject,
  dimension: PartDimension,
  range: DayRange,
): Promise<Part[]> {
  const { condition, values } = placeOf(subject, range)
  const table = dimension === 'person' ? peopleTable() : subjectTable(subject)
  const { rows } = await pool().query<{ value: string | null; amount: bigint }>(
    `select f.organization_id || '/' || f.${COLUMNS[dimension]} as value, sum(f.amount_nano)::bigint as amount
     from ${table} f where ${condition} and f.cost_lines > 0 group by f.organization_id, f.${COLUMNS[dimension]}`,
    values,
  )
  return rows.map(({ value, amount }) => ({ value, amount: nano(amount) }))
}

const NAMES: Record<PartDimension, string> = {
  key: 'select organization_id, id, name from api_keys',
  workspace: 'select organization_id, id, name from workspaces',
  person: `select a.organization_id, a.id, coalesce(a.name, a.email, k.name) as name from usage_actors a
    left join api_keys k on k.organization_id = a.organization_id and k.id = a.id`,
}

/** What the largest values of these breakdowns are called; what nobody has named is missing. */
export async function nameSubjects(by: ExplainedSpend['by']): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  const named = (Object.keys(NAMES) as PartDimension[]).map(async (dimension) => {
    const values = (by[dimension]?.parts ?? []).slice(0, MOST_NAMED).flatMap(({ value }) => value ?? [])
    if (values.length === 0) return
    const { rows } = await pool().query<{ value: string; name: string | null }>(
      `select x.organization_id || '/' || x.id as value, x.name from (${NAMES[dimension]}) x
       where (x.organization_id, x.id) in (select * from unnest($1::text[], $2::text[]))`,
      [values.map((value) => partOf(value)[0]), values.map((value) => partOf(value)[1])],
    )
    for (const { value, name } of rows) if (name) names.set(value, name)
  })
  await Promise.all(named)
  return names
}

/** More are never listed. */
const MOST_NAMED = 50

/** Organisation and id of `organisation/id`. */
function partOf(value: string): [string, string] {
  const at = value.indexOf('/')
  return [value.slice(0, at), value.slice(at + 1)]
}
