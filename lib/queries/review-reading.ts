import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { daysIn, type Day } from '@/lib/domain/day'
import type { PeriodReading } from '@/lib/domain/review-due'
import type { ReviewPeriod } from '@/lib/domain/review-period'
import type { Viewer } from '@/lib/domain/viewer'

/** How far the days of a period are read: of what is connected, those that still may become more are named. */
export async function readPeriodReading(
  _viewer: Viewer,
  { range }: ReviewPeriod,
  data: DataScope,
): Promise<PeriodReading> {
  const isDemo = data === 'demo'
  const [known, unread] = await Promise.all([
    pool().query<{ organizations: number; plans: number; firstKnown: Day | null; connectedAt: Date | null }>(
      `select (select count(*)::int from organizations where is_demo = $1) as organizations,
         (select count(*)::int from plans where is_demo = $1) as plans,
         least(
           (select min(v.day)::text from coverage v join organizations o on o.id = v.organization_id where o.is_demo = $1),
           (select min(starts_on) from plans where is_demo = $1)) as "firstKnown",
         (select max(c.created_at) from connections c join organizations o on o.id = c.organization_id
            where o.is_demo = $1) as "connectedAt"`,
      [isDemo],
    ),
    pool().query<{ day: Day }>(
      `select distinct d.day::text as day from unnest($2::date[]) d (day)
       join organizations o on o.is_demo = $1
       join connections c on c.organization_id = o.id
       left join coverage v on v.organization_id = o.id and v.day = d.day
       where not coalesce(v.state = 'synced' or v.state = 'provisional'
         and least(v.read_at, v.data_refreshed_at) >= ((d.day + 1)::text || 'T00:00:00Z')::timestamptz, false)
       order by 1`,
      [isDemo, daysIn(range)],
    ),
  ])
  const [all] = known.rows
  return {
    hasAnything: (all?.organizations ?? 0) + (all?.plans ?? 0) > 0,
    firstKnown: all?.firstKnown ?? null,
    connectedAt: all?.connectedAt ?? null,
    unread: unread.rows.map(({ day }) => day),
  }
}

/** A told story stands still: it is looked at as of when it was told. */
export async function reviewClock(data: DataScope, now: Date): Promise<Date> {
  if (data === 'real') return now
  const { rows } = await pool().query<{ at: Date | null }>(
    `select max(v.read_at) as at from coverage v join organizations o on o.id = v.organization_id where o.is_demo`,
  )
  const told = rows[0]?.at
  return told && told < now ? told : now
}
