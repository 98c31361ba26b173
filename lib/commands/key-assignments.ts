import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { prisma } from '@/lib/db/client'
import { type AuditRecord, transact, type Transaction } from '@/lib/db/transact'
import { day, type Day } from '@/lib/domain/day'
import {
  assignFrom,
  assignmentOn,
  assignmentWords,
  fieldsOf,
  isSameAssigned,
  plainAssignment,
  refuseAssignment,
  SINCE_ALWAYS,
  type AssignedFrom,
  type AssignmentChange,
  type AssignmentField,
} from '@/lib/domain/key-assignment'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

export interface KeyReference {
  organizationId: string
  keyId: string
}

export type Audit = (record: AuditRecord) => Promise<string>

/**
 * Says from a day on who and what keys are for; what is not given stays as it was, days before keep what held on them, and
 * what was said from later days on gives way in the fields given. A transaction a key; answers the batch by which all of it
 * can be taken back, and how many keys it changed. 'not_found' for a key that was never seen: those before it stay changed.
 */
export async function assignKeys(
  actor: Actor,
  keys: readonly KeyReference[],
  change: AssignmentChange,
  effectiveOn: Day,
  now: Date,
): Promise<{ batchId: string; changed: number }> {
  requireAllowed(actor, 'edit_keys')
  requireSayable(change)
  const batchId = randomUUID()
  let changed = 0
  for (const key of keys) {
    const before = await readAssigned(prisma(), key)
    // Where nothing would change, nothing is written; asked again inside, where nobody else can write.
    if (isSameAssigned(before, assignFrom(before, change, effectiveOn))) {
      await requireSeen(prisma(), key)
      continue
    }
    await transact(actor, now, async (tx, audit) => {
      await lockAssignments(tx, key.organizationId)
      await requireSeen(tx, key)
      const held = await readAssigned(tx, key)
      const after = assignFrom(held, change, effectiveOn)
      await writeAssigned(tx, audit, {
        ...{ key, before: held, after, effectiveOn, now, batchId },
        ...{ fields: fieldsOf(change), ruleId: null, actorName: actor.name },
      })
    })
    changed += 1
  }
  return { batchId, changed }
}

/** Refuses with a sentence what cannot be said of a key. */
export function requireSayable(change: AssignmentChange): void {
  const refused = refuseAssignment(change)
  if (refused) throw new ExpectedError('invalid', refused.sentence, { parameter: PARAMETERS[refused.field] })
}

const PARAMETERS: Record<AssignmentField, string> = {
  ownerEmail: 'owner',
  purpose: 'purpose',
  application: 'application',
  environment: 'environment',
  costCentre: 'cost_centre',
  tags: 'tags',
}

/**
 * Takes back what was said in one batch, of one key or key by key, and names those of which something else was said since.
 * 'conflict' where that is all of them.
 */
export async function undoAssignments(
  actor: Actor,
  batchId: string,
  now: Date,
  only: Partial<KeyReference> = {},
): Promise<{ undone: number; kept: string[] }> {
  requireAllowed(actor, 'edit_keys')
  const changes = await prisma().keyAssignmentChange.findMany({
    where: { ...only, batchId, undoneAt: null },
    orderBy: { id: 'asc' },
  })
  if (changes.length === 0)
    throw new ExpectedError('not_found', 'There is nothing to take back: it was taken back already.')
  const kept: string[] = []
  for (const { id, organizationId, keyId } of changes) {
    const key = { organizationId, keyId }
    const isUndone = await transact(actor, now, async (tx, audit) => {
      await lockAssignments(tx, organizationId)
      return undoChange(tx, audit, id, actor, now)
    }).catch((error: unknown) => {
      if (error instanceof ExpectedError && error.kind === 'conflict') return false
      throw error
    })
    if (!isUndone) kept.push(await nameOf(key))
  }
  if (kept.length === changes.length)
    throw new ExpectedError('conflict', 'Something else was said since. Nothing was changed.')
  return { undone: changes.length - kept.length, kept }
}

/** One change taken back within a transaction that holds the lock; 'conflict' where something else was said since. */
export async function undoChange(
  tx: Transaction,
  audit: Audit,
  id: string,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const change = await tx.keyAssignmentChange.findUniqueOrThrow({ where: { id } })
  const key = { organizationId: change.organizationId, keyId: change.keyId }
  const held = await readAssigned(tx, key)
  if (change.undoneAt || !isSameAssigned(held, storedRows(change.after)))
    throw new ExpectedError('conflict', 'Something else was said of this key since. Nothing was changed.')
  const before = storedRows(change.before)
  await replaceRows(tx, key, before, now)
  await tx.keyAssignmentChange.update({ where: { id }, data: { undoneAt: now, undoneBy: actor.name } })
  await audit({
    ...{ action: 'key.assignment_undone', subjectType: 'key', subjectId: key.keyId },
    ...{ organizationId: key.organizationId, ...auditWords(held, before, day(change.effectiveOn)) },
  })
  return true
}

