import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { dayOf } from '@/lib/domain/day'
import { planState, type PlanState } from '@/lib/domain/plan-cycles'
import type { Viewer } from '@/lib/domain/viewer'
import { plainText } from '@/lib/parse-text'
import { loadPlanBook, nameOfPlan } from './timeline-plans'

/** What somebody typed to be looked for. */
export const searchText = plainText(100)

interface FoundKey {
  id: string
  name: string
  /** The beginning and the end of the key, as Anthropic lists it. */
  hint: string | null
  organizationId: string
  workspace: string | null
  /** Not listed by Anthropic any more, or switched off there. */
  gone: boolean
}

interface FoundWorkspace {
  id: string
  name: string
  organizationId: string
  gone: boolean
}

interface FoundPerson {
  id: string
  name: string
  email: string
  organizationId: string
  gone: boolean
  /** Keys they made, the newest first, at most `MOST_KEYS`; `keyCount` says how many there are. */
  keyIds: string[]
  keyCount: number
  planIds: string[]
}

interface Found {
  plans: { id: string; name: string; state: PlanState }[]
  keys: FoundKey[]
  workspaces: FoundWorkspace[]
  models: string[]
  people: FoundPerson[]
  /** Whether a kind has more than is listed here. */
  more: boolean
}

const MOST = 6
/** As many as an address can name and still be opened everywhere. */
const MOST_KEYS = 40

/** What is called so, or has it in its id or hint: every word of `text` must occur. At most six of a kind. */
export async function search(
  _viewer: Viewer,
  text: string,
  now: Date,
  data: DataScope = 'real',
): Promise<Found> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const [book, keys, workspaces, models, members] = await Promise.all([
    loadPlanBook(data),
    query<FoundKey>(KEYS, words, data),
    query<FoundWorkspace>(WORKSPACES, words, data),
    query<{ model: string }>(MODELS, words, data),
    query<Omit<FoundPerson, 'planIds'>>(MEMBERS, words, data),
  ])
  const today = dayOf(now)
  const plans = book.plans
    .map((plan) => ({ id: plan.id, name: nameOfPlan(book, plan, today), state: planState(plan, today) }))
    .filter(({ id, name }) => hasAll(`${name} ${id}`, words))
    .sort((a, b) => Number(a.state === 'ended') - Number(b.state === 'ended'))
  const found = {
    plans,
    keys,
    workspaces,
    models: models.map(({ model }) => model),
    people: members.map((member) => ({
      ...member,
      planIds: book.plans.flatMap(({ id, holderEmail }) =>
        holderEmail === member.email.toLowerCase() ? [id] : [],
      ),
    })),
  }
  return {
    plans: found.plans.slice(0, MOST),
    keys: found.keys.slice(0, MOST),
    workspaces: found.workspaces.slice(0, MOST),
    models: found.models.slice(0, MOST),
    people: found.people.slice(0, MOST),
    more: Object.values(found).some(({ length }) => length > MOST),
  }
}

function hasAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return words.every((word) => lower.includes(word))
}

const IN_SCOPE = 'select id from organizations where is_demo = $2'

/** `strpos` and not LIKE: what somebody types has no wildcards. Names that begin so come first, what is gone last. */
function selection(
  columns: string,
  from: string,
  { searched, name, gone }: { searched: string; name: string; gone: string },
): string {
  return `select ${columns}, ${gone} as gone from ${from}
    where x.organization_id in (${IN_SCOPE})
      and (select bool_and(strpos(lower(concat_ws(' ', ${searched})), word) > 0) from unnest($1::text[]) word)
    order by ${gone}, not starts_with(lower(${name}), $1[1]), strpos(lower(${name}), $1[1]) = 0, lower(${name}), x.id
    limit ${MOST + 1}`
}

const KEYS = selection(
  `x.id, x.name, x.hint, x.organization_id as "organizationId", w.name as workspace`,
  `api_keys x left join workspaces w on w.organization_id = x.organization_id and w.id = x.workspace_id`,
  {
    searched: 'x.name, x.id, x.hint',
    name: 'x.name',
    gone: `(x.gone_at is not null or x.status <> 'active')`,
  },
)

const WORKSPACES = selection(`x.id, x.name, x.organization_id as "organizationId"`, `workspaces x`, {
  searched: 'x.name, x.id',
  name: 'x.name',
  gone: '(x.gone_at is not null or x.archived_at is not null)',
})

const MEMBERS = selection(
  `x.id, x.name, x.email, x.organization_id as "organizationId", made.ids[1:${MOST_KEYS}] as "keyIds",
   cardinality(made.ids) as "keyCount"`,
  `members x, lateral (
     select coalesce(array_agg(k.id order by k.created_at desc nulls last, k.id), '{}') as ids from api_keys k
     where k.organization_id = x.organization_id and k.created_by_id = x.id) made`,
  { searched: 'x.name, x.email, x.id', name: 'x.name', gone: '(x.gone_at is not null)' },
)

/** What was used at all: a model is known by its use alone. */
const MODELS = `select distinct x.value as model from spend_day_parts x
  where x.dimension = 'model' and x.value is not null and x.organization_id in (${IN_SCOPE})
    and (select bool_and(strpos(lower(x.value), word) > 0) from unnest($1::text[]) word)
  order by model limit ${MOST + 1}`

async function query<Row extends object>(
  text: string,
  words: readonly string[],
  data: DataScope,
): Promise<Row[]> {
  const { rows } = await pool().query<Row>(text, [words, data === 'demo'])
  return rows
}
