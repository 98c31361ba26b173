import { type AuditRecord, transact, type Transaction } from '@/lib/db/transact'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Decision, LineStanding, ReviewEventKind } from '@/lib/domain/review'
import { timeToDecide } from '@/lib/domain/review-carry'
import { parsePeriod, type ReviewPeriod } from '@/lib/domain/review-period'
import { DECISION_WORDS, periodName } from '@/lib/domain/review-words'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { carryOn, holdReviews, isOpen } from './review-closing'

/** Which review: `2026-W46` or `2026-10`, of what is real or of a told story. */
export interface ReviewName {
  data: DataScope
  period: string
}

export interface LineName extends ReviewName {
  lineId: string
}

/** What is not given stays as it is. */
export interface Saying {
  decision?: Decision
  /** Null takes it away. */
  note?: string | null
  /** Mail address of who is to see to it; null takes it away. */
  assignee?: string | null
  /** The line's revision its maker saw: 'conflict' where it is another by now. Null: said over whatever stands. */
  seen: number | null
}

/** The line as it stands now, and the revision of its review. */
export interface Said extends LineStanding {
  reviewRevision: number
}

export const MOST_REVIEW_NOTE_LETTERS = 1000

/**
 * Says what becomes of a line; nothing is done by it. 'not_found' for no such review or line; 'conflict' for a review that is
 * signed, a line that is asked in a later one by now, and where somebody said something since `seen`: then nothing is
 * changed. What holds already changes nothing.
 */
export async function decideLine(actor: Actor, name: LineName, saying: Saying, now: Date): Promise<Said> {
  requireAllowed(actor, 'review_spend')
  const note = saying.note === undefined ? undefined : checkedNote(saying.note)
  const assignee = saying.assignee === undefined ? undefined : checkedAssignee(saying.assignee)
  return changeLine(actor, name, saying.seen, now, (_tx, line) => {
    const after = {
      decision: saying.decision ?? line.decision,
      note: note === undefined ? line.note : note,
      assignee: assignee === undefined ? line.assignee : assignee,
    }
    const [decided, noted, assigned] = [
      after.decision !== line.decision,
      after.note !== line.note,
      after.assignee !== line.assignee,
    ]
    if (decided) requireStillOpen(line)
    if (!decided && !noted && !assigned) return null
    const kind = decided ? 'decided' : noted ? 'noted' : 'assigned'
    const by = decided ? { decidedBy: actor.name, decidedAt: now } : {}
    return { kind, data: { ...after, ...by } }
  })
}

/** Takes back what was decided of a line, with its note and assignee; refused as decideLine is, and once its key is deactivated. */
export async function clearLine(
  actor: Actor,
  name: LineName,
  { seen }: Pick<Saying, 'seen'>,
  now: Date,
): Promise<Said> {
  requireAllowed(actor, 'review_spend')
  return changeLine(actor, name, seen, now, (_tx, line) => {
    requireStillOpen(line)
    if (line.decision === null && line.note === null && line.assignee === null) return null
    const nothing = { decision: null, note: null, assignee: null, decidedBy: null, decidedAt: null }
    return { kind: 'cleared', data: nothing }
  })
}

/**
 * Notes that the key of a line was deactivated from it, with what that stops a month as it was told then. Only what Anthropic
 * confirmed counts: 'conflict' while the key is active, or where the line has none.
 */
export async function noteDeactivated(actor: Actor, name: LineName, now: Date): Promise<Said> {
  requireAllowed(actor, 'review_spend')
  return changeLine(actor, name, null, now, async (tx, line) => {
    const { key } = line.content as { key?: { organizationId: string; id: string } | null }
    if (!key) throw new ExpectedError('conflict', 'This line is about no single key.')
    const { organizationId, id: keyId } = key
    const [listed, action] = await Promise.all([
      tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id: keyId } } }),
      tx.keyAction.findFirst({
        where: { organizationId, keyId, field: 'status', state: 'confirmed', wanted: { in: STOPPED } },
        orderBy: [{ answeredAt: 'desc' }, { id: 'desc' }],
      }),
    ])
    if (!listed || !action || !STOPPED.includes(listed.status))
      throw new ExpectedError('conflict', 'The key was not deactivated from here, so nothing was noted.')
    if (line.deactivatedAt) return null
    const { stopsMonthly } = line.content as { stopsMonthly?: string | null }
    const told = action.savesMonthlyNano ?? (!stopsMonthly ? null : BigInt(stopsMonthly))
    return {
      kind: 'deactivated',
      data: {
        ...{ decision: 'deactivate', decidedBy: actor.name, decidedAt: now },
        ...{ deactivatedAt: now, stopsMonthlyNano: told },
      },
    }
  })
}

