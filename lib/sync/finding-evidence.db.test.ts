import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { readKeyEvidence, readOrganizationEvidence } from '@/lib/db/finding-evidence'
import { readHorizon } from '@/lib/db/finding-horizon'
import { readSurroundings } from '@/lib/db/finding-surroundings'
import { emptyTables, useDatabase } from '@/lib/db/test-database'
import { hourOf, type HourNumber } from '@/lib/domain/findings/closed-hour'
import { evaluateRules, KEY_RULES, ORGANIZATION_RULES } from '@/lib/domain/findings/evaluate-rules'
import type { Evidence, KeyEntry } from '@/lib/domain/findings/evidence'
import { MODEL_RETIREMENTS } from '@/lib/prices/model-retirements'
import { priceBook } from '@/lib/prices/price-book'
import { tellOverridingKey } from '@/lib/simulator/replays/billed-beside-a-plan'
import { tellOrphanedWorkspace, tellUnreadCache } from '@/lib/simulator/replays/costly-habits'
import { tellQuietOrganization } from '@/lib/simulator/replays/quiet-organizations'
import { tellDormantKey } from '@/lib/simulator/replays/runaway-keys'
import { CASE_NOW } from '@/lib/simulator/replays/tell-case'
import { worldEvidence } from '@/lib/simulator/replays/world-evidence'
import type { Story } from '@/lib/simulator/stories/story'
import { tellStory } from '@/lib/simulator/stories/tell-story'
import { FINDING_TABLES, tellOrganization } from './findings-under-test'

vi.setConfig({ testTimeout: 240_000 })
useDatabase({ emptied: FINDING_TABLES })

const told = { prices: priceBook(), retirements: MODEL_RETIREMENTS }
const STORIES: Record<string, () => Story> = {
  'overriding key': tellOverridingKey,
  'dormant key': tellDormantKey,
  'orphaned workspace': tellOrphanedWorkspace,
  'unread cache': tellUnreadCache,
  'fast mode': () => tellStory('fast-mode', { seed: 2, now: CASE_NOW }),
  'leaked key': () => tellStory('leaked-key', { seed: 3, now: CASE_NOW }),
  'quiet organisation': () => tellQuietOrganization(7),
}

type Row = Record<string, unknown>

/** Rows that say something, in an order of their own. */
function settled(rows: readonly object[]): string[] {
  const isSaid = (row: Row) =>
    Object.values(row).some(
      (value) => (typeof value === 'bigint' || typeof value === 'number') && Number(value) !== 0,
    )
  return rows
    .filter((row) => isSaid(row as Row))
    .map((row) =>
      JSON.stringify(
        Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)),
        written,
      ),
    )
    .sort()
}

function written(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<unknown>, String) : value
}

function summed(rows: Evidence['claudeCode']): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { day, email, estimated } of rows)
    sums.set(`${day} ${email}`, (sums.get(`${day} ${email}`) ?? 0n) + estimated)
  return sums
}

/** Who left before the first reading has no name here, and ids of plans are the database's own. */
function expectedEvidence(
  story: Story,
  until: HourNumber,
  horizon: { knownSince: Evidence['knownSince'] },
): Evidence {
  const evidence = worldEvidence(story, until, { ...told, limits: [] })
  const former = new Set(story.world.formerMembers.map(({ email }) => email.toLowerCase()))
  const named = (key: KeyEntry) => ({
    ...key,
    owner: key.owner !== null && former.has(key.owner) ? null : key.owner,
  })
  return { ...evidence, knownSince: horizon.knownSince, keys: evidence.keys.map(named) }
}

const ofKeys = <R extends { keyId: string | null }>(rows: readonly R[]) =>
  rows.filter(({ keyId }) => keyId !== null)
const withoutIds = (evidence: Evidence) =>
  evidence.plans.map(({ id: _, terms, ...plan }) => ({
    ...plan,
    terms: terms.map(({ id: __, ...term }) => term),
  }))

describe('evidence from the database', () => {
  it.each(Object.keys(STORIES))('is that of the world: %s', async (name) => {
    const story = (STORIES[name] ?? expect.fail())()
    const end = hourOf(CASE_NOW)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 20 * 24 }), async (hoursAgo) => {
        await emptyTables(FINDING_TABLES)
        const until = end - hoursAgo
        const { organizationId, syncAt } = await tellOrganization(story, until)
        expect(await syncAt(until)).toMatchObject({ error: null })
        const horizon = (await readHorizon(organizationId)) ?? expect.fail()
        expect(horizon.until).toBe(until)
        const surroundings = await readSurroundings(horizon)
        const world = expectedEvidence(story, until, horizon)

        const print = randomUUID()
        const keyed = await readKeyEvidence(horizon, surroundings, told, null, print)
        expect(settled(keyed.hours)).toEqual(settled(world.hours))
        expect(settled(keyed.days)).toEqual(settled(ofKeys(world.days)))
        expect(settled(keyed.rates)).toEqual(settled(ofKeys(world.rates)))
        const byId = (keys: readonly KeyEntry[]) => keys.toSorted((a, b) => (a.id < b.id ? -1 : 1))
        expect(byId(keyed.keys)).toEqual(byId(world.keys))
        expect(keyed.members).toEqual(world.members)
        expect(withoutIds(keyed)).toEqual(withoutIds(world))

        const whole = await readOrganizationEvidence(horizon, surroundings, told)
        expect(settled(whole.keyPeople)).toEqual(settled(world.keyPeople))
        // Its own report comes an hour late.
        const wasTold = ({ claudeCode }: Evidence) => claudeCode.filter(({ day }) => day < horizon.lastDay)
        expect(summed(wasTold(whole))).toEqual(summed(wasTold(world)))
        expect(settled(whole.priceable)).toEqual(settled(world.priceable))
        expect(settled(whole.billed)).toEqual(settled(world.billed))
        const here = { ...world, plans: keyed.plans, claudeCode: whole.claudeCode }
        const [one] = keyed.keys
        const some = await readKeyEvidence(horizon, surroundings, told, one ? [one.id] : [], print)
        const all = evaluateRules(here, undefined, KEY_RULES)
        const isOfOne = ({ subject }: { subject: { id: string } }) => subject.id === one?.id
        expect(evaluateRules(keyed, undefined, KEY_RULES)).toEqual(all)
        expect(evaluateRules(some, undefined, KEY_RULES)).toEqual({
          detected: all.detected.filter(isOfOne),
          learning: all.learning.filter(isOfOne),
        })
        expect(evaluateRules(whole, undefined, ORGANIZATION_RULES)).toEqual(
          evaluateRules(here, undefined, ORGANIZATION_RULES),
        )
      }),
      { numRuns: 2, seed: 7 },
    )
  })
})
