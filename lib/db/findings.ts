import { createHash } from 'node:crypto'
import type { Day } from '@/lib/domain/day'
import { hourInstant } from '@/lib/domain/findings/closed-hour'
import type { Detected, Findings, Learning, MinuteLook, RuleId } from '@/lib/domain/findings/finding'
import { findingNotice } from '@/lib/domain/findings/finding-notice'
import {
  type Followed,
  followFinding,
  type HeldFinding,
  type Joined,
  joinFindings,
} from '@/lib/domain/findings/follow-finding'
import type { Notice } from '@/lib/domain/notice'
import type { Seen } from './finding-changes'
import type { Horizon } from './finding-horizon'
import { prisma } from './client'
import type { Prisma } from './generated/client'
import { type Lease, LeaseLost } from './lease'
import { recordNotices } from './notices'
import type { Transaction } from './transact'

const STORE_TIMEOUT_MS = 60_000

/** What some rules said of some keys, or of everything (null): what they did not find there is gone. */
export interface JudgedPart {
  rules: readonly RuleId[]
  keys: ReadonlySet<string> | null
  findings: Findings
}

export interface Evaluated {
  horizon: Horizon
  parts: readonly JudgedPart[]
  seen: Seen
  isComplete: boolean
  isDemo: boolean
  /** How subjects are called, by id. */
  names: ReadonlyMap<string, string>
}

export interface LastEvaluation {
  until: number
  completeAt: Date | null
  seen: Seen | null
}

export async function readLastEvaluation(organizationId: string): Promise<LastEvaluation | null> {
  const row = await prisma().findingEvaluation.findUnique({ where: { organizationId } })
  if (!row) return null
  return {
    until: row.untilHour.getTime() / 3_600_000,
    completeAt: row.completeAt,
    seen: row.seen as unknown as Seen | null,
  }
}

/** What minutes said of suspects, by key: they are asked for once. */
export async function readMinuteLooks(organizationId: string): Promise<Map<string, MinuteLook[]>> {
  const rows = await prisma().finding.findMany({
    where: { organizationId, rule: 'agent-loop', goneAt: null },
    select: { subjectId: true, minutes: true },
  })
  const looks = new Map<string, MinuteLook[]>()
  for (const { subjectId, minutes } of rows)
    if (minutes !== null)
      looks.set(subjectId, [...(looks.get(subjectId) ?? []), minutes as unknown as MinuteLook])
  return looks
}

interface Held extends HeldFinding {
  id: string
  digest: string
}

/**
 * Stores an evaluation: findings, what happened to them, what is not known for long enough, and what people are told of it
 * commit together. Whoever else evaluates the organisation waits for the lease; throws LeaseLost where it is not ours.
 * What says the same as before is not written.
 */
export async function storeEvaluation(lease: Lease, evaluated: Evaluated, now: Date): Promise<void> {
  const { organizationId } = lease
  const { parts, horizon, seen, isComplete } = evaluated
  await prisma().$transaction(
    async (tx) => {
      await holdLease(tx, lease)
      const detected = parts.flatMap(({ findings }) => findings.detected)
      const held = await readHeld(tx, organizationId, detected, now)
      const joined = joinFindings(held, detected)
      const found = new Set(joined.map((one) => one.held?.id))
      const left = held.filter((one) => !found.has(one.id) && isWithin(parts, one))
      const notices = [
        ...(await openFindings(tx, evaluated, joined, now)),
        ...(await followHeld(tx, evaluated, joined, left, now)),
      ]
      if (!evaluated.isDemo) await recordNotices(tx, notices, now)
      for (const part of parts) await replaceLearning(tx, organizationId, part)
      const state = {
        evaluatedAt: now,
        untilHour: new Date(hourInstant(horizon.until)),
        seen: seen as unknown as Prisma.InputJsonObject,
        ...(isComplete && { completeAt: now }),
      }
      await tx.findingEvaluation.upsert({
        where: { organizationId },
        create: { organizationId, ...state },
        update: state,
      })
    },
    { timeout: STORE_TIMEOUT_MS, maxWait: 10_000 },
  )
}