const STOPPED = ['inactive', 'archived']

export interface Signed {
  undecided: number
  /** How many lines are asked again, and where; null: in the next review, once it is closed. */
  carried: { lines: number; to: string | null }
}

/**
 * Signs a review as it stands. Lines that are undecided, put off or not done are asked again in the earliest later review
 * that is closed and not signed, or else in the next one that is closed. `seen`: the review's revision.
 */
export async function signReview(
  actor: Actor,
  name: ReviewName,
  { note = null, seen = null }: { note?: string | null; seen?: number | null },
  now: Date,
): Promise<Signed> {
  requireAllowed(actor, 'review_spend')
  const signNote = checkedNote(note)
  const period = requirePeriod(name.period)
  return transact(actor, now, async (tx, audit) => {
    await holdReviews(tx, period.kind, name.data === 'demo')
    const review = await lockReview(tx, name)
    if (review.signedAt) throw signedAlready(review.signedBy)
    if (seen !== null && seen !== review.revision)
      throw new ExpectedError(
        'conflict',
        'Somebody said something about this review since you looked, so it was not signed. Look again and sign then.',
        { parameter: 'revision' },
      )
    const [lines, said] = await Promise.all([
      tx.reviewLine.findMany({ where: { reviewId: review.id }, orderBy: { ordinal: 'asc' } }),
      tx.reviewEvent.findMany({
        where: { reviewId: review.id, kind: { in: SAID_OF_LINES } },
        select: { at: true },
      }),
    ])
    const signed = {
      ...{
        signedAt: now,
        signedBy: actor.name,
        signNote,
        signedById: actor.kind === 'user' ? actor.id : null,
      },
      tookMs: timeToDecide(
        said.map(({ at }) => at),
        now,
      ),
    }
    await tx.review.update({ where: { id: review.id }, data: signed })
    await say(tx, review, actor, { kind: 'signed', note: signNote, lineId: null }, now)
    const open = lines.filter((line) => line.carriedTo === null && isOpen(line))
    const next = open.length > 0 ? await nextOpen(tx, review, period) : null
    if (next) {
      await lockReview(tx, { ...name, period: next.period })
      const target = await tx.review.findUniqueOrThrow({ where: { id: next.id } })
      const waiting = open.map((line) => ({ ...line, review: { period: review.period } }))
      await carryOn(tx, target, waiting, now)
    }
    const undecided = lines.filter(({ decision }) => decision === null).length
    await audit({
      ...entryOf('signed', name, null),
      after: { data: name.data, lines: lines.length, undecided, carried: open.length, note: signNote },
    })
    return { undecided, carried: { lines: open.length, to: next?.period ?? null } }
  })
}

const SAID_OF_LINES: ReviewEventKind[] = ['decided', 'cleared', 'noted', 'assigned', 'deactivated']

/** Takes the signature back, until a later review of its kind is signed. Lines that are asked there by now stay there. */
export async function reopenReview(actor: Actor, name: ReviewName, now: Date): Promise<void> {
  requireAllowed(actor, 'review_spend')
  const period = requirePeriod(name.period)
  await transact(actor, now, async (tx, audit) => {
    await holdReviews(tx, period.kind, name.data === 'demo')
    const review = await lockReview(tx, name)
    if (!review.signedAt)
      throw new ExpectedError('conflict', 'This review is not signed, so there is nothing to reopen.')
    const later = await laterReviews(tx, review, period, { not: null })
    if (later[0])
      throw new ExpectedError(
        'conflict',
        `${nameOf(later[0].period)} is signed already, so this one stays as it is. What is still to be done is asked there.`,
      )
    const open = { signedAt: null, signedBy: null, signedById: null, signNote: null, tookMs: null }
    await tx.review.update({ where: { id: review.id }, data: open })
    await say(tx, review, actor, { kind: 'reopened', note: null, lineId: null }, now)
    await audit({
      ...entryOf('reopened', name, null),
      before: { signed_by: review.signedBy, signed_at: review.signedAt.toISOString() },
    })
  })
}

