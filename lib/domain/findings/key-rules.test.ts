import { describe, expect, test } from 'vitest'
import { daysIn } from '@/lib/domain/day'
import { sum, zero } from '@/lib/domain/money'
import { agentLoop } from './agent-loop'
import { cacheWaste } from './cache-waste'
import { consoleLogin } from './console-login'
import type { Evidence } from './evidence'
import {
  ago,
  dollars,
  evidenceOf,
  type HourOfTest,
  keyEntry,
  keyHours,
  LAST_DAY,
  planOf,
  rateDay,
  useDay,
  usedOn,
} from './evidence-under-test'
import { fastMode } from './fast-mode'
import type { Rule } from './finding'
import { forgottenJob } from './forgotten-job'
import { keyHygiene } from './key-hygiene'
import { keyOverridesPlan } from './key-overrides-plan'
import { leakedKey } from './leaked-key'
import { longContext } from './long-context'
import { DEFAULT_THRESHOLDS } from './thresholds'

const run = (rule: Rule, parts: Partial<Evidence>) => rule(evidenceOf(parts), DEFAULT_THRESHOLDS)
const severities = (rule: Rule, parts: Partial<Evidence>) =>
  run(rule, parts).detected.map(({ severity }) => severity)

describe('key-overrides-plan', () => {
  const coding = (cost: number, day = LAST_DAY) =>
    useDay({ product: 'claude_code', cost: dollars(cost), day })
  const plans = [planOf('max')]

  test.each([
    ['a dollar a day of the holder', [coding(1)], plans, ['high']],
    ['a tenth of a cent less', [coding(0.999)], plans, []],
    ['no plan', [coding(50)], [], []],
    ['a plan that has ended', [coding(50)], [planOf('max', { endsOn: ago(1) })], []],
    [
      'a plan of somebody else',
      [coding(50)],
      [planOf('max', { holderEmail: 'ben@example.com' })],
      ['medium'],
    ],
    ['another product', [useDay({ cost: dollars(50) })], plans, []],
    ['seven days ago', [coding(5, ago(7))], plans, ['high']],
    ['eight days ago: over', [coding(5, ago(8))], plans, []],
  ])('%s', (_, days, held, expected) => {
    expect(severities(keyOverridesPlan, { days, plans: held })).toEqual(expected)
  })

  test('is over once the key is inactive', () => {
    const keys = [keyEntry({ flag: 'inactive' })]
    expect(severities(keyOverridesPlan, { days: [coding(50)], plans, keys })).toEqual([])
  })

  test('is somebody’s when Claude Code’s own report names the holder, whoever made the key', () => {
    const held = [planOf('max', { holderEmail: 'ben@example.com' })]
    const claudeCode = [{ day: LAST_DAY, email: 'ben@example.com', estimated: dollars(3) }]
    const { detected } = run(keyOverridesPlan, { days: [coding(5)], plans: held, claudeCode })
    expect(detected.map(({ severity, subject }) => [severity, subject.type])).toEqual([['high', 'key']])
  })

  test('a person whose key no bill names', () => {
    const claudeCode = [{ day: LAST_DAY, email: 'ana@example.com', estimated: dollars(3) }]
    const [found] = run(keyOverridesPlan, { plans, claudeCode }).detected
    expect(found).toMatchObject({ severity: 'high', subject: { type: 'person', id: 'ana@example.com' } })
    expect(found?.sentence).toContain('estimate')
  })

  test('sums the run and names its first day', () => {
    const days = [coding(2, ago(20)), coding(3, ago(4)), coding(4, ago(1))]
    const [found] = run(keyOverridesPlan, { days, plans }).detected
    expect(found).toMatchObject({
      episode: ago(4),
      lastDay: ago(1),
      atStake: { amount: dollars(7), means: 'spent' },
    })
    expect(found?.sentence).toBe(
      'Claude Code billed the key service $7.00 on 2 days since 18 Nov, while ana@example.com pays for Max.',
    )
  })

  test('shows the dearest days and says how many more there are, so that the rows come to its sum', () => {
    const days = [5, 4, 3, 2, 2, 2, 2, 1, 1].map((cost, index) => coding(cost, ago(index)))
    const [found] = run(keyOverridesPlan, { days, plans }).detected
    const told = found?.evidence.filter(({ amount }) => amount !== null) ?? []
    expect(told).toHaveLength(8)
    expect(told.at(-1)).toMatchObject({
      what: '2 more days of Claude Code on service, together',
      amount: dollars(2),
      look: { from: ago(8), to: ago(7), bucket: 'day' },
    })
    expect(sum(told.map(({ amount }) => amount ?? zero))).toBe(found?.atStake.amount)
    const [week] = run(keyOverridesPlan, { days: days.slice(0, 7), plans }).detected
    expect(week?.evidence.filter(({ amount }) => amount !== null)).toHaveLength(7)
  })

  test('takes the variable out first and deactivates last, and no command shows the key', () => {
    const [found] = run(keyOverridesPlan, { days: [coding(5)], plans }).detected
    const steps = found?.steps ?? []
    expect(steps.map(({ copy, guide, act }) => copy?.split(' ', 2).join(' ') ?? guide ?? act?.does)).toEqual([
      'unset ANTHROPIC_API_KEY',
      'grep -ln',
      'who-pays',
      '/status',
      'deactivate-key',
    ])
    expect(steps.map(({ say }) => say).join(' ')).not.toContain('falls back')
  })
})

