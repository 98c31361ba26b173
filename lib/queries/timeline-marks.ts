import { pool } from '@/lib/db/client'
import { compareText } from '@/lib/domain/compare-text'
import type { DataScope } from '@/lib/domain/data-scope'
import { type Day, type DayRange, isWithin } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { planNameOn } from '@/lib/domain/plan-catalogue'
import type { PricePeriod } from '@/lib/domain/pricing'
import { markMatches, type MarkKind, type MarkSubject, type TimelineMark } from '@/lib/domain/timeline-mark'
import type { TimelineFilters } from '@/lib/domain/timeline-request'
import type { Viewer } from '@/lib/domain/viewer'
import { formatShortDay, formatUsd } from '@/lib/domain/written'
import { listCatalogueModels } from '@/lib/prices/price-book'
import { loadPlanBook } from './timeline-plans'

export interface MarksRequest {
  range: DayRange
  data?: DataScope
  filters: TimelineFilters
  kinds: readonly MarkKind[]
}

/** Of each kind, the newest: nobody reads more. */
const MOST_OF_A_KIND = 500

/** What people wrote about these days and what happened on them, the newest first; nothing is asked for a kind that is off. */
export async function listTimelineMarks(
  _viewer: Viewer,
  { range, data = 'real', filters, kinds }: MarksRequest,
): Promise<TimelineMark[]> {
  const [stored, plans] = await Promise.all([
    storedMarks(range, data, kinds),
    kinds.includes('plan') ? planMarks(range, data) : [],
  ])
  const catalogued = kinds.includes('price') ? catalogueMarks(range) : []
  return [...stored, ...plans, ...catalogued]
    .filter((mark) => markMatches(mark, filters))
    .sort((a, b) => compareText(b.day, a.day) || (b.hour ?? 0) - (a.hour ?? 0) || compareText(a.id, b.id))
}

interface Row {
  kind: MarkKind
  id: string
  day: Day
  until: Day
  hour: number | null
  /** Of what it is about. */
  name: string | null
  /** What is written or happened, by kind. */
  what: string
  more: string | null
  who: string | null
  organization: string | null
  workspace: string | null
  key: string | null
  model: string | null
  plan: string | null
}

/** Days are UTC days, whatever the database takes for its zone. */
const [START, END] = ['$1', '$2'].map((day) => `(${day}::text || 'T00:00:00Z')::timestamptz`)
const TOLD = '(select id from organizations where is_demo = $3::bool)'

