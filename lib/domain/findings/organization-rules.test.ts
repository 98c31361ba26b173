import { describe, expect, test } from 'vitest'
import { day, daysIn } from '@/lib/domain/day'
import { capRunRate } from './cap-run-rate'
import { doubleSubscription } from './double-subscription'
import type { Evidence, UseDay } from './evidence'
import { ago, dollars, evidenceOf, keyEntry, LAST_DAY, planOf, useDay } from './evidence-under-test'
import type { Rule } from './finding'
import { forgottenWorkspace } from './forgotten-workspace'
import { playgroundUse } from './playground-use'
import { retiringModel } from './retiring-model'
import { DEFAULT_THRESHOLDS } from './thresholds'
import { unclaimedApiCredit } from './unclaimed-api-credit'
import { usageCostGap } from './usage-cost-gap'

const run = (rule: Rule, parts: Partial<Evidence>) => rule(evidenceOf(parts), DEFAULT_THRESHOLDS)
const severities = (rule: Rule, parts: Partial<Evidence>) =>
  run(rule, parts).detected.map(({ severity }) => severity)
const daily = (cost: number, from = ago(44), parts: Partial<UseDay> = {}) =>
  daysIn({ from, to: ago(-1) }).map((on) => useDay({ day: on, cost: dollars(cost), ...parts }))

describe('playground-use', () => {
  test.each([
    [{ keyId: null, product: 'claude_console' }, 1],
    [{ keyId: null, product: null }, 1],
    [{ keyId: null, product: 'claude_code' }, 0],
    [{ keyId: 'key', product: 'claude_console' }, 0],
    [{ keyId: null, product: 'claude_console', day: ago(8) }, 0],
  ])('%j', (parts, count) => {
    expect(severities(playgroundUse, { days: [useDay({ cost: dollars(0.01), ...parts })] })).toHaveLength(
      count,
    )
  })
})

describe('cap-run-rate', () => {
  const limitOf = (amount: number, called = 'Start tier') => ({
    subject: { type: 'organization' as const, id: 'org' },
    amount: dollars(amount),
    called,
  })

  // A dollar a day: 22 days are spent, eight are left, so the month ends at exactly 30.
  test.each([
    [37.501, []],
    [37.5, ['low']],
    [30, ['low']],
    [29.999, ['medium']],
    [22.001, ['medium']],
    [22, ['high']],
  ])('a dollar a day against %s', (amount, expected) => {
    expect(severities(capRunRate, { days: daily(1), limits: [limitOf(amount)] })).toEqual(expected)
  })

  test('of two limits on the same spend the smaller one speaks', () => {
    const limits = [limitOf(500), limitOf(30, 'limit entered here')]
    const { detected } = run(capRunRate, { days: daily(1), limits })
    expect(detected.map(({ sentence }) => sentence)).toEqual([
      '$22.00 of $30.00, the limit entered here, are spent this month; at the pace of the last 7 days it ends at $30.00, 100 %.',
    ])
  })

  test('a workspace counts its own spend alone', () => {
    const limits = [{ ...limitOf(30), subject: { type: 'workspace' as const, id: 'lab' } }]
    const days = [...daily(9), ...daily(1, ago(44), { workspaceId: 'lab' })]
    expect(severities(capRunRate, { days, limits })).toEqual(['low'])
  })

  test('learns before seven closed days are known, but not that a limit is passed', () => {
    const parts = { knownSince: ago(5), limits: [limitOf(30)] }
    const young = run(capRunRate, { ...parts, days: daily(1, ago(5)) })
    expect([young.detected, young.learning.map(({ daysKnown }) => daysKnown)]).toEqual([[], [6]])
    expect(severities(capRunRate, { ...parts, days: daily(10, ago(5)) })).toEqual(['high'])
  })

  test('the last hour of a month leaves nothing to project', () => {
    const until = evidenceOf().until - 22 * 24
    const days = daysIn({ from: day('2026-10-01'), to: day('2026-11-01') }).map((on) =>
      useDay({ day: on, cost: dollars(1) }),
    )
    expect(severities(capRunRate, { until, days, limits: [limitOf(38.751)] })).toEqual([])
    expect(severities(capRunRate, { until, days, limits: [limitOf(31)] })).toEqual(['high'])
  })
})