type StoredReview = NonNullable<Awaited<ReturnType<Transaction['review']['findUnique']>>>
type StoredLine = NonNullable<Awaited<ReturnType<Transaction['reviewLine']['findUnique']>>>

interface Change {
  kind: ReviewEventKind
  data: Partial<StoredLine>
}

async function changeLine(
  actor: Actor,
  name: LineName,
  seen: number | null,
  now: Date,
  change: (tx: Transaction, line: StoredLine) => Change | null | Promise<Change | null>,
): Promise<Said> {
  requirePeriod(name.period)
  try {
    return await transact(actor, now, async (tx, audit) => {
      const review = await lockReview(tx, name)
      const line = await tx.reviewLine.findFirst({ where: { id: name.lineId, reviewId: review.id } })
      if (!line)
        throw new ExpectedError('not_found', 'There is no such line in this review.', { parameter: 'id' })
      if (seen !== null && seen !== line.revision) throw saidMeanwhile(line)
      if (review.signedAt) throw signedAlready(review.signedBy)
      if (line.carriedTo !== null)
        throw new ExpectedError(
          'conflict',
          `This line is asked in ${nameOf(line.carriedTo)} by now: decide it there.`,
        )
      const isActive = line.deactivatedAt !== null && (await isKeyActive(tx, line))
      const held = isActive ? { ...line, deactivatedAt: null, stopsMonthlyNano: null } : line
      const changed = await change(tx, held)
      if (!changed) throw new NothingChanged({ ...standingOf(line), reviewRevision: review.revision })
      const { decision, note, assignee, ...rest } = { ...held, ...changed.data }
      const { decidedBy, decidedAt, deactivatedAt, stopsMonthlyNano } = rest
      const after = await tx.reviewLine.update({
        where: { id: line.id },
        data: {
          ...{ decision, note, assignee, decidedBy, decidedAt, deactivatedAt, stopsMonthlyNano },
          revision: line.revision + 1,
        },
      })
      const reviewRevision = await say(
        tx,
        review,
        actor,
        { kind: changed.kind, lineId: line.id, decision, note, assignee },
        now,
      )
      await audit({
        ...entryOf(changed.kind, name, line.organizationId),
        before: recordOf(line),
        after: recordOf(after),
      })
      return { ...standingOf(after), reviewRevision }
    })
  } catch (error) {
    if (error instanceof NothingChanged) return error.said
    throw error
  }
}

/** Rolls back, because nothing is there to be audited. */
class NothingChanged extends Error {
  constructor(readonly said: Said) {
    super('nothing changed')
  }
}

async function isKeyActive(tx: Transaction, line: StoredLine): Promise<boolean> {
  const { key } = line.content as { key?: { organizationId: string; id: string } | null }
  if (!key) return false
  const { organizationId, id } = key
  const listed = await tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id } } })
  return listed?.status === 'active'
}

function requireStillOpen(line: StoredLine): void {
  if (line.deactivatedAt)
    throw new ExpectedError(
      'conflict',
      'The key was deactivated from this line. Activate it again first, then decide otherwise.',
    )
}

async function lockReview(tx: Transaction, { data, period }: ReviewName): Promise<StoredReview> {
  const isDemo = data === 'demo'
  await tx.$queryRaw`select 1 from reviews where period = ${period} and is_demo = ${isDemo} for update`
  const review = await tx.review.findUnique({ where: { period_isDemo: { period, isDemo } } })
  if (!review) throw notClosed()
  return review
}

