import type Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { claudeCodeRecords } from './claude-code-report'
import { clientOf, NOW, randomWorld, refusalOf, simulate } from './simulator-under-test'

type Page = {
  data: {
    date: string
    actor: { type: string; email_address?: string; api_key_name?: string }
    organization_id: string
    customer_type: string
    core_metrics: { num_sessions: number }
    model_breakdown: { model: string; estimated_cost: { currency: string; amount: number } }[]
  }[]
  has_more: boolean
  next_page: string | null
}

const ask = (client: Anthropic, query: object) =>
  client.get<Page>('/v1/organizations/usage_report/claude_code', { query })

describe('usage_report/claude_code', () => {
  test('a day page by page: one record per actor, terminal, place and customer, estimates as numbers of cents', async () => {
    const simulator = await simulate({ world: randomWorld({ rows: 2000, days: 2 }) })
    const client = clientOf(simulator)
    const records: Page['data'] = []
    let page: string | null = null
    do {
      const answer: Page = await ask(client, { starting_at: '2026-11-21', limit: 7, ...(page && { page }) })
      expect(answer.data.length).toBeLessThanOrEqual(7)
      records.push(...answer.data)
      page = answer.next_page
      expect(answer.has_more).toBe(page !== null)
    } while (page !== null)
    const from = Date.parse('2026-11-21T00:00:00Z') / 60_000
    const uses = simulator.world().claudeCode?.filter(({ minute }) => minute >= from && minute < from + 1440)
    const told = claudeCodeRecords(uses ?? [])
    expect(records).toHaveLength(told.length)
    const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
    expect(sum(records.map((record) => record.core_metrics.num_sessions))).toBe(
      sum((uses ?? []).map(({ sessions }) => sessions)),
    )
    const amounts = records.flatMap((record) => record.model_breakdown.map((each) => each.estimated_cost))
    expect(amounts.every(({ currency, amount }) => currency === 'USD' && typeof amount === 'number')).toBe(
      true,
    )
    expect(sum(amounts.map(({ amount }) => amount))).toBe(
      sum((uses ?? []).flatMap(({ models }) => models.map(({ estimatedCents }) => estimatedCents))),
    )
    expect(records[0]).toMatchObject({
      date: '2026-11-21T00:00:00Z',
      organization_id: simulator.world().organization.id,
    })
    expect(new Set(records.map(({ actor }) => actor.type))).toEqual(new Set(['user_actor', 'api_actor']))
  })

  test('tells nothing younger than an hour', async () => {
    const world = randomWorld({ rows: 900, days: 0 })
    const simulator = await simulate({ world })
    const cut = Math.floor(NOW.getTime() / 60_000) - 60
    const told = claudeCodeRecords((world.claudeCode ?? []).filter(({ minute }) => minute < cut))
    expect((await ask(clientOf(simulator), { starting_at: '2026-11-22', limit: 1000 })).data).toHaveLength(
      told.length,
    )
    expect(world.claudeCode?.some(({ minute }) => minute >= cut)).toBe(true)
  })

  test.each([
    [{}, 'starting_at: Field required'],
    [{ starting_at: '2026-11-21', limit: 1001 }, 'limit: Input should be less than or equal to 1000'],
    [{ starting_at: '2026-11-21', page: 'page_x' }, 'page: Invalid cursor'],
  ])('%j is refused', async (query, message) => {
    const refused = await refusalOf(ask(clientOf(await simulate()), query))
    expect([refused.status, refused.apiMessage]).toEqual([400, message])
  })

  test('the story of a team has seats and API customers in several terminals', async () => {
    const world = (await simulate({ story: 'team' })).world()
    const uses = world.claudeCode ?? []
    expect(new Set(uses.map(({ customerType }) => customerType))).toEqual(new Set(['api', 'subscription']))
    expect(new Set(uses.map(({ terminalType }) => terminalType)).size).toBeGreaterThan(3)
  })
})
