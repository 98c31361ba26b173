import { pool, prisma } from '@/lib/db/client'
import { day, type Day, type DayRange } from '@/lib/domain/day'
import {
  assignmentOn,
  assignmentWords,
  NOTHING_SAID,
  SINCE_ALWAYS,
  type AssignedFrom,
  type Assignment,
} from '@/lib/domain/key-assignment'
import { type Breakdown, breakDown, type Part } from '@/lib/domain/key-breakdown'
import { nano, type Nano, sum } from '@/lib/domain/money'
import { addUsage, NO_USAGE, type Usage } from '@/lib/domain/timeline'
import type { Viewer } from '@/lib/domain/viewer'
import { usageOf } from './spend-cells'
import { USAGE_COLUMNS } from './timeline-tables'

/** What one key did in a range. Each breakdown with its remainder is the whole. */
export interface KeySpend {
  spend: Nano
  /** The same at list price. */
  list: Nano
  usage: Usage
  /** Whether any cost stands behind it: without, it is use that nobody has priced. */
  isPriced: boolean
  /** One entry a day and model that cost something. */
  days: { day: Day; model: string | null; amount: Nano }[]
  by: Record<KeyDimension, Breakdown>
}

export type KeyDimension =
  'model' | 'product' | 'tokenType' | 'serviceTier' | 'speed' | 'contextWindow' | 'inferenceGeo'

interface SpendRow extends Partial<Record<(typeof USAGE_COLUMNS)[keyof Usage], bigint>> {
  day: Day
  model: string | null
  product: string | null
  amount: bigint
  list: bigint
  priced: boolean
}
interface CostRow {
  tokenType: string | null
  serviceTier: string | null
  amount: bigint
}
interface RateRow {
  speed: string | null
  contextWindow: string | null
  inferenceGeo: string | null
  amount: bigint
}

const OF_KEY = 'f.organization_id = $1 and f.api_key_id = $2 and f.day >= $3::date and f.day < $4::date'

/** What a key did on these days, half-open. */
export async function getKeySpend(
  _viewer: Viewer,
  { organizationId, id }: { organizationId: string; id: string },
  range: DayRange,
): Promise<KeySpend> {
  const values = [organizationId, id, range.from, range.to]
  const [spend, costs, rates] = await Promise.all([
    pool().query<SpendRow>(
      `select f.day, f.model, f.product, sum(f.amount_nano)::bigint as amount, sum(f.list_amount_nano)::bigint as list,
         bool_or(f.cost_lines > 0) as priced,
         ${Object.values(USAGE_COLUMNS)
           .map((name) => `sum(f.${name})::bigint as ${name}`)
           .join(', ')}
       from spend_rollup f where ${OF_KEY} group by 1, 2, 3 order by 1, 2`,
      values,
    ),
    pool().query<CostRow>(
      `select coalesce(f.token_type, f.cost_type) as "tokenType", f.service_tier as "serviceTier",
         sum(f.amount_nano)::bigint as amount
       from cost_facts f where ${OF_KEY} group by 1, 2`,
      values,
    ),
    pool().query<RateRow>(
      `select f.speed, f.context_window as "contextWindow", f.inference_geo as "inferenceGeo",
         sum(f.amount_nano)::bigint as amount
       from rate_facts f where ${OF_KEY} and f.amount_nano is not null group by 1, 2, 3`,
      values,
    ),
  ])
  const total = sum(spend.rows.map(({ amount }) => nano(amount)))
  const by = <Row extends { amount: bigint }>(rows: readonly Row[], valueOf: (row: Row) => string | null) =>
    breakDown(
      rows.map((row): Part => ({ value: valueOf(row), amount: nano(row.amount) })),
      total,
    )
  const priced = spend.rows.filter((row) => row.priced)
  return {
    spend: total,
    list: sum(spend.rows.map(({ list }) => nano(list))),
    usage: spend.rows.map(usageOf).reduce(addUsage, NO_USAGE),
    isPriced: priced.length > 0,
    days: daysOf(priced),
    by: {
      model: by(priced, ({ model }) => model),
      product: by(priced, ({ product }) => product),
      tokenType: by(costs.rows, ({ tokenType }) => tokenType),
      serviceTier: by(costs.rows, ({ serviceTier }) => serviceTier),
      speed: by(rates.rows, ({ speed }) => speed),
      contextWindow: by(rates.rows, ({ contextWindow }) => contextWindow),
      inferenceGeo: by(rates.rows, ({ inferenceGeo }) => inferenceGeo),
    },
  }
}

