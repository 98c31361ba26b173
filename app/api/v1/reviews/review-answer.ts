import { z } from 'zod'
import { COVERAGE_STATES } from '@/lib/domain/coverage-days'
import type { DataScope } from '@/lib/domain/data-scope'
import type { DayRange } from '@/lib/domain/day'
import { formatUsdExact, type Nano } from '@/lib/domain/money'
import {
  ADJUSTMENT_CAUSES,
  DECISIONS,
  LINE_KINDS,
  type OpenedReview,
  type Review,
  type ReviewAdjustments,
  type ReviewFigures,
  type ReviewLine,
  type ReviewLineContent,
  type ReviewRow,
} from '@/lib/domain/review'
import { PERIOD_KINDS } from '@/lib/domain/review-period'
import { reasonsSentence, totalSentence } from '@/lib/domain/review-words'
import { POOLS } from '@/lib/domain/timeline-request'
import { publicUrl } from '@/lib/env'

const usd = z.string().regex(/^-?\d+\.\d{2,9}$/)
const unknownUsd = usd.nullable().describe('null = not known, which is not zero')
const instant = z.iso.datetime()
const text = z.string().nullable()
const range = z.object({ from: z.string(), to: z.string().describe('Exclusive') })
const compared = { amount_usd: usd, before_usd: unknownUsd, long_before_usd: unknownUsd }

/** The shape of a line. Source: contract.md, "Reviews". */
export const lineAnswer = z.object({
  id: z.string(),
  kind: z.enum(LINE_KINDS),
  subject: z.object({ type: z.string(), id: z.string(), name: z.string(), organization: text }),
  sentence: z.string(),
  decision: z.enum(DECISIONS).nullable(),
  note: text,
  assignee: text.describe('Mail address of who is to see to it'),
  amount_usd: usd.nullable().describe('What is in question'),
  evidence: z.array(z.object({ label: z.string(), amount_usd: usd.nullable(), text: z.string() })),
  key: z.object({ id: z.string(), name: z.string(), organization: z.string(), owner: text }).nullable(),
  offered: z.array(z.enum(DECISIONS)).describe('What makes sense here, the likeliest first; any is taken'),
  stops_monthly_usd: usd.nullable().describe('What deactivating its key stops in 30 days'),
  decided_by: text,
  decided_at: instant.nullable(),
  deactivated_at: instant.nullable(),
  carried_from: text.describe('The period it was first asked in'),
  carried_to: text.describe('The period it is asked in by now'),
  revision: z.int().describe('Rises with every change'),
  url: z.url(),
})

const adjustments = z.object({
  closed_usd: usd,
  now_usd: usd,
  pools: z.array(z.object({ pool: z.enum(POOLS), closed_usd: usd, now_usd: usd })),
  causes: z
    .array(z.object({ cause: z.enum(ADJUSTMENT_CAUSES), amount_usd: usd }))
    .describe('They add up to the difference of the total'),
  restatements: z.array(
    z.object({
      id: z.string(),
      day: z.string(),
      organization: z.string(),
      noticed_at: instant,
      delta_usd: usd,
    }),
  ),
})

/** The shape of a review. Source: contract.md, "Reviews". */
export const reviewAnswer = z.object({
  week: z.string().describe('2026-W47, or a month as 2026-10'),
  kind: z.enum(PERIOD_KINDS),
  state: z.enum(['open', 'signed']),
  preview: text.describe('Why the period is not closed yet: nothing can be decided; null = it is closed'),
  ...{ from: z.string(), to: z.string().describe('Exclusive'), taken_at: instant },
  sentence: z.string(),
  total: z.object(compared),
  pools: z.array(z.object({ pool: z.enum(POOLS), ...compared })).describe('They add up to the total'),
  reasons: z
    .array(z.object({ reason: z.string(), amount_usd: usd }))
    .nullable()
    .describe('They add up to the change against `compared.before`; null = not wholly known'),
  reasons_sentence: text,
  compared: z.object({ before: range, long_before: range }),
  open_days: z.array(z.object({ day: z.string(), state: z.enum(COVERAGE_STATES) })),
  lines: z.array(lineAnswer),
  signed_by: text,
  signed_at: instant.nullable(),
  sign_note: text,
  took_seconds: z.int().nullable().describe('Spent deciding, pauses over ten minutes left out'),
  adjustments: adjustments.nullable().describe('What was read otherwise since it was closed'),
  deletions: z.array(instant).describe('When data was deleted that the sums still hold'),
  revision: z.int(),
  url: z.url(),
})

export const rowAnswer = z.object({
  week: z.string(),
  kind: z.enum(PERIOD_KINDS),
  state: z.enum(['open', 'signed']),
  ...{ from: z.string(), to: z.string().describe('Exclusive') },
  ...{ total_usd: usd, before_usd: unknownUsd, lines: z.int(), undecided: z.int(), carried_in: z.int() },
  ...{ deactivated: z.int(), stopped_monthly_usd: usd, signed_by: text, signed_at: instant.nullable() },
  took_seconds: z.int().nullable(),
})

const known = (amount: Nano | null) => (amount === null ? null : formatUsdExact(amount))
const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000))

