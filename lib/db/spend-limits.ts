import type { PoolClient } from 'pg'
import type { Day } from '@/lib/domain/day'
import type { SpendLimit } from '@/lib/domain/findings/evidence'
import { nano, type Nano } from '@/lib/domain/money'
import { limitsInForce, type LimitSource, type StatedLimit } from '@/lib/domain/spend-limit'
import { pool } from './client'
import { holdLease, type Lease } from './lease'
import { inTransaction } from './sql-transaction'

export type LimitSubject = SpendLimit['subject']

export interface ToldLimit {
  subject: LimitSubject
  source: Exclude<LimitSource, 'entered'>
  amount: Nano
  called: string
}

/** The limits that hold for an organisation and its workspaces, one each: the smallest that applies. */
export async function readSpendLimits(organizationId: string): Promise<SpendLimit[]> {
  const stated = await readStatedLimits([organizationId])
  return limitsInForce(stated).map(({ subject, amount, called }) => ({ subject, amount, called }))
}

interface LimitRow {
  organizationId: string
  subjectType: LimitSubject['type']
  subjectId: string
  source: LimitSource
  amount: bigint
  called: string
  statedAt: Date
  statedBy: string | null
}

/** Everything that was read or entered; organisations before workspaces, then by id. */
export async function readStatedLimits(
  organizationIds: readonly string[],
): Promise<(StatedLimit & { organizationId: string })[]> {
  const { rows } = await pool().query<LimitRow>(
    `select organization_id as "organizationId", subject_type as "subjectType", subject_id as "subjectId", source,
       amount_nano as amount, called, stated_at as "statedAt", stated_by as "statedBy"
     from spend_limits where organization_id = any($1::text[])
     order by organization_id, subject_type, subject_id, source desc`,
    [organizationIds],
  )
  return rows.map(({ subjectType, subjectId, amount, ...row }) => ({
    ...row,
    amount: nano(amount),
    subject: { type: subjectType, id: subjectId },
  }))
}

export interface LimitsAsked {
  on: Day
  /** Whether Anthropic told them, be it that there are none. */
  told: boolean
}

/** When Anthropic was last asked for the limits of each organisation; no entry = never. */
export async function lastAskedForLimits(
  organizationIds: readonly string[],
): Promise<Map<string, LimitsAsked>> {
  const { rows } = await pool().query<LimitsAsked & { id: string }>(
    `select organization_id as id, asked_on as "on", told from spend_limit_readings
     where organization_id = any($1::text[])`,
    [organizationIds],
  )
  return new Map(rows.map(({ id, ...asked }) => [id, asked]))
}

/**
 * What Anthropic told takes the place of all it told before; null = it tells this organisation nothing any more. What people
 * entered stays. Throws LeaseLost.
 */
export async function storeToldLimits(
  lease: Lease,
  told: readonly ToldLimit[] | null,
  askedOn: Day,
  now: Date,
): Promise<void> {
  const { organizationId } = lease
  await inTransaction(async (client) => {
    await holdLease(client, lease)
    await client.query(`delete from spend_limits where organization_id = $1 and source <> 'entered'`, [
      organizationId,
    ])
    await insertLimits(client, organizationId, told ?? [], now)
    await client.query(
      `insert into spend_limit_readings (organization_id, asked_on, told) values ($1, $2, $3)
       on conflict (organization_id) do update set asked_on = excluded.asked_on, told = excluded.told`,
      [organizationId, askedOn, told !== null],
    )
  })
}

/** Of several told for the same the smallest is kept. */
async function insertLimits(
  client: PoolClient,
  organizationId: string,
  told: readonly ToldLimit[],
  now: Date,
): Promise<void> {
  await client.query(
    `insert into spend_limits (organization_id, subject_type, subject_id, source, amount_nano, called, stated_at)
     select distinct on (type, id, source) $1, type, id, source, amount, called, $2
     from unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[]) as t (type, id, source, amount, called)
     order by type, id, source, amount`,
    [
      organizationId,
      now,
      told.map(({ subject }) => subject.type),
      told.map(({ subject }) => subject.id),
      told.map(({ source }) => source),
      told.map(({ amount }) => amount),
      told.map(({ called }) => called),
    ],
  )
}