describe('unclaimed-api-credit', () => {
  const claimed = (organizationId: string) => ({ apiCredit: { organizationId, claimedOn: ago(60) } })

  test('what the credit would have paid, at most all of it', () => {
    const plans = [planOf('max', { startsOn: ago(100) })]
    expect(run(unclaimedApiCredit, { plans, days: daily(1, ago(3)) }).detected[0]?.atStake.amount).toBe(
      dollars(4),
    )
    expect(run(unclaimedApiCredit, { plans, days: daily(90, ago(3)) }).detected[0]?.atStake.amount).toBe(
      dollars(100),
    )
  })

  test('less than five dollars are a notice', () => {
    const plans = [planOf('max')]
    expect(severities(unclaimedApiCredit, { plans, days: daily(4.999, LAST_DAY) })).toEqual(['low'])
    expect(severities(unclaimedApiCredit, { plans, days: daily(5, LAST_DAY) })).toEqual(['medium'])
  })

  test('two unclaimed credits are not paid the same use', () => {
    const plans = [planOf('max'), planOf('ultra', { holderEmail: 'ben@example.com' })]
    const { detected } = run(unclaimedApiCredit, { plans, days: daily(30, ago(3)) })
    expect(detected.reduce((sum, { atStake }) => sum + atStake.amount, 0n)).toBe(dollars(120))
  })

  test.each([
    ['no use of the API', [planOf('max')], []],
    ['a plan without credit', [planOf('pro')], daily(1)],
    ['a plan of six days', [planOf('max', { startsOn: ago(6) })], daily(1)],
    ['linked to another organisation', [planOf('max', claimed('other'))], daily(1)],
    ['linked, two weeks left', [planOf('max', { startsOn: ago(47), ...claimed('org') })], daily(1)],
  ])('%s is nothing', (_, plans, days) => {
    expect(severities(unclaimedApiCredit, { plans, days })).toEqual([])
  })

  test('credit that is lost within a week', () => {
    const plans = [planOf('max', { startsOn: day('2026-08-28'), ...claimed('org') })]
    const [found] = run(unclaimedApiCredit, { plans, days: daily(1, ago(9)) }).detected
    expect(found).toMatchObject({ severity: 'low', atStake: { amount: dollars(90), means: 'expiring' } })
  })
})

describe('usage-cost-gap', () => {
  const usage = (output: bigint, on = ago(1)) => ({
    day: on,
    model: 'claude-opus-5-5',
    serviceTier: 'standard',
    speed: 'standard',
    contextWindow: '0-200k',
    inferenceGeo: 'global',
    uncachedInput: 0n,
    cacheRead: 0n,
    cacheWrite5m: 0n,
    cacheWrite1h: 0n,
    output,
  })
  const billed = (amount: number, on = ago(1)) => [
    { day: on, model: 'claude-opus-5-5', listAmount: dollars(amount) },
  ]

  // A million tokens of output cost 20.
  test.each([
    ['nothing was billed', billed(0), '$20.00 less'],
    ['a tenth less', billed(18), null],
    ['more than a tenth less', billed(17.99), '$2.01 less'],
    ['more than a tenth more', billed(22.5), '$2.50 more'],
  ])('%s', (_, amounts, said) => {
    const { detected } = run(usageCostGap, { priceable: [usage(1_000_000n)], billed: amounts })
    expect(detected.map(({ sentence, severity }) => [severity, sentence.includes(said ?? '!')])).toEqual(
      said === null ? [] : [['low', true]],
    )
  })

  test('a dollar is not worth a note, and a model without a price none either', () => {
    expect(severities(usageCostGap, { priceable: [usage(50_000n)], billed: [] })).toEqual([])
    const unheard = { ...usage(9_000_000n), model: 'claude-unheard-of' }
    expect(severities(usageCostGap, { priceable: [unheard], billed: [] })).toEqual([])
  })
})

