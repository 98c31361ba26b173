import { describe, expect, it, vi } from 'vitest'
import { prisma } from '@/lib/db/client'
import { acquireLease } from '@/lib/db/lease'
import { useDatabase } from '@/lib/db/test-database'
import { hourOf, type HourNumber } from '@/lib/domain/findings/closed-hour'
import type { RuleId } from '@/lib/domain/findings/finding'
import { DEFAULT_THRESHOLDS } from '@/lib/domain/findings/thresholds'
import { tellOverridingKey } from '@/lib/simulator/replays/billed-beside-a-plan'
import { tellOrphanedWorkspace } from '@/lib/simulator/replays/costly-habits'
import { REPLAYS } from '@/lib/simulator/replays/replays'
import { tellAgentInCircles, tellGrowingSpend } from '@/lib/simulator/replays/runaway-keys'
import { CASE_NOW } from '@/lib/simulator/replays/tell-case'
import { tellStory } from '@/lib/simulator/stories/tell-story'
import { createWorld } from '@/lib/simulator/world'
import { evaluateFindings, judge } from './evaluate-findings'
import { FINDING_TABLES, storedFindings, storedNotices, tellOrganization } from './findings-under-test'

vi.setConfig({ testTimeout: 240_000 })
useDatabase({ emptied: FINDING_TABLES })

const USD = 1_000_000_000n
const HOUR_MS = 3_600_000
const NOW_HOUR = hourOf(CASE_NOW)
const replayOf = (rule: RuleId, severity?: string) =>
  REPLAYS.find((one) => one.rule === rule && (severity === undefined || one.severity === severity)) ??
  expect.fail()
const noMinutes = { minutes: () => expect.fail() }

async function silence(id: string, state: 'snoozed' | 'expected', at: HourNumber, until: HourNumber) {
  const silentUntil = new Date(until * HOUR_MS)
  const { organizationId, severity } = await prisma().finding.update({
    where: { id },
    data: { state, silentUntil },
  })
  const event = { findingId: id, organizationId, severity, at: new Date(at * HOUR_MS) }
  await prisma().findingEvent.create({
    data: { ...event, kind: state, actorName: 'Robin', until: silentUntil },
  })
}

describe('a key that overrides a plan', () => {
  it('is found with the first closed hour that shows it, told once, and gone when it is over', async () => {
    const story = tellOverridingKey()
    const shows = replayOf('key-overrides-plan').couldShow(story)
    const { syncAt } = await tellOrganization(story, shows - 1)
    expect(await syncAt(shows - 1)).toMatchObject({ status: 'succeeded', error: null })
    expect(await storedFindings('key-overrides-plan')).toEqual([])
    await syncAt(shows)
    const [found, ...others] = await storedFindings('key-overrides-plan')
    expect(others).toEqual([])
    expect(found).toMatchObject({ severity: 'high', state: 'open', goneAt: null, happened: ['opened'] })
    for (const hours of [1, 2, 26]) await syncAt(shows + hours)
    const [still] = await storedFindings('key-overrides-plan')
    expect(still).toMatchObject({ id: found?.id, happened: ['opened'] })
    expect((still?.atStakeNano ?? 0n) > (found?.atStakeNano ?? 0n)).toBe(true)
    await syncAt(shows + 24 * 12)
    expect(await storedFindings('key-overrides-plan')).toMatchObject([{ happened: ['opened', 'gone'] }])
    expect(await storedNotices('key-overrides-plan')).toMatchObject([
      { kind: 'finding_opened', severity: 'high', key: `finding:${found?.id}:0:high` },
    ])
  })
})