function daysOf(rows: readonly SpendRow[]): KeySpend['days'] {
  const days = new Map<string, KeySpend['days'][number]>()
  for (const { day, model, amount } of rows) {
    const name = JSON.stringify([day, model])
    const there = days.get(name)
    days.set(name, { day, model, amount: nano((there?.amount ?? 0n) + amount) })
  }
  return [...days.values()]
}

/** What happened to a key, and who did it; the newest first. */
export interface KeyHistoryEntry {
  id: string
  at: Date
  /** `noticed` at Anthropic, `acted` through Onebill, `assigned` here. */
  kind: 'noticed' | 'acted' | 'assigned'
  /** What changed: "status", "name", "owner" … or what was noticed. */
  what: string
  before: string | null
  after: string | null
  who: string | null
  note: string | null
  /** Of what was done through Onebill: intended, confirmed, refused, unconfirmed. */
  state: string | null
}

const MOST_HISTORY = 200

/** Events, actions and assignments of one key, the newest first, at most 200 of each. */
export async function keyHistory(
  _viewer: Viewer,
  { organizationId, id: keyId }: { organizationId: string; id: string },
): Promise<KeyHistoryEntry[]> {
  const where = { organizationId, keyId }
  const [events, actions, assignments] = await Promise.all([
    prisma().keyEvent.findMany({ where, orderBy: { at: 'desc' }, take: MOST_HISTORY }),
    prisma().keyAction.findMany({ where, orderBy: { requestedAt: 'desc' }, take: MOST_HISTORY }),
    prisma().keyAssignmentChange.findMany({ where, orderBy: { at: 'desc' }, take: MOST_HISTORY }),
  ])
  const ruleIds = assignments.flatMap(({ ruleId }) => ruleId ?? [])
  const rules = await prisma().keyRule.findMany({ where: { id: { in: ruleIds } } })
  const patterns = new Map(rules.map(({ id, pattern }) => [id, pattern]))
  const entries = [
    ...events.map(({ id, at, kind, before, after }): KeyHistoryEntry => ({
      ...{ id, at, kind: 'noticed', what: kind, before, after },
      ...{ who: null, note: null, state: null },
    })),
    ...actions.map(
      ({ id, requestedAt, field, before, wanted, actorName, reason, state, failure }): KeyHistoryEntry => ({
        ...{ id, at: requestedAt, kind: 'acted', what: field, before, after: wanted, who: actorName, state },
        note: failure === null ? reason : `${reason} — ${failure}`,
      }),
    ),
    ...assignments.map((change): KeyHistoryEntry => {
      const { id, at, actorName, effectiveOn, ruleId, undoneBy } = change
      const notes = [
        effectiveOn === SINCE_ALWAYS ? 'since always' : `from ${effectiveOn} on`,
        ruleId !== null && `by the rule “${patterns.get(ruleId) ?? '?'}”`,
        undoneBy !== null && `taken back by ${undoneBy}`,
      ]
      return {
        ...{ id, at, kind: 'assigned', what: 'assignment', who: actorName, state: null },
        ...{ before: heldWords(change.before, effectiveOn), after: heldWords(change.after, effectiveOn) },
        note: notes.filter(Boolean).join(', '),
      }
    }),
  ]
  return entries.sort((a, b) => b.at.getTime() - a.at.getTime())
}

/** What a stored list of assignments says of a day. */
function heldWords(stored: unknown, on: string): string {
  const rows = (stored as (Assignment & { effectiveOn: string })[]).map((row): AssignedFrom => ({
    ...row,
    effectiveOn: day(row.effectiveOn),
  }))
  const { after } = assignmentWords(NOTHING_SAID, assignmentOn(rows, day(on)))
  const words = Object.entries(after).flatMap(([field, value]) =>
    value === null ? [] : [`${field}: ${value}`],
  )
  return words.join(' · ') || 'nothing said'
}