test('console-login and key-overrides-plan share no key', () => {
  const parts = { days: [useDay({ product: 'claude_code', cost: dollars(9) })], plans: [planOf('max')] }
  const login = { ...parts, keys: [keyEntry({ name: 'claude_code_key_ana_x1' })] }
  const inWorkspace = { ...parts, workspaces: [{ id: 'home', name: 'Claude Code' }] }
  expect([severities(consoleLogin, parts), severities(keyOverridesPlan, parts)]).toEqual([[], ['high']])
  expect([severities(consoleLogin, login), severities(keyOverridesPlan, login)]).toEqual([['high'], []])
  expect([severities(consoleLogin, inWorkspace), severities(keyOverridesPlan, inWorkspace)]).toEqual([
    ['high'],
    [],
  ])
})

/** Ten dollars in the last hour of a key that cost a dollar an hour, ten hours a day. */
function withLastHour(last: HourOfTest, usual = dollars(1)) {
  return keyHours(45, (daysAgo, hour) => {
    if (daysAgo === 0 && hour === 12) return last
    return daysAgo > 0 && hour >= 8 && hour < 18 ? { cost: usual } : null
  })
}

const past = daysIn({ from: ago(40), to: LAST_DAY }).map((day) =>
  useDay({ day, requests: 100, cost: dollars(10) }),
)
const newModel = [...past, useDay({ model: 'claude-fable-5-2', cost: dollars(10), requests: 10 })]
const sameModel = [...past, useDay({ cost: dollars(10), requests: 10 })]