describe('retiring-model', () => {
  const retirement = (inDays: number) => ({
    model: 'claude-sonnet-4-5',
    lastDay: ago(-inDays),
    successor: 'claude-sonnet-5-5',
    source: 'A list.',
  })
  const used = (parts: Partial<UseDay> = {}) => [
    useDay({ model: 'claude-sonnet-4-5-20250929', cost: dollars(7), ...parts }),
  ]

  test.each([
    ['31 days ahead', 31, used(), []],
    ['30 days ahead', 30, used(), ['low']],
    ['14 days ahead', 14, used(), ['medium']],
    ['on its last day', 0, used(), ['medium']],
    ['after it', -1, used(), []],
    ['not used for a week', 14, used({ day: ago(7) }), []],
    ['a model whose name goes on', 14, used({ model: 'claude-sonnet-4-5-fast' }), []],
  ])('%s', (_, inDays, days, expected) => {
    expect(severities(retiringModel, { days, retirements: [retirement(inDays)] })).toEqual(expected)
  })
})

describe('forgotten-workspace', () => {
  const gone = keyEntry({ ownerGone: true })

  test.each([
    ['somebody’s', daily(5), {}, []],
    ['of somebody who left, more than 20 dollars', daily(1), { keys: [gone] }, ['medium']],
    ['of somebody who left, 20 dollars', daily(20 / 30 - 0.001), { keys: [gone] }, []],
    ['without an active key', daily(0.1), { keys: [{ ...gone, flag: 'inactive' }] }, ['low']],
    ['over for a week', daily(9, ago(20)).filter((row) => row.day <= ago(7)), { keys: [gone] }, []],
    [
      'used by a member',
      daily(9),
      {
        keys: [gone],
        keyPeople: [
          {
            keyId: 'key',
            workspaceId: 'home',
            email: 'ana@example.com',
            cost: dollars(1),
            lastDay: LAST_DAY,
          },
        ],
      },
      [],
    ],
  ])('%s', (_, days, parts, expected) => {
    expect(severities(forgottenWorkspace, { days, ...parts })).toEqual(expected)
  })
})

describe('double-subscription', () => {
  const other = { holderEmail: 'ben@example.com' }

  test.each([
    ['Pro and Max', [planOf('pro', {}, 20), planOf('max')], 1],
    ['Max twice', [planOf('max'), planOf('max_5x', { id: 'apple' })], 1],
    ['a plan of one’s own and a Team', [planOf('pro', {}, 20), planOf('team_standard')], 1],
    ['both kinds of seat of a Team', [planOf('team_standard'), planOf('team_premium')], 0],
    ['the same kind of seat twice', [planOf('team_standard'), planOf('team_standard', { id: 'second' })], 1],
    ['of two people', [planOf('pro'), planOf('max', other)], 0],
    ['one after the other', [planOf('pro', { endsOn: ago(1) }), planOf('max')], 0],
    ['one of them a gift', [planOf('pro', {}, 0), planOf('max')], 0],
  ])('%s', (_, plans, count) => {
    expect(run(doubleSubscription, { plans }).detected).toHaveLength(count)
  })

  test('at stake is the cheaper one, a year by the month', () => {
    const plans = [
      planOf('max', { startsOn: ago(50) }),
      planOf('pro', { cycle: 'annual', startsOn: ago(9) }, 240),
    ]
    const [found] = run(doubleSubscription, { plans }).detected
    expect(found).toMatchObject({ episode: ago(9), atStake: { amount: dollars(20), means: 'monthly' } })
  })
})