/** As `holdLease` of lib/db/lease.ts, within a transaction of Prisma's. */
async function holdLease(tx: Transaction, lease: Lease): Promise<void> {
  const held = await tx.$executeRaw`update sync_leases set heartbeat_at = clock_timestamp()
    where organization_id = ${lease.organizationId} and run_id = ${lease.runId}`
  const connected = await tx.$queryRaw<unknown[]>`
    select 1 from connections where organization_id = ${lease.organizationId} for key share`
  if (held !== 1 || connected.length !== 1) throw new LeaseLost(lease)
}

/** Those that hold, those whose silence ends, and those a detection may belong to. */
async function readHeld(
  tx: Transaction,
  organizationId: string,
  detected: readonly Detected[],
  now: Date,
): Promise<Held[]> {
  const rows = await tx.$queryRaw<
    (Omit<Held, 'subject' | 'missed' | 'episode'> & {
      episode: string
      subjectType: Held['subject']['type']
      subjectId: string
      missed: Held['missed']
    })[]
  >`
    select f.id, f.rule, f.subject_type as "subjectType", f.subject_id as "subjectId", f.episode, f.last_day as "lastDay",
      f.severity::text as severity, f.state::text as state, f.returns, f.gone_at as "goneAt", f.silent_until as "silentUntil",
      f.digest, case when f.silent_until <= ${now} then (
        select e.kind from finding_events e where e.finding_id = f.id and e.kind in ('worsened', 'returned')
          and e.at > (select max(s.at) from finding_events s where s.finding_id = f.id and s.kind in ('snoozed', 'expected'))
        order by e.at desc, e.id desc limit 1) end as missed
    from findings f
    where f.organization_id = ${organizationId} and (
      f.gone_at is null or f.silent_until <= ${now} or (f.rule, f.subject_type, f.subject_id) in (
        select * from unnest(${detected.map(({ rule }) => rule)}::text[],
          ${detected.map(({ subject }) => subject.type)}::text[], ${detected.map(({ subject }) => subject.id)}::text[])))
    order by f.id for update`
  return rows.map(({ subjectType, subjectId, episode, ...row }) => ({
    ...row,
    episode: episode as Day,
    subject: { type: subjectType, id: subjectId, organizationId },
  }))
}

function isWithin(parts: readonly JudgedPart[], { rule, subject, goneAt, silentUntil }: Held): boolean {
  if (goneAt !== null && silentUntil === null) return false
  return parts.some(({ rules, keys }) => rules.includes(rule) && (keys === null || keys.has(subject.id)))
}

const OPENED: Omit<Followed, 'severity'> = {
  ...{ state: 'open', returns: 0, goneAt: null, silentUntil: null, happened: ['opened'], tell: 'opened' },
}

async function openFindings(
  tx: Transaction,
  { names }: Evaluated,
  joined: readonly Joined<Held>[],
  now: Date,
): Promise<Notice[]> {
  const found = joined.flatMap((one) => (one.held === null ? [one.found] : []))
  if (found.length === 0) return []
  const opened = await tx.finding.createManyAndReturn({
    data: found.map((one) => ({
      ...{ organizationId: one.subject.organizationId, rule: one.rule, detectedAt: now },
      ...{ subjectType: one.subject.type, subjectId: one.subject.id, episode: one.episode },
      ...contentOf(one),
      severity: one.severity,
      digest: digestOf(one),
    })),
    select: { id: true, rule: true, subjectType: true, subjectId: true, episode: true },
  })
  const ids = new Map(
    opened.map((row) => [nameOf(row.rule, row.subjectType, row.subjectId, row.episode), row.id]),
  )
  const told = found.map((one) => {
    const id = ids.get(nameOf(one.rule, one.subject.type, one.subject.id, one.episode)) as string
    return { id, found: one, after: { ...OPENED, severity: one.severity } }
  })
  await writeEvents(tx, told, now)
  return noticesOf(told, names)
}