describe('leaked-key', () => {
  const hours = [withLastHour({ cost: dollars(10) })]

  test.each([
    ['much and new', { hours, days: newModel }, ['high']],
    ['much, nothing new', { hours, days: sameModel }, []],
    [
      'new, six times the median and not more',
      { hours: [withLastHour({ cost: dollars(6) })], days: newModel },
      ['low'],
    ],
    [
      'new, six times a small median, but five dollars',
      { hours: [withLastHour({ cost: dollars(5) }, dollars(0.1))], days: newModel },
      ['low'],
    ],
    [
      'a next version of the same family',
      { hours: [], days: [...past, useDay({ model: 'claude-opus-6' })] },
      [],
    ],
    [
      'much, in another region',
      {
        hours,
        days: sameModel,
        rates: [
          rateDay({ day: ago(3), output: 900n, cost: dollars(9) }),
          rateDay({ inferenceGeo: 'us', output: 9n, cost: dollars(9) }),
        ],
      },
      ['high'],
    ],
  ])('%s', (_, parts, expected) => {
    expect(severities(leakedKey, parts)).toEqual(expected)
  })

  test('much at a time of day it never works', () => {
    const night = keyHours(45, (daysAgo, hour) => {
      if (daysAgo === 0 && hour === 3) return { cost: dollars(10) }
      return daysAgo > 0 && hour >= 8 && hour < 18 ? { cost: dollars(1) } : null
    })
    const [found] = run(leakedKey, { hours: [night], days: sameModel }).detected
    expect(found?.severity).toBe('high')
    expect(found?.sentence).toContain('the time of day is new to it')
  })

  test('says that it is learning while a key is younger than a week', () => {
    const keys = [keyEntry({ createdAt: new Date(`${ago(6)}T00:00:00Z`) })]
    const { detected, learning } = run(leakedKey, { hours, days: newModel, keys })
    expect(detected).toEqual([])
    expect(learning).toMatchObject([{ daysKnown: 6, daysNeeded: 7, subject: { id: 'key' } }])
  })

  const returned = (rest: number, cost: number, before = 1) => {
    const days = [ago(rest + 2), ago(rest + 1), LAST_DAY]
    return { keys: [keyEntry({ used: usedOn(days, (day) => dollars(day === LAST_DAY ? cost : before)) })] }
  }
  test.each([
    ['30 days of rest, then a cent', returned(30, 0.01), ['low']],
    ['30 days of rest, then much', returned(30, 5), ['high']],
    ['29 days of rest', returned(29, 5), []],
    ['30 days of rest, then three times as much as before', returned(30, 15, 5), ['low']],
    ['30 days of rest, then more than that', returned(30, 15.001, 5), ['high']],
    [
      'never used since it was made 80 days ago',
      { keys: [keyEntry({ used: usedOn([LAST_DAY], () => dollars(6)) })] },
      ['high'],
    ],
    [
      'first used 34 days after it was made',
      {
        keys: [
          keyEntry({
            createdAt: new Date(`${ago(34)}T10:00:00Z`),
            used: usedOn([LAST_DAY], () => dollars(6)),
          }),
        ],
      },
      ['low'],
    ],
    [
      'first used 29 days after it was made',
      {
        keys: [
          keyEntry({
            createdAt: new Date(`${ago(29)}T10:00:00Z`),
            used: usedOn([LAST_DAY], () => dollars(6)),
          }),
        ],
      },
      [],
    ],
    ['used, but for nothing', returned(30, 0), []],
    ['30 days without use, of which one was not read', { ...returned(30, 5), knownSince: ago(29) }, []],
  ])('%s', (_, parts, expected) => {
    expect(severities(leakedKey, parts)).toEqual(expected)
  })
})

describe('agent-loop', () => {
  const loop = { cost: dollars(10), requests: 200, input: 1_000_000, output: 9_999 }

  test.each([
    ['reads and writes next to nothing', { hours: [withLastHour(loop)], days: sameModel }, ['high']],
    [
      'writes a hundredth of what it reads',
      { hours: [withLastHour({ ...loop, output: 10_000 })], days: sameModel },
      ['low'],
    ],
    [
      'is as busy as twice the busiest hour',
      { hours: [withLastHour({ ...loop, requests: 20, input: 20_000 })], days: sameModel },
      [],
    ],
    [
      'sends prompts more than twice as long as ever',
      { hours: [withLastHour({ ...loop, requests: 20, input: 40_001, output: 1 })], days: sameModel },
      ['high'],
    ],
    [
      'costs six times the median and not more',
      { hours: [withLastHour({ ...loop, cost: dollars(6) })], days: sameModel },
      [],
    ],
    [
      'uses a new model: leaked-key’s',
      { hours: [withLastHour({ ...loop, output: 90_000 })], days: newModel },
      [],
    ],
  ])('%s', (_, parts, expected) => {
    expect(severities(agentLoop, parts)).toEqual(expected)
  })

  test('names the hours whose minutes would tell more', () => {
    const [found] = run(agentLoop, { hours: [withLastHour(loop)] }).detected
    expect(found?.wantsMinutes).toEqual({
      keyId: 'key',
      from: '2026-11-22T12:00:00Z',
      to: '2026-11-22T13:00:00Z',
    })
  })

  test('still sees the second day of a loop, whose first is in its past', () => {
    const days = keyHours(45, (daysAgo, hour) =>
      daysAgo <= 1 ? loop : hour >= 8 && hour < 18 ? { cost: dollars(1) } : null,
    )
    const [found] = run(agentLoop, { hours: [days] }).detected
    expect(found).toMatchObject({ episode: ago(1), lastDay: LAST_DAY, atStake: { amount: dollars(480) } })
  })
})

