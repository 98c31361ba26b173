import type { PoolClient } from 'pg'
import type { Day } from '@/lib/domain/day'
import { pool } from './client'

type StoredState = 'synced' | 'partial' | 'provisional'
type Granularity = 'hour' | 'day'
type Source = 'analytics' | 'legacy'

/** What is known of one organisation-day. */
export interface CoveredDay {
  day: Day
  state: StoredState
  /** Which of Anthropic's reports owns the day. */
  source: Source
  granularity: Granularity
  digest: string
  usageRows: number
  costRows: number
  dataRefreshedAt: Date | null
  readAt: Date
}

const COLUMNS = `day, state, source, granularity, digest, usage_rows as "usageRows", cost_rows as "costRows",
  data_refreshed_at as "dataRefreshedAt", read_at as "readAt"`

/** Every covered day of an organisation. */
export async function readCoverage(organizationId: string): Promise<CoveredDay[]> {
  const { rows } = await pool().query<CoveredDay>(
    `select ${COLUMNS} from coverage where organization_id = $1`,
    [organizationId],
  )
  return rows
}

/** What is stored of these days; a day that is not in the map has nothing. */
export async function readCoveredDays(
  client: PoolClient,
  organizationId: string,
  days: readonly Day[],
): Promise<Map<Day, CoveredDay>> {
  const { rows } = await client.query<CoveredDay>(
    `select ${COLUMNS} from coverage where organization_id = $1 and day = any($2::date[])`,
    [organizationId, days],
  )
  return new Map(rows.map((row) => [row.day, row]))
}

/** Writes only rows that say something else than before. */
export async function writeCoverage(
  client: PoolClient,
  organizationId: string,
  days: readonly CoveredDay[],
): Promise<void> {
  await client.query(
    `insert into coverage (organization_id, day, state, source, granularity, digest, usage_rows, cost_rows,
       data_refreshed_at, read_at)
     select $1, * from unnest($2::date[], $3::"CoverageState"[], $4::"UsageSource"[], $5::text[], $6::text[],
       $7::int[], $8::int[], $9::timestamptz[], $10::timestamptz[])
     on conflict (organization_id, day) do update set source = excluded.source, state = excluded.state,
       granularity = excluded.granularity, digest = excluded.digest, usage_rows = excluded.usage_rows,
       cost_rows = excluded.cost_rows, data_refreshed_at = excluded.data_refreshed_at, read_at = excluded.read_at
     where (coverage.source, coverage.state, coverage.digest, coverage.data_refreshed_at, coverage.read_at)
       is distinct from (excluded.source, excluded.state, excluded.digest, excluded.data_refreshed_at, excluded.read_at)`,
    [
      organizationId,
      days.map(({ day }) => day),
      days.map(({ state }) => state),
      days.map(({ source }) => source),
      days.map(({ granularity }) => granularity),
      days.map(({ digest }) => digest),
      days.map(({ usageRows }) => usageRows),
      days.map(({ costRows }) => costRows),
      days.map(({ dataRefreshedAt }) => dataRefreshedAt),
      days.map(({ readAt }) => readAt),
    ],
  )
}

export async function setPartial(
  client: PoolClient,
  organizationId: string,
  days: readonly Day[],
): Promise<void> {
  await client.query(
    `update coverage set state = 'partial' where organization_id = $1 and day = any($2::date[])`,
    [organizationId, days],
  )
}
