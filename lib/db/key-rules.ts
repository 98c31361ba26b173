import { day } from '@/lib/domain/day'
import { plainAssignment, type AssignedFrom, type AssignmentField } from '@/lib/domain/key-assignment'
import type { KeyRule, RuledKey } from '@/lib/domain/key-rule'
import type { Transaction } from './transact'

type Reading = Pick<Transaction, 'keyRule' | '$queryRaw'>

/** A rule as it stands in its list. */
export interface StandingRule extends KeyRule {
  position: number
  createdAt: Date
  createdBy: string
}

/** The rules that stand, in their order: of two that speak of the same, the first holds. */
export async function readKeyRules(db: Reading, isDemo: boolean): Promise<StandingRule[]> {
  const rows = await db.keyRule.findMany({
    where: { isDemo, deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  })
  return rows.map(standingRule)
}

export function standingRule(row: Awaited<ReturnType<Reading['keyRule']['findMany']>>[number]): StandingRule {
  const { id, position, pattern, organizationId, workspaceId, effectiveOn, createdAt, createdBy } = row
  return {
    ...{ id, position, pattern, organizationId, workspaceId, createdAt, createdBy },
    ...{ effectiveOn: day(effectiveOn), ...plainAssignment(row) },
  }
}

/** A key as rules see it, with what it is called for people. */
export interface ReadKey extends RuledKey {
  organizationName: string
  workspaceName: string | null
  /** Nothing was ever said of it, by nobody and no rule. */
  isUntouched: boolean
}

/**
 * Every key that was ever listed, by organisation and name, with what was said of it. Settled is what people said, and what
 * they took back from a rule that still stands.
 */
export async function readRuledKeys(
  db: Reading,
  isDemo: boolean,
  organizationId: string | null = null,
): Promise<ReadKey[]> {
  const rows = await db.$queryRaw<(Omit<ReadKey, 'assigned'> & { assigned: AssignedFrom[] | null })[]>`
    select k.organization_id as "organizationId", k.id, k.name, k.workspace_id as "workspaceId",
      o.name as "organizationName", w.name as "workspaceName", a.assigned,
      coalesce(c.settled, '{}') as settled, c.key_id is null and a.key_id is null as "isUntouched"
    from api_keys k
    join organizations o on o.id = k.organization_id and o.is_demo = ${isDemo}
    left join workspaces w on w.organization_id = k.organization_id and w.id = k.workspace_id
    left join (
      select organization_id, key_id, json_agg(json_build_object('effectiveOn', effective_on, 'ownerEmail', owner_email,
        'purpose', purpose, 'application', application, 'environment', environment, 'costCentre', cost_centre,
        'tags', tags) order by effective_on) as assigned
      from key_assignments group by 1, 2) a on a.organization_id = k.organization_id and a.key_id = k.id
    left join (
      select organization_id, key_id, array_agg(distinct field) filter (where
        rule_id is null and undone_at is null
        or undone_at is not null and rule_id in (select id from key_rules where deleted_at is null)) as settled
      from key_assignment_changes left join unnest(fields) field on true group by 1, 2
    ) c on c.organization_id = k.organization_id and c.key_id = k.id
    where ${organizationId}::text is null or k.organization_id = ${organizationId}
    order by k.organization_id, lower(k.name), k.id`
  return rows.map(({ assigned, settled, ...key }) => ({
    ...key,
    assigned: (assigned ?? []).map((row) => ({ effectiveOn: day(row.effectiveOn), ...plainAssignment(row) })),
    settled: settled.filter(Boolean) as AssignmentField[],
  }))
}
