import { describe, expect, test, vi } from 'vitest'
import { hourOf } from '@/lib/domain/findings/closed-hour'
import { evaluateRules } from '@/lib/domain/findings/evaluate-rules'
import { RULE_IDS } from '@/lib/domain/findings/finding'
import { DEFAULT_THRESHOLDS } from '@/lib/domain/findings/thresholds'
import { judgeHours } from '@/lib/domain/findings/unusual-hours'
import { nano } from '@/lib/domain/money'
import { MODEL_RETIREMENTS } from '@/lib/prices/model-retirements'
import { priceBook } from '@/lib/prices/price-book'
import { tellStory } from '../stories/tell-story'
import { createWorld, truthTotal } from '../world'
import { tellOverridingKey } from './billed-beside-a-plan'
import { tellQuietOrganization } from './quiet-organizations'
import { REPLAYS } from './replays'
import { tellAgentInCircles, tellDormantKey } from './runaway-keys'
import { CASE_NOW } from './tell-case'
import { walkReplay } from './walk-replay'
import { worldEvidence } from './world-evidence'

vi.setConfig({ testTimeout: 60_000 })

const told = { prices: priceBook(), retirements: MODEL_RETIREMENTS, limits: [] }
const DOLLAR = 1_000_000_000n

describe('real cases', () => {
  test('every rule has one', () => {
    expect(new Set(REPLAYS.map(({ rule }) => rule))).toEqual(new Set(RULE_IDS))
  })

  test.each(REPLAYS)('$rule: $source', (replay) => {
    const { couldShow, detectedAt, finding, episodes } = walkReplay(replay, told)
    expect(detectedAt).toBe(couldShow)
    expect(finding?.severity).toBe(replay.severity)
    expect(finding?.sentence).toMatch(/^[A-Za-z$].*\d.*\.$/)
    expect(finding?.evidence.length).toBeGreaterThan(0)
    expect(finding?.steps.length).toBeGreaterThan(0)
    expect(finding?.cannotSee).toMatch(/\.$/)
    expect(episodes).toHaveLength(replay.episodes ?? 1)
  })

  test.each([
    ['anthropics/claude-code#37686', tellOverridingKey, 1_800n],
    ['the dormant key', tellDormantKey, 16_714n],
    ['CC#85912', tellAgentInCircles, 1_032n],
  ])('%s costs about what it really did', (_, tell, dollars) => {
    const { amount } = truthTotal(
      tell().world,
      { from: '2026-01-01', to: '2027-01-01' },
      ({ requests, cacheRead }) => requests > 80 || cacheRead > requests * 80_000,
    )
    expect(amount > (dollars * DOLLAR * 9n) / 10n && amount < (dollars * DOLLAR * 11n) / 10n).toBe(true)
  })
})

describe('evidence', () => {
  test('nothing from the first open hour on changes it', () => {
    const story = tellDormantKey()
    const until = hourOf(new Date('2026-11-12T05:00:00Z'))
    const facts = story.world.facts.filter(({ minute }) => minute < until * 60)
    const cut = { ...story, world: createWorld({ ...story.world, facts, claudeCode: [] }) }
    expect(worldEvidence(story, until, told)).toEqual(worldEvidence(cut, until, told))
  })

  test('adds up to what was billed, over keys, days and rates', () => {
    const story = tellAgentInCircles()
    const until = hourOf(CASE_NOW)
    const { days, hours, rates } = worldEvidence(story, until, told)
    const { amount } = truthTotal(story.world, {
      from: '2026-10-09',
      to: CASE_NOW,
      asOf: new Date(until * 3_600_000),
    })
    expect(days.reduce((sum, { cost }) => sum + cost, 0n)).toBe(amount)
    expect(rates.reduce((sum, { cost }) => sum + cost, 0n)).toBe(amount)
    expect(hours.reduce((sum, { cost }) => sum + cost.reduce((a, b) => a + b, 0n), 0n)).toBe(amount)
  })
})

test('an hour is judged alike whenever it is asked', () => {
  const story = tellStory('leaked-key', { seed: 1, now: CASE_NOW })
  const on = (until: string) => {
    const evidence = worldEvidence(story, hourOf(new Date(until)), told)
    const { judged } = judgeHours(evidence, DEFAULT_THRESHOLDS['leaked-key'], 14)
    return judged.flatMap(({ days }) => days).filter(({ day }) => day === '2026-11-07')
  }
  const atOnce = on('2026-11-08T00:00:00Z')
  expect(atOnce.flatMap(({ unusual }) => unusual).length).toBeGreaterThan(2)
  expect(on('2026-11-20T15:00:00Z')).toEqual(atOnce)
})

describe('the demo stories', () => {
  test.each([
    ['northwind', ['key-overrides-plan', 'leaked-key']],
    ['leaked-key', ['leaked-key']],
    ['forgotten-key', []],
    ['forgotten-cron', []],
    ['idle-keys', []],
    ['key-over-plan', ['key-overrides-plan', 'leaked-key']],
    ['fast-mode', ['key-overrides-plan']],
    ['plan-upgrade', []],
    ['team', []],
    ['quiet-team', []],
  ] as const)('%s: high findings of today', (name, rules) => {
    const evidence = worldEvidence(tellStory(name, { seed: 1, now: CASE_NOW }), hourOf(CASE_NOW), told)
    const high = evaluateRules(evidence).detected.filter(({ severity }) => severity === 'high')
    expect(high.map(({ rule }) => rule)).toEqual(rules)
  })

  test('thresholds are an argument', () => {
    const evidence = worldEvidence(
      tellStory('key-over-plan', { seed: 1, now: CASE_NOW }),
      hourOf(CASE_NOW),
      told,
    )
    const limits = { ...DEFAULT_THRESHOLDS['key-overrides-plan'], dailyCost: nano(1_000n * DOLLAR) }
    const thresholds = { ...DEFAULT_THRESHOLDS, 'key-overrides-plan': limits }
    expect(evaluateRules(evidence, thresholds, ['key-overrides-plan']).detected).toEqual([])
  })
})

/** What happened in between is still told at the end of a week: findings about hours stay for one at least. */
test('thirty quiet organisations have no high finding, asked weekly over 90 days', () => {
  const end = Math.floor(hourOf(CASE_NOW) / 24) * 24
  const high = Array.from({ length: 30 }, (_, index) => index + 1).flatMap((seed) => {
    const story = tellQuietOrganization(seed)
    return Array.from({ length: 13 }, (_, week) => end - week * 7 * 24).flatMap((until) =>
      evaluateRules(worldEvidence(story, until, told))
        .detected.filter(({ severity }) => severity === 'high')
        .map(({ rule, sentence }) => `${seed} ${rule}: ${sentence}`),
    )
  })
  expect(high).toEqual([])
})