describe('a leaked key', () => {
  const story = tellStory('leaked-key', { seed: 1, now: CASE_NOW })
  const probe = replayOf('leaked-key', 'low').couldShow(story)
  const burst = REPLAYS.findLast(({ rule }) => rule === 'leaked-key')?.couldShow(story) ?? expect.fail()

  it('is a notice with the probe, gets worse with the burst, and is told of both once', async () => {
    const { syncAt } = await tellOrganization(story, probe)
    for (const hour of [probe, probe + 1, burst - 1]) await syncAt(hour)
    expect(await storedFindings('leaked-key')).toMatchObject([{ severity: 'low', happened: ['opened'] }])
    for (const hour of [burst, burst + 1]) await syncAt(hour)
    const found = await storedFindings('leaked-key')
    expect(found).toMatchObject([{ severity: 'high', happened: ['opened', 'worsened'] }])
    expect((await storedNotices('leaked-key')).map(({ kind }) => kind)).toEqual([
      'finding_opened',
      'finding_worsened',
    ])
  })

  it('is not told while it is expected, and told what was missed when that ends', async () => {
    const { syncAt } = await tellOrganization(story, probe)
    await syncAt(probe)
    const [found] = await storedFindings('leaked-key')
    await silence(found?.id ?? '', 'expected', probe, burst + 2)
    for (const hour of [burst, burst + 1]) await syncAt(hour)
    expect(await storedFindings('leaked-key')).toMatchObject([
      { state: 'expected', severity: 'high', happened: ['opened', 'expected', 'worsened'] },
    ])
    expect(await storedNotices('leaked-key')).toHaveLength(1)
    await syncAt(burst + 2)
    expect(await storedFindings('leaked-key')).toMatchObject([
      { state: 'open', happened: ['opened', 'expected', 'worsened', 'woke'] },
    ])
    expect((await storedNotices('leaked-key')).map(({ kind, severity }) => `${kind} ${severity}`)).toEqual([
      'finding_opened low',
      'finding_worsened high',
    ])
  })

  it('stays resolved until it gets worse', async () => {
    const { syncAt } = await tellOrganization(story, probe)
    await syncAt(probe)
    await prisma().finding.updateMany({ where: { rule: 'leaked-key' }, data: { state: 'resolved' } })
    await syncAt(burst - 1)
    expect(await storedFindings('leaked-key')).toMatchObject([{ state: 'resolved', happened: ['opened'] }])
    await syncAt(burst)
    expect(await storedFindings('leaked-key')).toMatchObject([
      { state: 'open', happened: ['opened', 'worsened'] },
    ])
  })
})

describe('an agent in circles', () => {
  const story = tellAgentInCircles()
  const shows = replayOf('agent-loop').couldShow(story)
  const isMinutes = (search: string) => search.includes('time_bucket_width=1m')

  it('is asked for its minutes once an hour that closed, and they stand with the evidence', async () => {
    const { syncAt, simulator } = await tellOrganization(story, shows)
    await syncAt(shows)
    const [found] = await storedFindings('agent-loop')
    expect(found).toMatchObject({ severity: 'high', minutes: { says: 'level' } })
    expect(JSON.stringify(found?.evidence)).toContain('without a pause')
    const asked = () => simulator.requests.all().filter(({ search }) => isMinutes(search)).length
    expect(asked()).toBe(1)
    await syncAt(shows)
    expect(asked()).toBe(1)
    await syncAt(shows + 1)
    expect(asked()).toBe(2)
  })

  it('is judged by the hour where the minutes cannot be read, and the sync goes well', async () => {
    const { syncAt } = await tellOrganization(story, shows)
    const refusing: typeof fetch = (input, init) =>
      isMinutes(input instanceof Request ? input.url : String(input))
        ? Promise.resolve(Response.json({ error: { message: 'Not for you.' } }, { status: 403 }))
        : fetch(input, init)
    expect(await syncAt(shows, { fetch: refusing })).toMatchObject({ status: 'succeeded', error: null })
    expect(await storedFindings('agent-loop')).toMatchObject([{ severity: 'high', minutes: null }])
  })

  it('is a notice where they show a job in bursts', async () => {
    const facts = story.world.facts.map((fact) => ({ ...fact, minute: fact.minute - (fact.minute % 60) + 7 }))
    const bursts = { ...story, world: createWorld({ ...story.world, facts }) }
    const { syncAt } = await tellOrganization(bursts, shows)
    await syncAt(shows)
    expect(await storedFindings('agent-loop')).toMatchObject([
      { severity: 'low', minutes: { says: 'bursts' } },
    ])
  })
})