/** One branch a kind, each over an index by time; $1 and $2 are the first day and the day after the last, $3 the data. */
const BRANCHES: Partial<Record<MarkKind, string>> = {
  note: `select 'note' as kind, n.id, n.day, n.until_day as until, null::int as hour, k.name, n.text as what, null as more,
      n.created_by as who, n.organization_id as organization, k.workspace_id as workspace, n.key_id as key,
      null::text as model, null::text as plan
    from timeline_notes n
      left join api_keys k on k.organization_id = n.organization_id and k.id = n.key_id
    where n.deleted_at is null and n.is_demo = $3::bool and n.day < $2::text and n.until_day >= $1::text`,
  finding: `select 'finding', f.id, least(f.episode, f.noticed), least(f.episode, f.noticed), null, null, f.sentence,
      f.noticed, null, f.organization_id,
      case f.subject_type when 'workspace' then f.subject_id end, case f.subject_type when 'key' then f.subject_id end,
      case f.subject_type when 'model' then f.subject_id end, case f.subject_type when 'plan' then f.subject_id end
    from (select *, to_char(detected_at at time zone 'UTC', 'YYYY-MM-DD') as noticed from findings
      where organization_id in ${TOLD}) f
    where least(f.episode, f.noticed) >= $1::text and least(f.episode, f.noticed) < $2::text`,
  budget: `select 'budget', c.id, to_char(c.crossed_at at time zone 'UTC', 'YYYY-MM-DD'),
      to_char(c.crossed_at at time zone 'UTC', 'YYYY-MM-DD'), date_part('hour', c.crossed_at at time zone 'UTC')::int,
      b.name, c.amount_nano::text, c.spent_nano::text, null, b.scope->>'organization', b.scope->>'workspace',
      b.scope->>'key', b.scope->>'model', null
    from budget_crossings c join budgets b on b.id = c.budget_id
    where b.deleted_at is null and b.is_demo = $3::bool and c.threshold = 100 and c.spent_nano > c.amount_nano
      and c.crossed_at >= ${START} and c.crossed_at < ${END}`,
  key: `select 'key', k.organization_id || ' ' || k.id, to_char(k.created_at at time zone 'UTC', 'YYYY-MM-DD'),
      to_char(k.created_at at time zone 'UTC', 'YYYY-MM-DD'), date_part('hour', k.created_at at time zone 'UTC')::int,
      k.name, 'created', null, null, k.organization_id, k.workspace_id, k.id, null, null
    from api_keys k
    where k.organization_id in ${TOLD} and k.created_at >= ${START} and k.created_at < ${END}
    union all
    select 'key', e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD'), to_char(e.at at time zone 'UTC', 'YYYY-MM-DD'),
      date_part('hour', e.at at time zone 'UTC')::int, k.name, e.after, null,
      (select a.actor_name from key_actions a where a.organization_id = e.organization_id and a.key_id = e.key_id
        and a.state = 'confirmed' and a.field = 'status' and a.answered_at = e.at limit 1),
      e.organization_id, k.workspace_id, e.key_id, null, null
    from key_events e left join api_keys k on k.organization_id = e.organization_id and k.id = e.key_id
    where e.organization_id in ${TOLD} and e.kind = 'status' and e.after is not null
      and e.at >= ${START} and e.at < ${END}`,
  price: `select 'price', p.id, p.starts_on, p.starts_on, null, null, p.source, null, null, null, null, null, p.model, null
    from model_prices p where p.deleted_at is null and p.starts_on >= $1::text and p.starts_on < $2::text and $3::bool is not null`,
}

async function storedMarks(
  { from, to }: DayRange,
  data: DataScope,
  kinds: readonly MarkKind[],
): Promise<TimelineMark[]> {
  const branches = kinds.flatMap((kind) => {
    const branch = BRANCHES[kind]
    return branch ? [`(select * from (${headed(branch)}) b order by b.day desc limit ${MOST_OF_A_KIND})`] : []
  })
  if (branches.length === 0) return []
  const { rows } = await pool().query<Row>(branches.join(' union all '), [from, to, data === 'demo'])
  return rows.map(markOf)
}

const COLUMNS = 'kind, id, day, until, hour, name, what, more, who, organization, workspace, key, model, plan'

/** The columns of each branch by name and of one type, whichever stands first. */
function headed(branch: string): string {
  const typed = COLUMNS.split(', ').map((name) => `${name}::${name === 'hour' ? 'int' : 'text'}`)
  return `select ${typed.join(', ')} from (${branch}) as r (${COLUMNS})`
}

function markOf(row: Row): TimelineMark {
  const { kind, id, day, until, hour, who, organization, key } = row
  const about: MarkSubject = {}
  for (const dimension of ['organization', 'workspace', 'key', 'model', 'plan'] as const) {
    const value = row[dimension]
    if (value !== null) about[dimension] = value
  }
  return {
    ...{
      id: `${kind} ${id}${row.what === 'created' ? ' created' : ''}`,
      kind,
      day,
      untilDay: until,
      hour,
      who,
    },
    ...{ text: textOf(row), href: hrefOf(row), about },
    keyName: kind === 'note' && key !== null ? row.name?.trim() || key : null,
    note:
      kind === 'note'
        ? { ...{ id, text: row.what, day, untilDay: until }, organizationId: organization, keyId: key }
        : null,
  }
}

const BECAME: Record<string, string> = {
  active: 'activated',
  inactive: 'deactivated',
  archived: 'archived',
  expired: 'expired',
}

