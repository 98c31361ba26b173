import { z } from 'zod'
import { MOST_REVIEW_NOTE_LETTERS } from '@/lib/commands/review-rows'
import { reopenReview, signReview } from '@/lib/commands/review-signing'
import { clearLine, decideLine, noteDeactivated } from '@/lib/commands/reviews'
import { DATA_SCOPES, type DataScope } from '@/lib/domain/data-scope'
import { DECISIONS, type Review } from '@/lib/domain/review'
import { parsePeriod, PERIOD_KINDS } from '@/lib/domain/review-period'
import type { Viewer } from '@/lib/domain/viewer'
import { formatUsdExact } from '@/lib/domain/money'
import { ExpectedError } from '@/lib/errors'
import { emailAddress, plainText } from '@/lib/parse-text'
import { openReview } from '@/lib/publish/reviews/open-review'
import { listReviews } from '@/lib/queries/reviews'
import { endpoint } from '../endpoint'
import { listPage, pageLimit } from '../list-page'
import { answerLine, answerReview, answerRow, lineAnswer, reviewAnswer, rowAnswer } from './review-answer'

const data = z.enum(DATA_SCOPES).default('real').describe('demo = of the told story')
const period = z.string().max(100).describe('A week as 2026-W47, or a month as 2026-10')
const address = z.object({ period })
const note = plainText(MOST_REVIEW_NOTE_LETTERS).nullable().optional()
const seen = z.int().min(0).max(2_147_483_647).optional()

const trend = z.object({
  signed: z.int(),
  usual_seconds: z.int().nullable().describe('The middle one of the times spent deciding'),
  stopped_monthly_usd: z.string(),
  stopped_since: z.string().nullable().describe('The first period a key was deactivated in'),
  undecided: z.int().describe('Lines of reviews that are not signed'),
})

/** Closed reviews, the latest first; 50 a page unless `limit` (1 to 200) says otherwise. 400 for a `cursor` this list did not give. */
export const readReviews = endpoint(
  {
    permission: 'read',
    summary: 'List closed reviews, and what they come to',
    query: z.object({
      kind: z.enum(PERIOD_KINDS).default('week'),
      data,
      limit: pageLimit(50),
      cursor: plainText(20).optional(),
    }),
    answer: listPage(rowAnswer).extend({ trend }),
  },
  async ({ viewer, query: { kind, data, limit, cursor } }) => {
    if (cursor !== undefined && parsePeriod(cursor)?.kind !== kind)
      throw new ExpectedError('invalid', 'cursor: is not one this list gave.', { parameter: 'cursor' })
    const before = cursor ?? null
    const { rows, trend } = await listReviews(viewer, { data, kind, limit: limit + 1, before })
    const page = rows.slice(0, limit)
    return {
      data: page.map(answerRow),
      next_cursor: rows.length > limit ? (page.at(-1)?.period ?? null) : null,
      trend: {
        signed: trend.signed,
        usual_seconds: trend.usualMs === null ? null : Math.round(trend.usualMs / 1000),
        ...{ stopped_monthly_usd: formatUsdExact(trend.stopped), stopped_since: trend.stoppedSince },
        undecided: trend.undecided,
      },
    }
  },
)

/**
 * The review of a week or month. One that is over, read and was never closed is closed by asking; before that it is a preview,
 * whose lines cannot be decided. 400 for what is no period, 404 for one to come or before anything is known.
 * Source: contract.md, "Reviews".
 */
export const readReview = endpoint(
  {
    permission: 'read',
    summary: 'Read the review of a week or month',
    params: address,
    query: z.object({ data }),
    answer: reviewAnswer,
  },
  async ({ viewer, params, query, now }) =>
    answerReview(await openReview(viewer, { period: params.period, data: query.data }, now)),
)

/**
 * Says what becomes of a line; `decision: null` takes it back, with note and assignee. With `revision`, the one of the line its
 * maker saw, 409 where somebody said something since; without, the last one stands and all is kept. 409 also for a
 * preview and a signed review, 404 for no such line.
 */
export const sayOfLine = endpoint(
  {
    permission: 'review_spend',
    summary: 'Decide on a line of a review',
    params: z.object({ period, id: plainText(100) }),
    query: z.object({ data }),
    body: z.object({
      decision: z.enum(DECISIONS).nullable().optional().describe('Left out: the decision stays'),
      note: note.describe('Left out: it stays; null: it goes'),
      assignee: emailAddress.nullable().optional().describe('Who is to see to it'),
      deactivated: z
        .literal(true)
        .optional()
        .describe('Its key was deactivated through POST /api/v1/keys/{id}/status'),
      revision: seen,
    }),
    answer: lineAnswer,
  },
  async ({ viewer, params, query: { data }, body, now }) => {
    const { decision, note, assignee, deactivated, revision = null } = body
    if ([decision, note, assignee, deactivated].every((given) => given === undefined))
      throw new ExpectedError('incomplete', 'Say a decision, a note or an assignee.', {
        parameter: 'decision',
      })
    const { figures } = await closedReview(viewer, params.period, data, now)
    const name = { data, period: figures.period, lineId: params.id }
    const more = { ...(note !== undefined && { note }), ...(assignee !== undefined && { assignee }) }
    if (decision === null) await clearLine(viewer, name, { seen: revision }, now)
    else if (decision !== undefined || note !== undefined || assignee !== undefined)
      await decideLine(viewer, name, { ...(decision && { decision }), ...more, seen: revision }, now)
    if (deactivated) await noteDeactivated(viewer, name, now)
    const { lines } = await closedReview(viewer, params.period, data, now)
    const line = lines.find(({ id }) => id === params.id)
    if (!line)
      throw new ExpectedError('not_found', 'There is no such line in this review.', { parameter: 'id' })
    return answerLine(line, data)
  },
)

const signing = {
  params: address,
  query: z.object({ data }),
  answer: reviewAnswer,
} as const

/** Signs a review as it stands; what is open is asked again in the next one. 409 for a preview, and for one that is signed or changed since `revision`. */
export const sign = endpoint(
  {
    ...signing,
    permission: 'review_spend',
    summary: 'Sign a review',
    body: z.object({ note, revision: seen.describe('Of the review, as it was seen') }),
    bodyOptional: true,
  },
  async ({ viewer, params, query: { data }, body: { note = null, revision = null }, now }) => {
    const { figures } = await closedReview(viewer, params.period, data, now)
    const name = { data, period: figures.period }
    await signReview(viewer, name, { note, seen: revision }, now)
    return answerReview(await openReview(viewer, name, now))
  },
)

/** Takes a signature back. 409 for one that is not signed, and once a later review of its kind is. */
export const reopen = endpoint(
  { ...signing, permission: 'review_spend', summary: 'Reopen a signed review' },
  async ({ viewer, params, query: { data }, now }) => {
    const { figures } = await closedReview(viewer, params.period, data, now)
    const name = { data, period: figures.period }
    await reopenReview(viewer, name, now)
    return answerReview(await openReview(viewer, name, now))
  },
)

async function closedReview(viewer: Viewer, period: string, data: DataScope, now: Date): Promise<Review> {
  const opened = await openReview(viewer, { period, data }, now)
  if (opened.state === 'preview')
    throw new ExpectedError('conflict', opened.preview.why, { parameter: 'period' })
  return opened.review
}
