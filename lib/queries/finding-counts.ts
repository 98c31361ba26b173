import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Severity } from '@/lib/domain/findings/finding'
import type { FindingState } from '@/lib/domain/findings/finding-standing'
import type { FindingEvaluationState } from '@/lib/domain/findings/stored-finding'
import type { FindingLearningLine } from '@/lib/domain/findings/learning-line'
import type { Viewer } from '@/lib/domain/viewer'
import { STANDS_SQL } from './findings'

/**
 * How many high findings stand open now. Every page asks: an index gives the few high ones of the states that may be open, so
 * its cost does not grow with what was ever found.
 */
export async function countOpenHigh(_viewer: Viewer, data: DataScope, now: Date): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `select count(*)::int as count from findings f join organizations o on o.id = f.organization_id
     where f.state in ('open', 'snoozed', 'expected') and f.severity = 'high' and o.is_demo = $2 and ${STANDS_SQL} = 'open'`,
    [now, data === 'demo'],
  )
  return rows[0]?.count ?? 0
}

export interface FindingCount {
  stands: FindingState
  severity: Severity
  count: number
}

/** How many stand where, by severity; what there is none of is left out. */
export async function countFindings(
  _viewer: Viewer,
  { data, organizationId = null }: { data: DataScope; organizationId?: string | null },
  now: Date,
): Promise<FindingCount[]> {
  const { rows } = await pool().query<FindingCount>(
    `select ${STANDS_SQL} as stands, f.severity::text as severity, count(*)::int as count
     from findings f join organizations o on o.id = f.organization_id
     where o.is_demo = $2 and ($3::text is null or f.organization_id = $3) group by 1, 2 order by 1, 2`,
    [now, data === 'demo', organizationId],
  )
  return rows
}

/** What cannot be judged yet: a line for each rule and organisation. */
export async function listLearning(
  _viewer: Viewer,
  { data, organizationId = null }: { data: DataScope; organizationId?: string | null },
): Promise<FindingLearningLine[]> {
  const { rows } = await pool().query<FindingLearningLine>(
    `select distinct on (o.name, l.organization_id, l.rule) o.name as "organizationName", l.rule,
       count(*) over (partition by l.organization_id, l.rule)::int as subjects,
       l.days_known as "daysKnown", l.days_needed as "daysNeeded", l.sentence
     from finding_learning l join organizations o on o.id = l.organization_id
     where o.is_demo = $1 and ($2::text is null or l.organization_id = $2)
     order by o.name, l.organization_id, l.rule, l.days_known desc, l.subject_id`,
    [data === 'demo', organizationId],
  )
  return rows
}

/** Rules look at closed hours, so an evaluation within an hour before the end of a sync saw all they look at. */
const BEHIND = `interval '1 hour'`

/**
 * How far the rules have come in each organisation that is read or was read: never, current, or behind what a sync brought since.
 */
export async function listEvaluations(_viewer: Viewer, data: DataScope): Promise<FindingEvaluationState[]> {
  const { rows } = await pool().query<FindingEvaluationState>(
    `select o.id as "organizationId", o.name as "organizationName", e.evaluated_at as "evaluatedAt",
       e.until_hour as "untilHour",
       case when e.evaluated_at is null then 'never'
         when e.evaluated_at < c.last_synced_at - ${BEHIND} then 'behind' else 'current' end as state
     from organizations o left join connections c on c.organization_id = o.id
       left join finding_evaluations e on e.organization_id = o.id
     where o.is_demo = $1 order by o.name, o.id`,
    [data === 'demo'],
  )
  return rows
}