describe('forgotten-job', () => {
  const hourly = keyHours(45, () => ({ cost: dollars(0.01) }))
  const nightly = keyHours(45, (_, hour) => (hour === 3 ? { cost: dollars(0.5) } : null))

  test.each([
    ['each hour', { hours: [hourly] }, ['low']],
    [
      'each night, of somebody who left',
      { hours: [nightly], keys: [keyEntry({ ownerGone: true })] },
      ['medium'],
    ],
    ['with a purpose', { hours: [hourly], keys: [keyEntry({ purpose: 'polls the depot' })] }, []],
    [
      'by day only',
      { hours: [keyHours(45, (_, hour) => (hour === 13 ? { cost: dollars(0.5) } : null))] },
      [],
    ],
    [
      'not at weekends',
      {
        hours: [
          keyHours(45, (daysAgo, hour) => (hour === 3 && daysAgo % 7 > 1 ? { cost: dollars(0.5) } : null)),
        ],
      },
      [],
    ],
    ['uneven', { hours: [keyHours(45, (daysAgo) => ({ cost: dollars(daysAgo % 2 ? 0.01 : 0.03) }))] }, []],
    ['for less than five dollars a month', { hours: [keyHours(45, () => ({ cost: dollars(0.006) }))] }, []],
  ])('%s', (_, parts, expected) => {
    expect(severities(forgottenJob, parts)).toEqual(expected)
  })

  test('reckons a month from the week, exactly', () => {
    expect(run(forgottenJob, { hours: [nightly] }).detected[0]?.atStake).toEqual({
      amount: dollars(15),
      means: 'monthly',
    })
  })
})

describe('fast-mode', () => {
  const fast = (cost: number, model = 'claude-opus-5-5') =>
    rateDay({ speed: 'fast', cost: dollars(cost), model })

  test('half of the price is for the speed, five sixths where it costs six times as much', () => {
    const old = { ...fast(6, 'claude-opus-4-7'), day: ago(3) }
    expect(run(fastMode, { rates: [fast(8)] }).detected[0]?.atStake.amount).toBe(dollars(4))
    const evidence = evidenceOf({
      rates: [{ ...old, day: ago(130) }],
      until: evidenceOf().until - 130 * 24,
      keys: [keyEntry({ createdAt: null })],
    })
    expect(fastMode(evidence, DEFAULT_THRESHOLDS).detected[0]?.atStake.amount).toBe(dollars(5))
  })

  test('says so where no price of it is known', () => {
    const [found] = run(fastMode, { rates: [fast(8, 'claude-unheard-of')] }).detected
    expect(found?.atStake.amount).toBe(dollars(8))
    expect(found?.sentence).toContain('is not known')
  })

  test.each([
    ['much in a week', [fast(20)], [], ['medium']],
    ['little', [fast(19)], [], ['low']],
    ['little, beside a plan', [fast(1)], [planOf('max')], ['medium']],
    ['at the usual speed', [rateDay({ cost: dollars(50) })], [], []],
  ])('%s', (_, rates, plans, expected) => {
    expect(severities(fastMode, { rates, plans })).toEqual(expected)
  })
})

describe('long-context', () => {
  const rows = (longTokens: bigint, cost: number) => [
    rateDay({ uncachedInput: 80n }),
    rateDay({ contextWindow: '200k-1M', uncachedInput: longTokens, cost: dollars(cost) }),
  ]

  test.each([
    ['more than a fifth and ten dollars', rows(22n, 10.001), ['low']],
    ['ten dollars', rows(22n, 10), []],
    ['a fifth', rows(20n, 60), []],
    ['fifty dollars', rows(22n, 50), ['medium']],
  ])('%s', (_, rates, expected) => {
    expect(severities(longContext, { rates })).toEqual(expected)
  })

  test('sees Haiku 5.5 over its step by what was billed', () => {
    const row = (cost: number) => [
      rateDay({ model: 'claude-haiku-5-5', uncachedInput: 100_000_000n, cost: dollars(cost) }),
    ]
    expect(severities(longContext, { rates: row(10) })).toEqual([])
    expect(severities(longContext, { rates: row(30) })).toEqual([])
    const [found] = run(longContext, { rates: row(40) }).detected
    expect(found).toMatchObject({ severity: 'medium', atStake: { amount: dollars(30) } })
  })
})

