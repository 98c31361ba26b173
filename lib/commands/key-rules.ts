import { randomUUID } from 'node:crypto'
import { prisma } from '@/lib/db/client'
import { readKeyRules, readRuledKeys, standingRule, type StandingRule } from '@/lib/db/key-rules'
import { type Named, transact, type Transaction } from '@/lib/db/transact'
import {
  assignmentWords,
  fieldsOf,
  NOTHING_SAID,
  SINCE_ALWAYS,
  type Assignment,
} from '@/lib/domain/key-assignment'
import { outcomesOf, spokenOf, type KeyRule, type RuledKey } from '@/lib/domain/key-rule'
import type { Day } from '@/lib/domain/day'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { type Audit, lockAssignments, requireSayable, undoChange, writeAssigned } from './key-assignments'

/** Thousands of keys take seconds. */
const TIMEOUT_MS = 180_000
const MOST_RULES = 200

export interface RuleInput extends Assignment {
  pattern: string
  organizationId: string | null
  workspaceId: string | null
  effectiveOn: Day
}

/** Refuses with a sentence a rule that says nothing, or what cannot be said. */
export function requireSayableRule(input: RuleInput): void {
  requireSayable(input)
  if (spokenOf(input).length === 0)
    throw new ExpectedError(
      'invalid',
      'Say at least one of owner, purpose, application, environment, cost centre and tags. Nothing was changed.',
      { parameter: 'owner' },
    )
}

/**
 * Saves a rule, in place of another or behind all others, and says at once what it says of every key it catches, but for
 * what people said and what rules before it speak of. Answers the rule and how many keys it changed. 'not_found' for a rule
 * to be replaced, an organisation or a workspace that is not there.
 */
export async function saveKeyRule(
  actor: Actor,
  input: RuleInput,
  { isDemo = false, replaces = null }: { isDemo?: boolean; replaces?: string | null },
  now: Date,
): Promise<{ id: string; changed: number }> {
  requireAllowed(actor, 'edit_keys')
  requireSayableRule(input)
  return transact(
    actor,
    now,
    async (tx, audit) => {
      await lockScope(tx, isDemo)
      await requirePlace(tx, input, isDemo)
      const rules = await readKeyRules(tx, isDemo)
      const replaced = rules.find(({ id }) => id === replaces)
      if (replaces !== null && !replaced)
        throw new ExpectedError('not_found', 'That rule was changed or deleted by now. Nothing was changed.')
      if (!replaced && rules.length >= MOST_RULES)
        throw new ExpectedError('conflict', `At most ${MOST_RULES} rules can stand. Delete one first.`)
      if (replaced) await tx.keyRule.update({ where: { id: replaced.id }, data: { deletedAt: now } })
      const position = replaced?.position ?? (rules.at(-1)?.position ?? 0) + 1
      const row = await tx.keyRule.create({
        data: { ...input, position, isDemo, replaces, createdAt: now, createdBy: actor.name },
      })
      const rule = standingRule(row)
      const earlier = rules.filter((other) => other.position < position)
      const keys = await readRuledKeys(tx, isDemo)
      const changed = await applyRule(tx, audit, { rule, earlier, keys, actor, now })
      await audit({
        ...{ action: replaced ? 'key_rule.edited' : 'key_rule.created', subjectType: 'key_rule' },
        ...{ subjectId: rule.id, organizationId: rule.organizationId },
        ...(replaced && { before: ruleWords(replaced) }),
        after: { ...ruleWords(rule), 'keys changed': changed },
      })
      return { id: rule.id, changed }
    },
    { timeoutMs: TIMEOUT_MS },
  )
}

/** A rule holds for no new key any more; what it said of keys stays. 'not_found' for one that does not stand. */
export function deleteKeyRule(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'edit_keys')
  return transact(actor, now, async (tx, audit) => {
    const rule = await standing(tx, id)
    await tx.keyRule.update({ where: { id }, data: { deletedAt: now } })
    await audit({
      ...{ action: 'key_rule.deleted', subjectType: 'key_rule', subjectId: id },
      ...{ organizationId: rule.organizationId, before: ruleWords(rule) },
    })
  })
}

