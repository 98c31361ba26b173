import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/lib/auth/system-actor'
import { prisma } from '@/lib/db/client'
import { useDatabase } from '@/lib/db/test-database'
import { addDays, day, dayOf } from '@/lib/domain/day'
import { assignmentOn, NOTHING_SAID, SINCE_ALWAYS } from '@/lib/domain/key-assignment'
import { assignedFrom, assignKeys, undoAssignments } from './key-assignments'
import {
  applyKeyRules,
  bringBackKeyRule,
  deleteKeyRule,
  saveKeyRule,
  undoKeyRule,
  type RuleInput,
} from './key-rules'

useDatabase({
  emptied: ['organizations', 'key_assignments', 'key_assignment_changes', 'key_rules', 'audit_entries'],
})

const NOW = new Date('2026-11-22T10:30:00Z')
const TODAY = dayOf(NOW)
const member = systemActor('Grace', 'member')
const rule = (change: Partial<RuleInput>): RuleInput => ({
  ...{ pattern: 'ci-*', organizationId: null, workspaceId: null, effectiveOn: SINCE_ALWAYS },
  ...NOTHING_SAID,
  ...change,
})
const save = (change: Partial<RuleInput>, place: Parameters<typeof saveKeyRule>[2] = {}) =>
  saveKeyRule(member, rule(change), place, NOW)

const key = (id: string, name = id, organizationId = 'org') =>
  prisma().apiKey.create({ data: { organizationId, id, name, status: 'active' } })
const reference = (keyId: string) => ({ organizationId: 'org', keyId })

async function holds(keyId: string, on = TODAY) {
  const rows = await prisma().keyAssignment.findMany({ where: { keyId } })
  return assignmentOn(rows.map(assignedFrom), on)
}

beforeEach(async () => {
  for (const [id, isDemo] of [
    ['org', false],
    ['told', true],
  ] as const)
    await prisma().organization.create({ data: { id, name: id, createdAt: NOW, isDemo } })
  await key('k1', 'CI-build')
  await key('k2', 'ci-deploy')
  await key('k3', 'web')
  await key('t1', 'ci-told', 'told')
})

describe('what a person says', () => {
  it('holds from its day on, each key audited in words, and is taken back as one', async () => {
    const from = day('2026-11-10')
    const said = { ownerEmail: 'ada@example.com', tags: ['b', 'a'] }
    const { batchId, changed } = await assignKeys(member, [reference('k1'), reference('k3')], said, from, NOW)
    expect(changed).toBe(2)
    expect(await holds('k1')).toEqual({ ...NOTHING_SAID, ...said, tags: ['a', 'b'] })
    expect(await holds('k1', addDays(from, -1))).toEqual(NOTHING_SAID)
    const entries = await prisma().auditEntry.findMany({ where: { action: 'key.assigned' } })
    expect(
      entries.map(({ subjectId, before, after, actorName }) => ({ subjectId, before, after, actorName })),
    ).toEqual(
      ['k1', 'k3'].map((subjectId) => ({
        subjectId,
        before: { owner: null, tags: null },
        after: { owner: 'ada@example.com', tags: 'a, b', from },
        actorName: 'Grace',
      })),
    )
    expect(await undoAssignments(member, batchId, NOW)).toEqual({ undone: 2, kept: [] })
    expect(await holds('k1')).toEqual(NOTHING_SAID)
    await expect(undoAssignments(member, batchId, NOW)).rejects.toThrow('taken back already')
  })

  it('is not taken back over what was said since; the key is named', async () => {
    const keys = [reference('k1'), reference('k2')]
    const { batchId } = await assignKeys(member, keys, { application: 'CI' }, TODAY, NOW)
    await assignKeys(member, [reference('k2')], { purpose: 'deploys' }, TODAY, NOW)
    expect(await undoAssignments(member, batchId, NOW)).toEqual({ undone: 1, kept: ['ci-deploy'] })
    expect(await holds('k1')).toEqual(NOTHING_SAID)
    expect(await holds('k2')).toEqual({ ...NOTHING_SAID, application: 'CI', purpose: 'deploys' })
  })

  it('writes nothing where nothing changes, and needs a member and a key that was seen', async () => {
    await assignKeys(member, [reference('k1')], { application: 'CI' }, TODAY, NOW)
    expect((await assignKeys(member, [reference('k1')], { application: 'CI' }, TODAY, NOW)).changed).toBe(0)
    const viewer = systemActor('V', 'viewer')
    await expect(assignKeys(viewer, [reference('k1')], { purpose: 'x' }, TODAY, NOW)).rejects.toThrow(
      'member',
    )
    await expect(assignKeys(member, [reference('kx')], { purpose: 'x' }, TODAY, NOW)).rejects.toThrow(
      'no such key',
    )
    await expect(
      assignKeys(member, [reference('k1')], { application: 'none' }, TODAY, NOW),
    ).rejects.toMatchObject({ parameter: 'application' })
  })
})