export function answerReview(opened: OpenedReview): z.output<typeof reviewAnswer> {
  if (opened.state === 'preview') {
    const { figures, lines, why, data } = opened.preview
    const nothing = {
      signed_by: null,
      signed_at: null,
      sign_note: null,
      took_seconds: null,
      adjustments: null,
    }
    return {
      ...{ state: 'open', preview: why, ...figuresOf(figures, data), ...nothing, revision: 0 },
      lines: lines.map((line, index) => answerLine({ ...UNSAID, ...line, id: `preview-${index + 1}` }, data)),
    }
  }
  const { review } = opened
  return {
    ...{ state: review.state, preview: null, ...figuresOf(review.figures, review.data) },
    ...signatureOf(review),
    lines: review.lines.map((line) => answerLine(line, review.data)),
    adjustments: review.adjustments && answerAdjustments(review.adjustments),
    revision: review.revision,
  }
}

const UNSAID: Omit<ReviewLine, keyof ReviewLineContent | 'id'> = {
  ...{ decision: null, note: null, assignee: null, decidedBy: null, decidedAt: null, deactivatedAt: null },
  ...{ carriedFrom: null, carriedTo: null, revision: 0 },
}

export function answerLine(line: ReviewLine, data: DataScope): z.output<typeof lineAnswer> {
  const { subject, key } = line
  return {
    ...{ id: line.id, kind: line.kind, sentence: line.sentence, decision: line.decision, note: line.note },
    subject: { type: subject.type, id: subject.id, name: subject.name, organization: subject.organizationId },
    ...{ assignee: line.assignee, amount_usd: known(line.amount), offered: line.offered },
    evidence: line.evidence.map(({ label, amount, text }) => ({ label, amount_usd: known(amount), text })),
    key: key && { id: key.id, name: key.name, organization: key.organizationId, owner: key.owner },
    stops_monthly_usd: known(line.stopsMonthly),
    decided_by: line.decidedBy,
    decided_at: line.decidedAt?.toISOString() ?? null,
    deactivated_at: line.deactivatedAt?.toISOString() ?? null,
    ...{ carried_from: line.carriedFrom, carried_to: line.carriedTo, revision: line.revision },
    url: urlOf(line.path, data),
  }
}

export function answerRow(row: ReviewRow): z.output<typeof rowAnswer> {
  return {
    ...{ week: row.period, kind: row.kind, state: row.state, from: row.range.from, to: row.range.to },
    ...{ total_usd: formatUsdExact(row.total.now), before_usd: known(row.total.before) },
    ...{
      lines: row.lines,
      undecided: row.undecided,
      carried_in: row.carriedIn,
      deactivated: row.deactivated,
    },
    stopped_monthly_usd: formatUsdExact(row.stopped),
    ...{ signed_by: row.signedBy, signed_at: row.signedAt?.toISOString() ?? null },
    took_seconds: seconds(row.tookMs),
  }
}

function figuresOf(figures: ReviewFigures, data: DataScope) {
  const figure = ({ now, before, longBefore }: ReviewFigures['total']) => ({
    ...{ amount_usd: formatUsdExact(now), before_usd: known(before), long_before_usd: known(longBefore) },
  })
  const { period, kind, range, takenAt, total, pools, reasons, openDays, deletions } = figures
  const days = ({ from, to }: DayRange) => ({ from, to })
  return {
    ...{ week: period, kind, from: range.from, to: range.to, taken_at: takenAt.toISOString() },
    ...{ sentence: totalSentence(figures), total: figure(total) },
    pools: pools.map((each) => ({ pool: each.pool, ...figure(each) })),
    reasons: reasons?.map(({ reason, amount }) => ({ reason, amount_usd: formatUsdExact(amount) })) ?? null,
    reasons_sentence: reasonsSentence(figures),
    compared: { before: days(figures.compared.before), long_before: days(figures.compared.longBefore) },
    open_days: openDays.map(({ day, state }) => ({ day, state })),
    deletions: deletions.map((at) => at.toISOString()),
    url: urlOf(`/review/${period}`, data),
  }
}

function signatureOf({ signedBy, signedAt, signNote, tookMs }: Review) {
  return {
    ...{ signed_by: signedBy, signed_at: signedAt?.toISOString() ?? null, sign_note: signNote },
    took_seconds: seconds(tookMs),
  }
}

function answerAdjustments({ total, pools, causes, restatements }: ReviewAdjustments) {
  return {
    ...{ closed_usd: formatUsdExact(total.closed), now_usd: formatUsdExact(total.now) },
    pools: pools.map(({ pool, closed, now }) => ({
      ...{ pool, closed_usd: formatUsdExact(closed), now_usd: formatUsdExact(now) },
    })),
    causes: causes.map(({ cause, amount }) => ({ cause, amount_usd: formatUsdExact(amount) })),
    restatements: restatements.map(({ id, day, organizationName, noticedAt, delta }) => ({
      ...{ id, day, organization: organizationName },
      ...{ noticed_at: noticedAt.toISOString(), delta_usd: formatUsdExact(delta) },
    })),
  }
}

/** Pages show what a browser chose; an address from outside says so itself where it is a told story. */
function urlOf(path: string, data: DataScope): string {
  const asked = data === 'demo' ? `${path.includes('?') ? '&' : '?'}data=demo` : ''
  return publicUrl() + path + asked
}