async function followHeld(
  tx: Transaction,
  { names }: Evaluated,
  joined: readonly Joined<Held>[],
  left: readonly Held[],
  now: Date,
): Promise<Notice[]> {
  const followed = [
    ...joined.flatMap(({ found, held }) => (held === null ? [] : [{ held, found }])),
    ...left.map((held) => ({ held, found: null })),
  ].map(({ held, found }) => ({ id: held.id, held, found, after: followFinding(held, found, now) }))
  const changed = followed.filter(
    ({ held, found, after }) =>
      after.happened.length > 0 || (found !== null && digestOf(found) !== held.digest),
  )
  for (const one of changed) await tx.finding.update({ where: { id: one.id }, data: changesOf(one) })
  await writeEvents(tx, followed, now)
  return noticesOf(
    followed.flatMap(({ found, ...one }) => (found === null ? [] : [{ ...one, found }])),
    names,
  )
}

function changesOf({ found, after }: { found: Detected | null; after: Followed }) {
  const { severity, state, returns, goneAt, silentUntil } = after
  return {
    ...{ severity, state, returns, goneAt, silentUntil },
    ...(found !== null && { ...contentOf(found), digest: digestOf(found) }),
  }
}

function contentOf(found: Detected) {
  return {
    lastDay: found.lastDay,
    atStakeNano: found.atStake.amount,
    stakeMeans: found.atStake.means,
    sentence: found.sentence,
    cannotSee: found.cannotSee,
    evidence: found.evidence.map(({ amount, look, ...row }) => ({
      ...row,
      look: { ...look },
      amount: amount === null ? null : amount.toString(),
    })),
    steps: found.steps.map((step) => ({ ...step })),
    ...(found.minutes && { minutes: { ...found.minutes } }),
  }
}

function digestOf(found: Detected): string {
  const { severity } = found
  const text = JSON.stringify({ severity, ...contentOf(found), atStakeNano: found.atStake.amount.toString() })
  return createHash('sha256').update(text).digest('base64url')
}

function nameOf(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}

interface Told {
  id: string
  after: Followed
  held?: Held
}

async function writeEvents(
  tx: Transaction,
  told: readonly (Told & { found: Detected | null })[],
  now: Date,
): Promise<void> {
  const events = told.flatMap(({ id, held, found, after }) =>
    after.happened.map((kind) => ({
      ...{ findingId: id, at: now, kind, severity: after.severity },
      organizationId: (found ?? held)?.subject.organizationId ?? '',
    })),
  )
  if (events.length > 0) await tx.findingEvent.createMany({ data: events })
}

function noticesOf(
  told: readonly (Told & { found: Detected })[],
  names: ReadonlyMap<string, string>,
): Notice[] {
  return told.flatMap(
    ({ id, found, after }) =>
      findingNotice(id, found, after, names.get(found.subject.id) ?? found.subject.id) ?? [],
  )
}

async function replaceLearning(
  tx: Transaction,
  organizationId: string,
  { rules, keys, findings }: JudgedPart,
): Promise<void> {
  const scope = {
    ...{ organizationId, rule: { in: [...rules] } },
    ...(keys && { subjectType: 'key', subjectId: { in: [...keys] } }),
  }
  const stored = await tx.findingLearning.findMany({ where: scope })
  const textOf = (row: Omit<(typeof stored)[number], 'organizationId'>) =>
    nameOf(
      row.rule,
      row.subjectType,
      row.subjectId,
      String(row.daysKnown),
      String(row.daysNeeded),
      row.sentence,
    )
  const wanted = findings.learning.map(learningRow)
  const [has, wants] = [new Set(stored.map(textOf)), new Set(wanted.map(textOf))]
  for (const { organizationId: of, rule, subjectType, subjectId } of stored.filter(
    (row) => !wants.has(textOf(row)),
  ))
    await tx.findingLearning.deleteMany({ where: { organizationId: of, rule, subjectType, subjectId } })
  const fresh = wanted.filter((row) => !has.has(textOf(row)))
  if (fresh.length > 0)
    await tx.findingLearning.createMany({ data: fresh.map((row) => ({ organizationId, ...row })) })
}

function learningRow({ rule, subject, daysKnown, daysNeeded, sentence }: Learning) {
  return { rule, subjectType: subject.type, subjectId: subject.id, daysKnown, daysNeeded, sentence }
}