describe('a rule', () => {
  it('says at once what it says of the keys it catches, of its own scope, and never over a person', async () => {
    await assignKeys(member, [reference('k2')], { application: 'Deploys', environment: null }, TODAY, NOW)
    const { changed } = await save({ application: 'CI', ownerEmail: 'ada@example.com' })
    expect(changed).toBe(2)
    expect(await holds('k1')).toMatchObject({ application: 'CI', ownerEmail: 'ada@example.com' })
    expect(await holds('k2')).toMatchObject({ application: 'Deploys', ownerEmail: 'ada@example.com' })
    expect(await holds('k3')).toEqual(NOTHING_SAID)
    expect(await holds('t1')).toEqual(NOTHING_SAID)
    expect(await holds('k1', day('2024-01-01'))).toMatchObject({ application: 'CI' })
  })

  it('leaves to a rule before it what that one speaks of', async () => {
    await save({ pattern: '*', costCentre: '1' })
    const second = await save({ costCentre: '2', application: 'CI' })
    expect(second.changed).toBe(2)
    expect(await holds('k1')).toMatchObject({ costCentre: '1', application: 'CI' })
  })

  it('keeps its place when it is edited, says itself anew, and the edit can be taken back', async () => {
    const first = await save({ application: 'CI' })
    await save({ pattern: '*', application: 'All' })
    const edited = await save({ application: 'Builds' }, { replaces: first.id })
    expect(await holds('k1')).toMatchObject({ application: 'Builds' })
    expect(await holds('k3')).toMatchObject({ application: 'All' })
    await expect(save({ application: 'x' }, { replaces: first.id })).rejects.toThrow('changed or deleted')
    expect(await undoKeyRule(member, edited.id, NOW)).toEqual({ undone: 2, kept: 0 })
    expect(await holds('k1')).toMatchObject({ application: 'CI' })
    const standing = await prisma().keyRule.findMany({
      where: { deletedAt: null },
      orderBy: { position: 'asc' },
    })
    expect(standing.map(({ id }) => id)[0]).toBe(first.id)
  })

  it('is deleted without taking back what it said, brought back, or taken back whole', async () => {
    const { id } = await save({ application: 'CI' })
    await deleteKeyRule(member, id, NOW)
    expect(await holds('k1')).toMatchObject({ application: 'CI' })
    await expect(deleteKeyRule(member, id, NOW)).rejects.toThrow('no such rule')
    await bringBackKeyRule(member, id, NOW)
    await assignKeys(member, [reference('k2')], { purpose: 'mine' }, TODAY, NOW)
    expect(await undoKeyRule(member, id, NOW)).toEqual({ undone: 1, kept: 1 })
    expect(await holds('k1')).toEqual(NOTHING_SAID)
  })

  it('says something, in a place that is there, for a member', async () => {
    await expect(save({})).rejects.toMatchObject({ parameter: 'owner' })
    await expect(save({ purpose: 'x', organizationId: 'told' })).rejects.toMatchObject({ kind: 'not_found' })
    await expect(save({ purpose: 'x', workspaceId: 'w' })).rejects.toMatchObject({ parameter: 'workspace' })
    const viewer = systemActor('V', 'viewer')
    await expect(async () => saveKeyRule(viewer, rule({ purpose: 'x' }), {}, NOW)).rejects.toThrow('member')
    expect(await prisma().keyRule.count()).toBe(0)
  })
})

describe('standing rules', () => {
  it('say it of keys that are new, since always, in the name of the rules, once', async () => {
    await save({ application: 'CI' })
    await save({ pattern: '*-new', costCentre: '7', application: 'Other' })
    await key('k9', 'ci-new')
    expect(await applyKeyRules('org', NOW)).toBe(1)
    expect(await holds('k9', day('2024-01-01'))).toEqual({
      ...NOTHING_SAID,
      application: 'CI',
      costCentre: '7',
    })
    const entry = await prisma().auditEntry.findFirst({ where: { subjectId: 'k9' } })
    expect(entry).toMatchObject({ actorKind: 'system', actorName: 'Key rules', action: 'key.assigned' })
    expect(await applyKeyRules('org', NOW)).toBe(0)
    expect(await applyKeyRules('told', NOW)).toBe(0)
  })

  it('leave alone what a person spoke of, or took back', async () => {
    await save({ application: 'CI' })
    await key('k8', 'ci-8')
    await assignKeys(member, [reference('k8')], { purpose: 'mine' }, TODAY, NOW)
    await key('k9', 'ci-9')
    await applyKeyRules('org', NOW)
    const change = await prisma().keyAssignmentChange.findFirstOrThrow({ where: { keyId: 'k9' } })
    await undoAssignments(member, change.batchId, NOW)
    expect(await applyKeyRules('org', NOW)).toBe(0)
    expect(await holds('k8')).toEqual({ ...NOTHING_SAID, purpose: 'mine' })
    expect(await holds('k9')).toEqual(NOTHING_SAID)
    await save({ application: 'Again' })
    expect(await holds('k8')).toMatchObject({ application: null })
  })
})