/** A deleted rule stands again in its place. 'not_found' where it does, or where another came in its place. */
export function bringBackKeyRule(actor: Actor, id: string, now: Date): Promise<void> {
  requireAllowed(actor, 'edit_keys')
  return transact(actor, now, async (tx, audit) => {
    const row = await tx.keyRule.findFirst({ where: { id, deletedAt: { not: null } } })
    const successor = await tx.keyRule.findFirst({ where: { replaces: id } })
    if (!row || successor) throw new ExpectedError('not_found', 'There is no such rule to bring back.')
    await tx.keyRule.update({ where: { id }, data: { deletedAt: null } })
    await audit({
      ...{ action: 'key_rule.brought_back', subjectType: 'key_rule', subjectId: id },
      ...{ organizationId: row.organizationId, after: ruleWords(standingRule(row)) },
    })
  })
}

/**
 * Takes back the saving of a rule with all it said: the rule is gone, one it came in place of stands again. Answers how many
 * keys are as they were, and how many stay because something else was said of them since.
 */
export async function undoKeyRule(
  actor: Actor,
  id: string,
  now: Date,
): Promise<{ undone: number; kept: number }> {
  requireAllowed(actor, 'edit_keys')
  return transact(
    actor,
    now,
    async (tx, audit) => {
      const rule = await standing(tx, id)
      const { isDemo, replaces } = await tx.keyRule.findUniqueOrThrow({ where: { id } })
      await lockScope(tx, isDemo)
      const changes = await tx.keyAssignmentChange.findMany({
        where: { ruleId: id, undoneAt: null },
        orderBy: { id: 'desc' },
      })
      let undone = 0
      for (const change of changes) if (await isTakenBack(tx, audit, change.id, actor, now)) undone += 1
      await tx.keyRule.update({ where: { id }, data: { deletedAt: now, replaces: null } })
      if (replaces !== null)
        await tx.keyRule.updateMany({ where: { id: replaces }, data: { deletedAt: null } })
      await audit({
        ...{ action: 'key_rule.undone', subjectType: 'key_rule', subjectId: id },
        ...{
          organizationId: rule.organizationId,
          before: ruleWords(rule),
          after: { 'keys as before': undone },
        },
      })
      return { undone, kept: changes.length - undone }
    },
    { timeoutMs: TIMEOUT_MS },
  )
}

/** Who rules act as when no person is there. */
const RULES: Named = { kind: 'system', id: null, name: 'Key rules' }

/**
 * Standing rules say what they say of keys of one organisation of which nothing was ever said: those that are new. What a
 * person said is never touched. Answers how many keys they changed.
 */
export async function applyKeyRules(organizationId: string, now: Date): Promise<number> {
  const organization = await prisma().organization.findUnique({ where: { id: organizationId } })
  if (!organization) return 0
  const { isDemo } = organization
  const rules = await readKeyRules(prisma(), isDemo)
  if (rules.length === 0) return 0
  const caughtOf = (keys: readonly RuledKey[]) =>
    rules.flatMap((rule, index) =>
      outcomesOf(rule, rules.slice(0, index), keys).filter(({ change }) => change),
    )
  const fresh = async (db: Pick<Transaction, 'keyRule' | '$queryRaw'>) =>
    (await readRuledKeys(db, isDemo, organizationId)).filter(({ isUntouched }) => isUntouched)
  if (caughtOf(await fresh(prisma())).length === 0) return 0
  const nothingLeft = new ExpectedError('conflict', 'Somebody said something of these keys meanwhile.')
  return transact(
    RULES,
    now,
    async (tx, audit) => {
      await lockAssignments(tx, organizationId)
      const standingRules = await readKeyRules(tx, isDemo)
      const changed = new Set<string>()
      let keys: RuledKey[] = await fresh(tx)
      for (const [index, rule] of standingRules.entries()) {
        const earlier = standingRules.slice(0, index)
        const outcomes = outcomesOf(rule, earlier, keys).filter(({ change }) => change)
        await applyRule(tx, audit, { rule, earlier, keys, actor: RULES, now })
        const after = new Map(outcomes.map(({ key, assigned }) => [key.id, assigned]))
        keys = keys.map((key) => ({ ...key, assigned: after.get(key.id) ?? key.assigned }))
        for (const { key } of outcomes) changed.add(key.id)
      }
      if (changed.size === 0) throw nothingLeft
      return changed.size
    },
    { timeoutMs: TIMEOUT_MS },
  ).catch((error: unknown) => {
    if (error === nothingLeft) return 0
    throw error
  })
}