describe('cache-waste', () => {
  /** Opus 5.5: a million tokens cost 4 plain, 5 written for five minutes, 8 for an hour, 0.20 read. */
  const cached = (write5m: number, write1h: number, read: number, input = 0) =>
    useDay({
      cacheWrite5m: BigInt(write5m * 1_000_000),
      cacheWrite1h: BigInt(write1h * 1_000_000),
      cacheRead: BigInt(read * 1_000_000),
      uncachedInput: BigInt(input * 1_000_000),
      write5mCost: dollars(write5m * 5),
      write1hCost: dollars(write1h * 8),
      readCost: dollars(read * 0.2),
      inputCost: dollars(input * 4),
    })

  test.each([
    ['writes for an hour, never read', cached(0, 1, 0), ['low']],
    ['writes for an hour, read once: 8.20 against 8.00', cached(0, 10, 10), ['low']],
    ['writes for five minutes, read once: it saves', cached(10, 0, 10), []],
    ['reads twice what it writes', cached(0, 10, 20), []],
    ['writes are half of the input', cached(0, 1, 0, 2), []],
    ['loses less than a dollar', cached(0.9, 0, 0), []],
  ])('%s', (_, row, expected) => {
    expect(severities(cacheWaste, { days: [row] })).toEqual(expected)
  })

  test('the loss is what was paid less the plain price, and a batch halves it', () => {
    expect(run(cacheWaste, { days: [cached(0, 3, 0)] }).detected[0]?.atStake.amount).toBe(dollars(12))
    const half = { ...cached(0, 3, 0), write1hCost: dollars(12) }
    expect(run(cacheWaste, { days: [half] }).detected[0]?.atStake.amount).toBe(dollars(6))
  })

  test('long prompts without any cache get the opposite advice', () => {
    const plain = useDay({ uncachedInput: 5_000_000n, inputCost: dollars(20), requests: 1000 })
    expect(run(cacheWaste, { days: [plain] }).detected[0]?.sentence).toContain('without any cache')
    expect(severities(cacheWaste, { days: [{ ...plain, requests: 1251 }] })).toEqual([])
  })
})

describe('key-hygiene', () => {
  const ending = new Date(`${ago(-90)}T00:00:00Z`)
  const old = { createdAt: new Date(`${ago(91)}T00:00:00Z`) }

  test.each([
    ['used, young, somebody’s', keyEntry(), []],
    ['unused for 60 days', keyEntry({ used: usedOn([ago(60)]) }), ['key']],
    ['unused for 59 days', keyEntry({ used: usedOn([ago(59)]) }), []],
    ['made by nobody known', keyEntry({ owner: null }), ['key']],
    ['of somebody who left', keyEntry({ ownerGone: true }), ['key']],
    ['91 days old without an end', keyEntry(old), ['organization']],
    ['91 days old with an end', keyEntry({ ...old, expiresAt: ending }), []],
    ['90 days old', keyEntry({ createdAt: new Date(`${ago(90)}T00:00:00Z`) }), []],
    ['past its end', keyEntry({ ...old, ownerGone: true, expiresAt: new Date(`${ago(1)}T00:00:00Z`) }), []],
  ])('%s', (_, key, expected) => {
    expect(run(keyHygiene, { keys: [key] }).detected.map(({ subject }) => subject.type)).toEqual(expected)
  })

  test('shared by two people', () => {
    const by = (email: string | null) => ({
      keyId: 'key',
      workspaceId: 'home',
      email,
      cost: dollars(1),
      lastDay: LAST_DAY,
    })
    expect(severities(keyHygiene, { keyPeople: [by('ana@example.com'), by(null)] })).toEqual([])
    const [found] = run(keyHygiene, { keyPeople: [by('ben@example.com'), by('ana@example.com')] }).detected
    expect(found?.sentence).toContain('ana@example.com, ben@example.com share it')
  })

  test('is learning while fewer than 60 days are known, and calls nothing idle', () => {
    const keys = [keyEntry({ used: usedOn([]) })]
    const { detected, learning } = run(keyHygiene, { keys, knownSince: ago(58) })
    expect([detected, learning.map(({ daysKnown }) => daysKnown)]).toEqual([[], [58]])
  })
})
