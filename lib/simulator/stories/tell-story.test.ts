import { describe, expect, test, vi } from 'vitest'
import { truthMoney, truthTotal, type World } from '../world'
import { STORY_COVERS, STORY_NAMES, tellStory } from './tell-story'

// Whole stories are compared fact by fact, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const now = new Date('2026-11-22T11:20:30Z')
const MONTH = { from: '2026-10-23', to: '2026-11-22' }
const CENT = 10_000_000n
const DOLLAR = 100n * CENT

function told(name: (typeof STORY_NAMES)[number]) {
  return tellStory(name, { seed: 1, now })
}

function keyOf(world: World, name: string): string {
  return world.apiKeys.find((key) => key.name === name)?.id ?? ''
}

describe.each(STORY_NAMES)('%s', (name) => {
  const story = told(name)
  const { world } = story

  test('is the same for the same seed and clock', () => {
    expect(tellStory(name, { seed: 1, now })).toEqual(story)
    expect(tellStory(name, { seed: 2, now }).world.facts).not.toEqual(world.facts)
  })

  test('told a day later, nearly all of the past is as it was', () => {
    const later = tellStory(name, { seed: 1, now: new Date(now.getTime() + 86_400_000) }).world.facts
    const idOf = (fact: (typeof later)[number]) =>
      [fact.minute, fact.apiKeyId, fact.model, fact.output].join()
    const known = new Set(later.map(idOf))
    const kept = world.facts.filter((fact) => known.has(idOf(fact)))
    expect(kept.length / world.facts.length).toBeGreaterThan(0.93)
  })

  test('reaches back 200 days and ahead of the clock', () => {
    const days = [...truthMoney(world, 'day', { from: '2026-01-01', to: '2027-01-01' }).keys()].sort()
    expect(days.length).toBeGreaterThan(200)
    expect(days[0] && days[0] < '2026-05-07').toBe(true)
    expect(days.at(-1)).toBe('2026-11-25')
  })

  test('its usage belongs to its own keys and workspaces, no key before its creation', () => {
    const bornAt = new Map(world.apiKeys.map((key) => [key.id, Date.parse(key.created_at)]))
    const workspaces = new Set(world.workspaces.map((workspace) => workspace.id))
    const strays = world.facts.filter(
      (fact) =>
        !workspaces.has(fact.workspaceId ?? '') ||
        (fact.apiKeyId !== null && fact.minute * 60_000 < (bornAt.get(fact.apiKeyId) ?? Infinity)),
    )
    expect(strays).toEqual([])
  })

  test('its cover names its organisation, as no other does, and says what to see', () => {
    const covers = STORY_COVERS.filter(({ company }) => company === world.organization.name)
    expect(covers.map((cover) => cover.name)).toEqual([name])
    expect(covers[0]?.title).toBe(story.title)
    expect(covers[0]?.whatToSee).toMatch(/^[A-Z].{150,}\.$/)
  })

  test('names the plans its people hold', () => {
    expect(story.plans.length).toBeGreaterThan(0)
    for (const plan of story.plans) {
      expect(plan.price).toMatch(/^\d+\.\d{2}$/)
      expect(plan.starts_on).toMatch(/^202[56]-\d{2}-\d{2}$/)
      expect(world.members.map((member) => member.email)).toContain(plan.holder_email)
    }
  })
})

test('the forgotten key bills each hour of the last month, more than the plan costs', () => {
  const { world } = told('forgotten-key')
  const key = keyOf(world, 'experiment-march')
  const hours = truthMoney(world, 'hour', MONTH, (fact) => fact.apiKeyId === key)
  expect(hours.size).toBe(30 * 24)
  const { amount } = truthTotal(world, MONTH, (fact) => fact.apiKeyId === key)
  expect(amount > 30n * DOLLAR && amount < 70n * DOLLAR).toBe(true)
  expect([...hours.values()].some((hour) => hour.amount % CENT !== 0n)).toBe(true)
})

test('Claude Code bills the key since two weeks and not before', () => {
  const { world } = told('key-over-plan')
  const days = truthMoney(
    world,
    'day',
    { from: '2026-04-01', to: '2026-11-22' },
    (fact) => fact.product === 'claude_code',
  )
  expect([...days.keys()].sort()[0]).toBe('2026-11-08')
  expect(days.size).toBe(14)
  expect(truthTotal(world, MONTH).amount > 200n * DOLLAR).toBe(true)
})

test('the team is quiet at weekends, spikes once, gets batch prices, a discount and costs beside tokens', () => {
  const { world } = told('team')
  const days = truthMoney(world, 'day', MONTH)
  const of = (day: string) => days.get(day)?.amount ?? 0n
  expect(of('2026-11-14') * 3n < of('2026-11-11')).toBe(true)
  const bot = truthMoney(world, 'day', MONTH, (fact) => fact.apiKeyId === keyOf(world, 'support-bot'))
  const spike = bot.get('2026-11-13')?.amount ?? 0n
  expect(spike > 5n * (bot.get('2026-11-12')?.amount ?? 0n)).toBe(true)
  expect([...truthMoney(world, 'cost_type', MONTH).keys()].sort()).toEqual([
    'code_execution',
    'session_usage',
    'tokens',
    'web_search',
  ])
  expect([...truthMoney(world, 'service_tier', MONTH).keys()]).toContain('batch')
  expect([...truthMoney(world, 'key', MONTH).keys()]).toContain(null)
  const { amount, listAmount } = truthTotal(world, MONTH)
  expect(amount < listAmount).toBe(true)
  expect(world.apiKeys.filter((key) => key.status === 'active').length).toBeGreaterThanOrEqual(12)
})

test('prices follow the list: one hour of the forgotten script by hand', () => {
  const { world } = told('forgotten-key')
  const one = world.facts.findLast((fact) => fact.apiKeyId === keyOf(world, 'experiment-march'))
  expect(one?.model).toBe('claude-sonnet-4-6')
  const byHand = BigInt(one?.uncachedInput ?? 0) * 3000n + BigInt(one?.output ?? 0) * 15000n
  expect(one?.costs.reduce((sum, line) => sum + line.amount, 0n)).toBe(byHand)
})
