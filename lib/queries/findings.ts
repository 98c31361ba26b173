import { z } from 'zod'
import { pool } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Day } from '@/lib/domain/day'
import {
  type EvidenceRow,
  SEVERITIES,
  type Severity,
  type Step,
  type Subject,
} from '@/lib/domain/findings/finding'
import type { FindingState } from '@/lib/domain/findings/finding-standing'
import type { StoredFinding, StoredFindingEvent } from '@/lib/domain/findings/stored-finding'
import { nano } from '@/lib/domain/money'
import type { Viewer } from '@/lib/domain/viewer'

export interface FindingSearch {
  states?: readonly FindingState[] | undefined
  rules?: readonly string[] | undefined
  severities?: readonly Severity[] | undefined
  /** Ids of keys the findings are about. */
  keys?: readonly string[] | undefined
  subject?: Pick<Subject, 'type' | 'id'> | undefined
  organizationId?: string | undefined
  data: DataScope
  after?: FindingPosition | undefined
  limit: number
}

/** Where a page ended: the list is sorted by severity, then by what is at stake, then by id. */
export interface FindingPosition {
  severity: Severity
  atStake: bigint
  id: string
}

/** The position of a finding as text for an address. */
export function findingCursor({ severity, atStake, id }: StoredFinding): string {
  return Buffer.from(JSON.stringify([severity, atStake.amount.toString(), id])).toString('base64url')
}

const position = z.tuple([
  z.enum(SEVERITIES),
  z.string().regex(/^-?\d{1,18}$/),
  z
    .string()
    .max(100)
    .refine((id) => !id.includes('\u0000')),
])

/** Null for what is no position. */
export function findingPosition(cursor: string): FindingPosition | null {
  try {
    const [severity, atStake, id] = position.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    )
    return { severity, atStake: BigInt(atStake), id }
  } catch {
    return null
  }
}

/** Where a finding stands at `$1`: `standingOf` of lib/domain/findings/finding-standing.ts in the database's words. */
export const STANDS_SQL = `case when f.gone_at is not null then 'resolved'
  when f.state in ('snoozed', 'expected') and f.silent_until <= $1 then 'open' else f.state::text end`

const COLUMNS = `f.id, f.rule, f.severity::text as severity, ${STANDS_SQL} as stands, f.organization_id as "organizationId",
  o.name as "organizationName", f.subject_type as "subjectType", f.subject_id as "subjectId",
  coalesce(case f.subject_type
    when 'key' then (select k.name from api_keys k where k.organization_id = f.organization_id and k.id = f.subject_id)
    when 'workspace' then (select w.name from workspaces w where w.organization_id = f.organization_id and w.id = f.subject_id)
    when 'plan' then (select p.holder_email from plans p where p.id = f.subject_id)
    when 'organization' then o.name end, f.subject_id) as "subjectName",
  f.episode, f.last_day as "lastDay", f.detected_at as "detectedAt", f.at_stake_nano as amount, f.stake_means as means,
  f.sentence, f.cannot_see as "cannotSee", f.evidence, f.steps, f.returns, f.gone_at as "goneAt",
  f.silent_until as "silentUntil", f.owner_email as "ownerEmail", f.note
  from findings f join organizations o on o.id = f.organization_id`

interface Stored extends Omit<StoredFinding, 'subject' | 'atStake' | 'evidence' | 'episode' | 'lastDay'> {
  organizationId: string
  subjectType: Subject['type']
  subjectId: string
  amount: bigint
  means: string
  episode: string
  lastDay: string
  evidence: (Omit<EvidenceRow, 'amount'> & { amount: string | null })[]
  steps: Step[]
}

/** Of real organisations or of told ones: the worst first, then what has most at stake. */
export async function listFindings(
  _viewer: Viewer,
  { states, rules, severities, keys, subject, organizationId, data, after, limit }: FindingSearch,
  now: Date,
): Promise<StoredFinding[]> {
  const { rows } = await pool().query<Stored>(
    `select ${COLUMNS}
     where o.is_demo = $2 and ($3::text[] is null or ${STANDS_SQL} = any($3)) and ($4::text[] is null or f.rule = any($4))
       and ($5::text[] is null or f.severity::text = any($5))
       and ($6::text[] is null or (f.subject_type = 'key' and f.subject_id = any($6)))
       and ($7::text is null or (f.subject_type = $7 and f.subject_id = $8))
       and ($9::text is null or f.organization_id = $9)
       and ($10::text is null or (f.severity, -f.at_stake_nano, f.id) > ($10::"Severity", -$11::bigint, $12))
     order by f.severity, f.at_stake_nano desc, f.id limit $13`,
    [
      ...[now, data === 'demo', states ?? null, rules ?? null, severities ?? null, keys ?? null],
      ...[subject?.type ?? null, subject?.id ?? null, organizationId ?? null],
      ...[after?.severity ?? null, after?.atStake ?? null, after?.id ?? null, limit],
    ],
  )
  return rows.map(findingOf)
}

/** One finding and what happened to it, the newest first; null when there is none of this id. */
export async function getFinding(
  _viewer: Viewer,
  id: string,
  now: Date,
): Promise<(StoredFinding & { isDemo: boolean; events: StoredFindingEvent[] }) | null> {
  const [found, events] = await Promise.all([
    pool().query<Stored & { isDemo: boolean }>(`select o.is_demo as "isDemo", ${COLUMNS} where f.id = $2`, [
      now,
      id,
    ]),
    pool().query<StoredFindingEvent>(
      `select id, at, kind, actor_name as "actorName", severity::text as severity, note, until
       from finding_events where finding_id = $1 order by at desc, id desc`,
      [id],
    ),
  ])
  const [finding] = found.rows
  return finding ? { ...findingOf(finding), isDemo: finding.isDemo, events: events.rows } : null
}

function findingOf(stored: Stored): StoredFinding {
  const { organizationId, subjectType, subjectId, amount, means, evidence, episode, lastDay, ...rest } =
    stored
  return {
    ...rest,
    subject: { type: subjectType, id: subjectId, organizationId },
    episode: episode as Day,
    lastDay: lastDay as Day,
    atStake: { amount: nano(amount), means },
    evidence: evidence.map((row) => ({
      ...row,
      amount: row.amount === null ? null : nano(BigInt(row.amount)),
    })),
  }
}
