import { transact, type Transaction } from '@/lib/db/transact'
import type { Decision, LineStanding, ReviewEventKind } from '@/lib/domain/review'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import {
  checkedNote,
  entryOf,
  lockReview,
  nameOf,
  requirePeriod,
  type ReviewName,
  say,
  signedAlready,
  type StoredLine,
} from './review-rows'

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

interface Change {
  kind: Exclude<ReviewEventKind, 'carried'>
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
