import { pool } from '@/lib/db/client'
import type { Day, DayRange } from '@/lib/domain/day'
import type { Part } from '@/lib/domain/key-breakdown'
import { nano } from '@/lib/domain/money'
import type { SpendSubject } from '@/lib/domain/spend-subject'
import { placeOf } from './subject-place'

export interface HourCosts {
  tiers: Part[]
  /** Hours since 1970 modulo a week. */
  week: { hour: number; amount: bigint }[]
  /** Hour by hour, where it was asked for. */
  hourly: { day: Day; hour: number; model: string | null; amount: bigint }[]
}

export interface HourQuestion {
  range: DayRange
  /** Of the hours of a week; within the range. */
  week: DayRange
  /** Days that are only known whole. */
  dailyOnly: readonly Day[]
  byHour: boolean
}

export type RateCosts = Record<'speed' | 'contextWindow' | 'inferenceGeo', Part[]>

interface HourRow {
  what: 'tier' | 'week' | 'hour'
  value: string | null
  day: Day | null
  hour: number | null
  amount: bigint
}

/**
 * Cost by service tier, by hour of week without the days that are only known whole, and by hour; null for people, of whom only
 * days are told. Of a key it is read by index; of a workspace or model it reads all facts of the days.
 */
export async function costsByHour(
  subject: SpendSubject,
  { range, week, dailyOnly, byHour }: HourQuestion,
): Promise<HourCosts | null> {
  if (subject.kind === 'person') return null
  const { condition, values } = placeOf(subject, range)
  const hourly = `union all
    select 'hour', model, day, date_part('hour', starts_at at time zone 'UTC')::int, sum(amount)::bigint
    from hours where day <> all($7::date[]) group by model, day, starts_at`
  const { rows } = await pool().query<HourRow>(
    `with hours as materialized (
       select f.starts_at, f.day, f.service_tier, ${byHour ? 'f.model' : 'null::text as model'}, sum(f.amount_nano) as amount
       from cost_facts f where ${condition} group by 1, 2, 3, 4)
     select 'tier' as what, service_tier as value, null::date as day, null::int as hour, sum(amount)::bigint as amount
     from hours group by 2
     union all
     select 'week', null, null, (date_part('epoch', starts_at) / 3600)::int % 168, sum(amount)::bigint
     from hours where day >= $5::date and day < $6::date and day <> all($7::date[]) group by 4
     ${byHour ? hourly : ''}`,
    [...values, week.from, week.to, dailyOnly],
  )
  const of = (what: HourRow['what']) => rows.filter((row) => row.what === what)
  return {
    tiers: of('tier').map(({ value, amount }) => ({ value, amount: nano(amount) })),
    week: of('week').map(({ hour, amount }) => ({ hour: hour ?? 0, amount })),
    hourly: of('hour').flatMap(({ day, hour, value, amount }) =>
      day === null || hour === null ? [] : [{ day, hour, model: value, amount }],
    ),
  }
}

interface RateRow {
  speed: string | null
  contextWindow: string | null
  inferenceGeo: string | null
  amount: bigint
}

/** Cost by what changes the price of a token; null where Anthropic does not tell it: workspaces and people. */
export async function costsByRate(subject: SpendSubject, range: DayRange): Promise<RateCosts | null> {
  if (subject.kind === 'person' || subject.kind === 'workspace') return null
  const { condition, values } = placeOf(subject, range)
  const { rows } = await pool().query<RateRow>(
    `select f.speed, f.context_window as "contextWindow", f.inference_geo as "inferenceGeo",
       sum(f.amount_nano)::bigint as amount
     from rate_facts f where ${condition} and f.amount_nano is not null group by 1, 2, 3`,
    values,
  )
  const by = (name: keyof RateCosts) =>
    rows.map((row): Part => ({ value: row[name], amount: nano(row.amount) }))
  return { speed: by('speed'), contextWindow: by('contextWindow'), inferenceGeo: by('inferenceGeo') }
}