describe('a limit within reach', () => {
  it('gets worse from pace to passing, is gone when it is raised, and returns when it is lowered again', async () => {
    const story = tellGrowingSpend()
    const shows = replayOf('cap-run-rate').couldShow(story)
    const { syncAt, organizationId } = await tellOrganization(story, shows)
    const limit = {
      organizationId,
      subjectType: 'organization',
      subjectId: organizationId,
      source: 'entered',
    }
    const set = async (dollars: bigint) => {
      const amount = { amountNano: dollars * USD, called: 'limit entered here', statedAt: CASE_NOW }
      await prisma().spendLimit.upsert({
        where: { organizationId_subjectType_subjectId_source: limit },
        create: { ...limit, ...amount },
        update: amount,
      })
    }
    await set(100n)
    await syncAt(shows)
    expect(await storedFindings('cap-run-rate')).toMatchObject([{ severity: 'low', happened: ['opened'] }])
    for (let hour = shows; hour < NOW_HOUR; hour += 24) await syncAt(hour)
    const worst = await storedFindings('cap-run-rate')
    expect(worst[0]?.severity).not.toBe('low')
    await set(100_000n)
    await syncAt(NOW_HOUR - 1)
    expect((await storedFindings('cap-run-rate'))[0]?.happened.at(-1)).toBe('gone')
    await set(100n)
    await syncAt(NOW_HOUR)
    expect((await storedFindings('cap-run-rate'))[0]).toMatchObject({ goneAt: null, returns: 1 })
    const keys = (await storedNotices('cap-run-rate')).map(({ kind, key }) => `${kind} ${key}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.at(-1)).toContain('finding_returned')
  })
})

describe('an evaluation', () => {
  it('after a sync finds what a complete one finds, and the second of the same changes nothing', async () => {
    for (const [story, from] of [
      [tellOrphanedWorkspace(), NOW_HOUR - 30],
      [tellStory('leaked-key', { seed: 1, now: CASE_NOW }), NOW_HOUR - 90],
    ] as const) {
      const { syncAt, organizationId } = await tellOrganization(story, from)
      const lease = { organizationId, runId: 'test' }
      for (const hours of [0, 1, 2, 3, 9, 10]) {
        await syncAt(from + hours)
        const now = new Date((from + hours) * HOUR_MS)
        const complete = await judge({ lease, now, isComplete: true })
        const wanted = (complete?.parts ?? []).flatMap(({ findings }) => findings.detected)
        const stored = (await storedFindings()).filter(
          (one) => one.goneAt === null && one.organizationId === organizationId,
        )
        const said = (one: { rule: string; severity: string; sentence: string }) =>
          `${one.rule} ${one.severity} ${one.sentence}`
        expect(stored.map(said).sort()).toEqual(wanted.map(said).sort())
      }
      await acquireLease(lease)
      const dump = async () => JSON.stringify(await rows())
      const before = await dump()
      const now = new Date((from + 10) * HOUR_MS)
      for (const isComplete of [false, true])
        await evaluateFindings({ lease, client: noMinutes, now, isComplete })
      expect(await dump()).toBe(before)
    }
  })

  it('of an organisation that is not ours any more stores nothing', async () => {
    const story = tellOverridingKey()
    const { syncAt, organizationId } = await tellOrganization(story, NOW_HOUR)
    await syncAt(NOW_HOUR)
    await prisma().finding.deleteMany()
    const lease = { organizationId, runId: 'ours' }
    await acquireLease({ organizationId, runId: 'theirs' })
    const evaluation = { lease, client: noMinutes, now: CASE_NOW, isComplete: true }
    await expect(evaluateFindings(evaluation)).rejects.toThrow('no longer ours')
    expect(await prisma().finding.count()).toBe(0)
  })

  it('takes the thresholds it is given', async () => {
    const story = tellOverridingKey()
    const { syncAt, organizationId } = await tellOrganization(story, NOW_HOUR - 48)
    await syncAt(NOW_HOUR - 48)
    expect(await storedFindings('key-overrides-plan')).toMatchObject([{ goneAt: null }])
    const lease = { organizationId, runId: 'test' }
    await acquireLease(lease)
    const limits = { ...DEFAULT_THRESHOLDS['key-overrides-plan'], overAfterDays: 1 }
    await evaluateFindings({
      ...{ lease, client: noMinutes, now: new Date((NOW_HOUR - 48) * HOUR_MS) },
      readThresholds: () => Promise.resolve({ ...DEFAULT_THRESHOLDS, 'key-overrides-plan': limits }),
    })
    expect(await storedFindings('key-overrides-plan')).toMatchObject([{ happened: ['opened', 'gone'] }])
  })
})

/** Findings, events, learning and notices with the transaction that wrote them. */
async function rows() {
  return prisma().$queryRaw`
    select xmin::text, id from findings union all select xmin::text, id from finding_events
    union all select xmin::text, rule || subject_id from finding_learning union all select xmin::text, id from notices order by 2, 1`
}