function notClosed(): ExpectedError {
  return new ExpectedError('not_found', 'This period is not closed, so there is no review of it yet.', {
    parameter: 'period',
  })
}

interface Event {
  kind: ReviewEventKind
  lineId: string | null
  decision?: string | null
  note: string | null
  assignee?: string | null
}

/** Whoever holds the review's row counts up: its events have no gap and no two of one number. */
async function say(
  tx: Transaction,
  { id: reviewId, revision: before }: StoredReview,
  actor: Actor,
  { kind, lineId, decision = null, note, assignee = null }: Event,
  now: Date,
): Promise<number> {
  const revision = before + 1
  await tx.reviewEvent.create({
    data: {
      ...{ reviewId, lineId, at: now, kind, decision, note, assignee, revision, actorName: actor.name },
      actorId: actor.kind === 'user' ? actor.id : null,
    },
  })
  await tx.review.update({ where: { id: reviewId }, data: { revision } })
  return revision
}

function laterReviews(
  tx: Transaction,
  { startsOn, isDemo }: StoredReview,
  { kind }: ReviewPeriod,
  signedAt: null | { not: null },
) {
  return tx.review
    .findMany({ where: { isDemo, signedAt, startsOn: { gt: startsOn } }, orderBy: { startsOn: 'asc' } })
    .then((later) => later.filter(({ period }) => parsePeriod(period)?.kind === kind))
}

async function nextOpen(tx: Transaction, review: StoredReview, period: ReviewPeriod) {
  const [next] = await laterReviews(tx, review, period, null)
  return next ?? null
}

function requirePeriod(text: string): ReviewPeriod {
  const period = parsePeriod(text)
  if (!period)
    throw new ExpectedError(
      'invalid',
      'period: must be a week such as 2026-W46 or a month such as 2026-10.',
      {
        parameter: 'period',
      },
    )
  return period
}

function nameOf(period: string): string {
  const parsed = parsePeriod(period)
  return parsed ? periodName(parsed) : period
}

function saidMeanwhile({ decision, decidedBy, note }: StoredLine): ExpectedError {
  const what =
    decision === null
      ? 'Somebody changed this line meanwhile'
      : `${decidedBy ?? 'Somebody'} said “${DECISION_WORDS[decision as Decision]}” meanwhile`
  return new ExpectedError(
    'conflict',
    `${what}${note ? ` (“${note}”)` : ''}. Nothing of yours was kept; say it again if it should stand instead.`,
    { parameter: 'revision' },
  )
}

function signedAlready(by: string | null): ExpectedError {
  return new ExpectedError(
    'conflict',
    `${by ?? 'Somebody'} signed this review, so nothing was changed. It can be reopened until the next one is signed.`,
  )
}

function checkedNote(note: string | null): string | null {
  const text = note?.trim() ?? ''
  if ([...text].length > MOST_REVIEW_NOTE_LETTERS)
    throw new ExpectedError('incomplete', `A note has at most ${MOST_REVIEW_NOTE_LETTERS} characters.`, {
      parameter: 'note',
    })
  return text === '' ? null : text
}

function checkedAssignee(assignee: string | null): string | null {
  const email = assignee?.trim().toLowerCase() ?? ''
  if (email === '') return null
  if (email.length > 254 || !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new ExpectedError('incomplete', 'Name who is to see to it by a mail address.', {
      parameter: 'assignee',
    })
  return email
}

function standingOf(line: StoredLine): LineStanding {
  const { decision, note, assignee, decidedBy, decidedAt, deactivatedAt, revision } = line
  const standing = { note, assignee, decidedBy, decidedAt, deactivatedAt, revision }
  return { decision: decision as Decision | null, ...standing }
}

function recordOf({ decision, note, assignee, deactivatedAt }: StoredLine) {
  return { decision, note, assignee, ...(deactivatedAt && { deactivated_at: deactivatedAt.toISOString() }) }
}

function entryOf(verb: string, { period }: ReviewName, organizationId: string | null): AuditRecord {
  return { action: `review.${verb}`, subjectType: 'review', subjectId: period, organizationId }
}