interface Applied {
  rule: KeyRule
  earlier: readonly KeyRule[]
  keys: readonly RuledKey[]
  actor: Named
  now: Date
}

async function applyRule(tx: Transaction, audit: Audit, applied: Applied): Promise<number> {
  const { rule, earlier, keys, actor, now } = applied
  const batchId = randomUUID()
  let count = 0
  for (const { key, change, assigned } of outcomesOf(rule, earlier, keys)) {
    if (!change) continue
    await writeAssigned(tx, audit, {
      key: { organizationId: key.organizationId, keyId: key.id },
      ...{ before: key.assigned, after: assigned, effectiveOn: rule.effectiveOn, now, batchId },
      ...{ fields: fieldsOf(change), ruleId: rule.id, actorName: actor.name },
    })
    count += 1
  }
  return count
}

async function isTakenBack(
  tx: Transaction,
  audit: Audit,
  id: string,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  try {
    return await undoChange(tx, audit, id, actor, now)
  } catch (error) {
    if (error instanceof ExpectedError && error.kind === 'conflict') return false
    throw error
  }
}

async function standing(tx: Transaction, id: string): Promise<StandingRule> {
  const row = await tx.keyRule.findFirst({ where: { id, deletedAt: null } })
  if (!row)
    throw new ExpectedError('not_found', 'There is no such rule; it may be changed or deleted by now.')
  return standingRule(row)
}

/** One writer of rules at a time, and none of assignments beside it. */
async function lockScope(tx: Transaction, isDemo: boolean): Promise<void> {
  await tx.$queryRaw`select 1 from organizations where is_demo = ${isDemo} order by id for no key update`
}

async function requirePlace(
  tx: Transaction,
  { organizationId, workspaceId }: RuleInput,
  isDemo: boolean,
): Promise<void> {
  if (organizationId === null && workspaceId !== null)
    throw new ExpectedError('invalid', 'A workspace is named with its organisation.', {
      parameter: 'workspace',
    })
  if (organizationId === null) return
  const organization = await tx.organization.findFirst({ where: { id: organizationId, isDemo } })
  if (!organization)
    throw new ExpectedError('not_found', 'There is no such organisation.', { parameter: 'organization' })
  if (workspaceId === null) return
  const workspace = await tx.workspace.findFirst({ where: { organizationId, id: workspaceId } })
  if (!workspace)
    throw new ExpectedError('not_found', 'There is no such workspace.', { parameter: 'workspace' })
}

function ruleWords(rule: KeyRule): Record<string, string> {
  const said = assignmentWords(NOTHING_SAID, rule).after
  return {
    pattern: rule.pattern,
    ...(rule.workspaceId !== null && { workspace: rule.workspaceId }),
    ...Object.fromEntries(
      Object.entries(said).flatMap(([field, words]) => (words === null ? [] : [[field, words]])),
    ),
    from: rule.effectiveOn === SINCE_ALWAYS ? 'since always' : rule.effectiveOn,
  }
}
