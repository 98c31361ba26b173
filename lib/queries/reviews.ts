import { pool, prisma } from '@/lib/db/client'
import type { ReviewLine as StoredLine } from '@/lib/db/generated/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import type {
  Decision,
  LineKind,
  Review,
  ReviewEvent,
  ReviewHistory,
  ReviewLine,
  ReviewRow,
} from '@/lib/domain/review'
import { parsePeriod, periodOf, type PeriodKind } from '@/lib/domain/review-period'
import {
  figuresOfRecord,
  type FiguresRecord,
  lineOfRecord,
  type LineRecord,
} from '@/lib/domain/review-record'
import type { Viewer } from '@/lib/domain/viewer'
import { readAdjustments } from './review-adjustments'

const MOST_EVENTS = 500

/** The closed review of a period (`2026-W46`, `2026-10`); null where it was never closed. */
export async function getReview(
  viewer: Viewer,
  period: string,
  data: DataScope,
  now: Date,
): Promise<Review | null> {
  const found = await prisma().review.findUnique({
    where: { period_isDemo: { period, isDemo: data === 'demo' } },
    include: {
      lines: { orderBy: { ordinal: 'asc' } },
      events: { orderBy: { revision: 'desc' }, take: MOST_EVENTS },
    },
  })
  if (!found) return null
  const figures = figuresOfRecord(found.figures as unknown as FiguresRecord)
  return {
    ...{ id: found.id, data, figures, state: found.signedAt ? 'signed' : 'open' },
    ...{ signedBy: found.signedBy, signedAt: found.signedAt, signNote: found.signNote, tookMs: found.tookMs },
    lines: found.lines.map(lineOf),
    events: found.events.map((event): ReviewEvent => ({
      ...{ id: event.id, lineId: event.lineId, at: event.at, actorName: event.actorName },
      ...{ kind: event.kind as ReviewEvent['kind'], decision: event.decision as Decision | null },
      ...{ note: event.note, assignee: event.assignee, revision: event.revision },
    })),
    adjustments: await readAdjustments(viewer, figures, data, now),
    revision: found.revision,
  }
}

/** What a review's revision is: it rises with whatever is said of it. Null where it was never closed. */
export async function reviewRevision(
  _viewer: Viewer,
  period: string,
  data: DataScope,
): Promise<number | null> {
  const found = await prisma().review.findUnique({
    where: { period_isDemo: { period, isDemo: data === 'demo' } },
    select: { revision: true },
  })
  return found?.revision ?? null
}

function lineOf(stored: StoredLine): ReviewLine {
  const content = lineOfRecord(stored.kind as LineKind, stored.content as unknown as LineRecord)
  return {
    ...content,
    stopsMonthly: stored.stopsMonthlyNano === null ? content.stopsMonthly : nano(stored.stopsMonthlyNano),
    ...{ id: stored.id, decision: stored.decision as Decision | null, note: stored.note },
    ...{ assignee: stored.assignee, decidedBy: stored.decidedBy, decidedAt: stored.decidedAt },
    ...{ deactivatedAt: stored.deactivatedAt, revision: stored.revision },
    ...{ carriedFrom: stored.carriedFrom, carriedTo: stored.carriedTo },
  }
}

interface HistoryAsked {
  data: DataScope
  kind: PeriodKind
  limit: number
  /** The period the page before ended with. */
  before?: string | null
}

interface StoredRow {
  id: string
  period: string
  startsOn: Day
  signedBy: string | null
  signedAt: Date | null
  tookMs: number | null
  total: { now: string; before: string | null }
  lines: number
  undecided: number
  carriedIn: number
  deactivated: number
  stopped: bigint
}

/** Closed reviews of one kind, the latest period first, with what all of that kind come to. */
export async function listReviews(
  _viewer: Viewer,
  { data, kind, limit, before = null }: HistoryAsked,
): Promise<ReviewHistory> {
  const [rows, trend] = await Promise.all([
    pool().query<StoredRow>(
      `select r.id, r.period, r.starts_on as "startsOn", r.signed_by as "signedBy", r.signed_at as "signedAt",
         r.took_ms as "tookMs", r.figures->'total' as total, l.*
       from (select * from reviews r where ${OF_KIND} and ($3::text is null or r.period < $3)
         order by r.starts_on desc limit $4) r
       cross join lateral (${LINE_SUMS}) l order by r.starts_on desc`,
      [data === 'demo', kind === 'week', before, limit],
    ),
    pool().query<{
      signed: number
      usualMs: number | null
      stopped: bigint
      since: string | null
      undecided: number
    }>(
      `select count(*) filter (where r.signed_at is not null)::int as signed,
         percentile_disc(0.5) within group (order by r.took_ms) filter (where r.signed_at is not null) as "usualMs",
         coalesce(sum(l.stopped), 0)::bigint as stopped, min(r.period) filter (where l.deactivated > 0) as since,
         coalesce(sum(l.undecided) filter (where r.signed_at is null), 0)::int as undecided
       from reviews r cross join lateral (${LINE_SUMS}) l where ${OF_KIND}`,
      [data === 'demo', kind === 'week'],
    ),
  ])
  const [all] = trend.rows
  return {
    rows: rows.rows.map(rowOf),
    trend: {
      ...{ signed: all?.signed ?? 0, usualMs: all?.usualMs ?? null, undecided: all?.undecided ?? 0 },
      ...{ stopped: nano(all?.stopped ?? 0n), stoppedSince: all?.since ?? null },
    },
  }
}

/** Weeks and months are told apart by how they are written. */
const OF_KIND = `r.is_demo = $1::bool and (r.period like '____-W__') = $2::bool`

const LINE_SUMS = `select count(*)::int as lines, count(*) filter (where decision is null)::int as undecided,
  count(*) filter (where carried_from is not null)::int as "carriedIn",
  count(*) filter (where deactivated_at is not null)::int as deactivated,
  coalesce(sum(stops_monthly_nano) filter (where deactivated_at is not null), 0)::bigint as stopped
  from review_lines where review_id = r.id`

function rowOf({ startsOn, total, stopped, ...row }: StoredRow): ReviewRow {
  const period = parsePeriod(row.period) ?? periodOf('week', startsOn)
  return {
    ...{ id: row.id, period: row.period, kind: period.kind, range: period.range },
    state: row.signedAt ? 'signed' : 'open',
    total: {
      now: nano(BigInt(total.now)),
      before: total.before === null ? null : nano(BigInt(total.before)),
    },
    ...{ lines: row.lines, undecided: row.undecided, carriedIn: row.carriedIn, deactivated: row.deactivated },
    ...{ stopped: nano(stopped), signedBy: row.signedBy, signedAt: row.signedAt, tookMs: row.tookMs },
  }
}