interface Written {
  key: KeyReference
  before: readonly AssignedFrom[]
  after: readonly AssignedFrom[]
  effectiveOn: Day
  fields: AssignmentField[]
  batchId: string
  ruleId: string | null
  actorName: string
  now: Date
}

/** The rows of one key replaced, with the record of it and its audit entry; the caller holds the lock. */
export async function writeAssigned(tx: Transaction, audit: Audit, written: Written): Promise<void> {
  const { key, before, after, effectiveOn, fields, batchId, ruleId, actorName, now } = written
  await replaceRows(tx, key, after, now)
  await tx.keyAssignmentChange.create({
    data: {
      ...{ ...key, batchId, ruleId, actorName, effectiveOn, fields, at: now },
      ...{ before: before.map(stored), after: after.map(stored) },
    },
  })
  await audit({
    ...{ action: 'key.assigned', subjectType: 'key', subjectId: key.keyId },
    ...{ organizationId: key.organizationId, ...auditWords(before, after, effectiveOn) },
  })
}

/** What differs on the day it begins, and on days it was said otherwise for later. */
function auditWords(before: readonly AssignedFrom[], after: readonly AssignedFrom[], from: Day) {
  const last = [...before, ...after].reduce<Day>(
    (on, row) => (row.effectiveOn > on ? row.effectiveOn : on),
    from,
  )
  const atFirst = assignmentWords(assignmentOn(before, from), assignmentOn(after, from))
  const atLast = assignmentWords(assignmentOn(before, last), assignmentOn(after, last))
  return {
    before: { ...atLast.before, ...atFirst.before },
    after: { ...atLast.after, ...atFirst.after, from: from === SINCE_ALWAYS ? 'since always' : from },
  }
}

async function replaceRows(
  tx: Transaction,
  { organizationId, keyId }: KeyReference,
  rows: readonly AssignedFrom[],
  now: Date,
): Promise<void> {
  await tx.keyAssignment.deleteMany({ where: { organizationId, keyId } })
  await tx.keyAssignment.createMany({
    data: rows.map((row) => ({ ...stored(row), organizationId, keyId, createdAt: now })),
  })
}

/** One writer of assignments at a time and organisation. */
export async function lockAssignments(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$queryRaw`select 1 from organizations where id = ${organizationId} for no key update`
}

async function readAssigned(
  tx: Pick<Transaction, 'keyAssignment'>,
  { organizationId, keyId }: KeyReference,
): Promise<AssignedFrom[]> {
  const rows = await tx.keyAssignment.findMany({
    where: { organizationId, keyId },
    orderBy: { effectiveOn: 'asc' },
  })
  return rows.map(assignedFrom)
}

export function assignedFrom(row: Omit<AssignedFrom, 'effectiveOn'> & { effectiveOn: string }): AssignedFrom {
  return { effectiveOn: day(row.effectiveOn), ...plainAssignment(row) }
}

function stored(row: AssignedFrom) {
  return { effectiveOn: row.effectiveOn as string, ...plainAssignment(row) }
}

const text = z.string().nullable()
const rows = z.array(
  z.object({
    ...{ effectiveOn: z.string(), ownerEmail: text, purpose: text, application: text, environment: text },
    ...{ costCentre: text, tags: z.array(z.string()) },
  }),
)

function storedRows(given: unknown): AssignedFrom[] {
  return rows.parse(given).map(assignedFrom)
}

async function nameOf({ organizationId, keyId }: KeyReference): Promise<string> {
  const key = await prisma().apiKey.findUnique({
    where: { organizationId_id: { organizationId, id: keyId } },
    select: { name: true },
  })
  return key?.name ?? keyId
}

/** A key that is only known from its use can be somebody's too. */
async function requireSeen(
  tx: Pick<Transaction, '$queryRaw'>,
  { organizationId, keyId }: KeyReference,
): Promise<void> {
  const seen = await tx.$queryRaw<unknown[]>`
    select 1 where exists (select from api_keys where organization_id = ${organizationId} and id = ${keyId})
      or exists (select from spend_rollup where organization_id = ${organizationId} and api_key_id = ${keyId})`
  if (seen.length === 0)
    throw new ExpectedError('not_found', 'There is no such key; it may not be synced yet.', {
      parameter: 'id',
    })
}