function textOf({ kind, name, what, more, model, key, day }: Row): string {
  if (kind === 'finding')
    return more === day ? what : `${what} Noticed on ${formatShortDay((more ?? day) as Day)}.`
  if (kind === 'key') return `Key ${name?.trim() || key || ''} ${BECAME[what] ?? what}`
  if (kind === 'price') return `List price of ${model ?? ''} entered: ${what}`
  if (kind === 'budget') {
    const [amount, spent] = [what, more ?? '0'].map((text) => formatUsd(nano(BigInt(text))).text)
    return `Budget ${name ?? ''} exceeded: ${spent} of ${amount}`
  }
  return what
}

function hrefOf({ kind, id, organization, key }: Row): string | null {
  if (kind === 'finding') return `/findings/${id}`
  if (kind === 'budget') return '/budgets'
  if (kind === 'price') return '/settings/prices'
  return organization !== null && key !== null
    ? `/keys/${encodeURIComponent(organization)}/${encodeURIComponent(key)}`
    : null
}

/** Plans that began, changed, were paused or ended. The day of a change is the last one of what was before. */
async function planMarks(range: DayRange, data: DataScope): Promise<TimelineMark[]> {
  const { plans, catalogue } = await loadPlanBook(data)
  return plans.flatMap((plan) => {
    const at = (on: Day, what: string, index: number | string): TimelineMark[] =>
      isWithin(on, range)
        ? [
            {
              ...{
                id: `plan ${plan.id} ${index}`,
                kind: 'plan',
                day: on,
                untilDay: on,
                hour: null,
                who: null,
              },
              ...{
                text: `${plan.holderEmail}: ${what}`,
                href: `/plans/${plan.id}`,
                about: { plan: plan.id },
              },
              ...{ note: null, keyName: null },
            },
          ]
        : []
    const called = (term: (typeof plan.terms)[number]) => {
      const name = planNameOn(catalogue, term.planCode, plan.cycle, term.effectiveOn)
      const seats = term.seats > 1 ? ` × ${term.seats}` : ''
      return `${name}${seats}, ${formatUsd(term.priceUsd).text} ${plan.cycle === 'annual' ? 'a year' : 'a month'}`
    }
    const terms = plan.terms.flatMap((term, index) => {
      const before = plan.terms[index - 1]
      if (!before) return at(term.effectiveOn, `${called(term)}, begins`, index)
      if (term.paused !== before.paused)
        return at(
          term.effectiveOn,
          term.paused ? `${called(before)}, paused` : `${called(term)}, goes on`,
          index,
        )
      return at(term.effectiveOn, `${called(before)} becomes ${called(term)}`, index)
    })
    const last = plan.terms.at(-1)
    return [...terms, ...(plan.endsOn && last ? at(plan.endsOn, `${called(last)}, ends`, 'end') : [])]
  })
}

const PRICED = [
  ['uncachedInput', 'input'],
  ['cacheRead', 'cache read'],
  ['cacheWrite5m', 'cache write'],
  ['output', 'output'],
] as const

/** Changes of list prices the catalogue knows of. */
function catalogueMarks(range: DayRange): TimelineMark[] {
  return listCatalogueModels().flatMap(({ id: model, periods }) =>
    periods.flatMap((period, index): TimelineMark[] => {
      const [from, before] = [period.from, periods[index - 1]]
      if (from === null || !before || !isWithin(from, range)) return []
      return [
        {
          ...{
            id: `price ${model} ${from}`,
            kind: 'price',
            day: from,
            untilDay: from,
            hour: null,
            who: null,
          },
          ...{
            text: priceText(model, before, period),
            href: '/settings/prices',
            about: { model },
            ...{ note: null, keyName: null },
          },
        },
      ]
    }),
  )
}

function priceText(model: string, before: PricePeriod, after: PricePeriod): string {
  const changes = PRICED.flatMap(([kind, name]) => {
    const [old, now] = [before.prices[kind], after.prices[kind]]
    if (old === null || now === null || old === now) return []
    return [`${name} ${formatUsd(nano(old)).text} → ${formatUsd(nano(now)).text}`]
  })
  const isFlat = before.long !== null && after.long === null
  const what = [...changes, ...(isFlat ? ['long prompts cost no more than short ones'] : [])].join(', ')
  return `List price of ${model}: ${what || 'changed'}${changes.length > 0 ? ' a million tokens' : ''}`
}
