import { z } from 'zod'
import { prisma } from '@/lib/db/client'
import { type AuditRecord, transact, type Transaction } from '@/lib/db/transact'
import type { Severity } from '@/lib/domain/findings/finding'
import {
  eventOf,
  FINDING_STATES,
  type FindingEventKind,
  type FindingJudgement,
  type Judging,
  refuseJudging,
  standingOf,
} from '@/lib/domain/findings/finding-standing'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

const ACTION = 'finding.judged'

/** A state, a note, or both. */
export type FindingChange = Omit<Judging, 'state'> & { state?: Judging['state'] | undefined }

interface Held extends FindingJudgement {
  organizationId: string
  severity: Severity
  goneAt: Date | null
}

/**
 * Says of a finding where it stands, or notes something beside it; answers the entry of the audit log by which it can be taken
 * back, null where nothing would change. 'not_found' for no such finding, 'incomplete' for what cannot be said of this one.
 */
export async function judgeFinding(
  actor: Actor,
  id: string,
  change: FindingChange,
  now: Date,
): Promise<string | null> {
  requireAllowed(actor, 'judge_findings')
  requireSomething(change)
  if (!changes(await readFinding(prisma(), id), change, now)) return null
  return transact(actor, now, async (tx, audit) => {
    const held = await lockFinding(tx, id)
    const { state, note = null, until = null, owner = null } = change
    const refused = state && refuseJudging({ state, until, owner }, { isGone: held.goneAt !== null, now })
    if (refused) throw new ExpectedError('incomplete', refused.sentence, { parameter: refused.field })
    const after: FindingJudgement = state
      ? { state, silentUntil: until, ownerEmail: owner?.toLowerCase() ?? null, note }
      : { ...judgementOf(held), note }
    const kind = state ? eventOf(state) : 'noted'
    return write(tx, audit, { id, held, after, kind, note, actorName: actor.name, now })
  })
}

export interface JudgedSeveral {
  /** By these it can be taken back. */
  undo: string[]
  /** Why not, each once. */
  refused: string[]
}

/** The same of several, a transaction each: what cannot be said of one keeps nothing from the others. */
export async function judgeFindings(
  actor: Actor,
  ids: readonly string[],
  change: FindingChange,
  now: Date,
): Promise<JudgedSeveral> {
  requireAllowed(actor, 'judge_findings')
  const undo: string[] = []
  const refused = new Set<string>()
  for (const id of new Set(ids))
    try {
      const entry = await judgeFinding(actor, id, change, now)
      if (entry) undo.push(entry)
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error
      // Where none was changed, the form says it at the field it belongs to.
      if (ids.length === 1) throw error
      refused.add(error.message)
    }
  return { undo, refused: [...refused] }
}

/**
 * Sets findings back to what held before the changes with these audit entries, each only where nothing was said since; answers
 * how many. 'conflict' where that is none of them.
 */
export async function undoJudgements(actor: Actor, entries: readonly string[], now: Date): Promise<number> {
  requireAllowed(actor, 'judge_findings')
  let undone = 0
  for (const entry of new Set(entries)) if (await undoOne(actor, entry, now)) undone += 1
  if (undone === 0) throw new ExpectedError('conflict', 'Something else happened since. Nothing was changed.')
  return undone
}

const instant = z.iso.datetime().nullable()
const recorded = z.object({
  state: z.enum(FINDING_STATES),
  silent_until: instant,
  owner: z.string().nullable(),
  note: z.string().nullable(),
})

async function undoOne(actor: Actor, entryId: string, now: Date): Promise<boolean> {
  const entry = await prisma().auditEntry.findFirst({ where: { id: entryId, action: ACTION } })
  const before = recorded.safeParse(entry?.before).data
  const after = recorded.safeParse(entry?.after).data
  if (!entry?.subjectId || !before || !after)
    throw new ExpectedError('not_found', 'There is nothing to take back.')
  const id = entry.subjectId
  if (!isSame(recordOf(await readFinding(prisma(), id)), after)) return false
  return transact(actor, now, async (tx, audit) => {
    const held = await lockFinding(tx, id)
    if (!isSame(recordOf(held), after)) throw new ExpectedError('conflict', 'Something else happened since.')
    const { state, silent_until: until, owner: ownerEmail, note } = before
    const judgement = { state, silentUntil: until === null ? null : new Date(until), ownerEmail, note }
    await write(tx, audit, {
      ...{ id, held, after: judgement, kind: 'undone', note: null, actorName: actor.name, now },
    })
    return true
  })
}

function requireSomething({ state, note, until, owner }: FindingChange): void {
  if (state !== undefined) return
  const stray = until ? 'until' : owner ? 'owner' : null
  if (stray)
    throw new ExpectedError('incomplete', `${stray} goes with a state: say which.`, { parameter: 'state' })
  if (!note)
    throw new ExpectedError('incomplete', 'Say where the finding stands, or write a note.', {
      parameter: 'state',
    })
}

/** Saying again what holds already is no mistake and changes nothing; a note is always something. */
function changes(held: Held, { state, note, until = null, owner = null }: FindingChange, now: Date): boolean {
  if (note || state === undefined || standingOf(held, now) !== state) return true
  if (state !== 'snoozed' && state !== 'expected') return until !== null || owner !== null
  return (
    held.silentUntil?.getTime() !== until?.getTime() || (owner?.toLowerCase() ?? null) !== held.ownerEmail
  )
}

interface Written {
  id: string
  held: Held
  after: FindingJudgement
  kind: FindingEventKind
  note: string | null
  actorName: string
  now: Date
}

async function write(
  tx: Transaction,
  audit: (record: AuditRecord) => Promise<string>,
  { id, held, after, kind, note, actorName, now }: Written,
): Promise<string> {
  await tx.finding.update({ where: { id }, data: after })
  await tx.findingEvent.create({
    data: {
      ...{ findingId: id, organizationId: held.organizationId, at: now, kind, actorName, note },
      ...{ severity: held.severity, until: kind === 'noted' ? null : after.silentUntil },
    },
  })
  return audit({
    ...{ action: ACTION, subjectType: 'finding', subjectId: id, organizationId: held.organizationId },
    ...{ before: recordOf(held), after: recordOf(after) },
  })
}

async function lockFinding(tx: Transaction, id: string): Promise<Held> {
  await tx.$queryRaw`select 1 from findings where id = ${id} for update`
  return readFinding(tx, id)
}

async function readFinding(tx: Pick<Transaction, 'finding'>, id: string): Promise<Held> {
  const found = await tx.finding.findUnique({ where: { id } })
  if (!found) throw new ExpectedError('not_found', 'There is no finding with this id.', { parameter: 'id' })
  return found
}

function judgementOf({ state, silentUntil, ownerEmail, note }: FindingJudgement): FindingJudgement {
  return { state, silentUntil, ownerEmail, note }
}

function recordOf({ state, silentUntil, ownerEmail, note }: FindingJudgement) {
  return { state, silent_until: silentUntil?.toISOString() ?? null, owner: ownerEmail, note }
}

function isSame(one: ReturnType<typeof recordOf>, other: z.output<typeof recorded>): boolean {
  return (Object.keys(one) as (keyof typeof one)[]).every((field) => one[field] === other[field])
}
