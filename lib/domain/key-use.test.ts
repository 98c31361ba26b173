import { expect, test } from 'vitest'
import { addDays, type Day, day } from './day'
import { type KeyUseDay, type KeyUseRow, type PersonUseRow, recentKeyUse } from './key-use'
import { nano } from './money'

const TODAY = day('2026-11-22')

function known(count: number, rest: Partial<KeyUseDay> = {}): KeyUseDay[] {
  return Array.from({ length: count }, (_, index) => ({
    day: addDays(TODAY, -index),
    isClosed: index > 0,
    tellsCost: true,
    ...rest,
  }))
}

const row = (on: Day, spend: bigint, model: string | null = 'm', tokens = 10n): KeyUseRow => ({
  ...{ day: on, model, product: 'api', tokens, requests: 1n },
  spend: nano(spend),
})

test('the saving is the mean of the closed days before today times 30, to the nano-dollar', () => {
  const rows = [
    row(TODAY, 5000n),
    row(addDays(TODAY, -1), 7n),
    row(addDays(TODAY, -30), 4n),
    row(addDays(TODAY, -31), 900n),
  ]
  const about = { today: TODAY, createdOn: null }
  expect(recentKeyUse(rows, known(32), about).savesMonthly).toBe(11n)
  expect(recentKeyUse(rows, known(8), about).savesMonthly).toBe(30n) // 7 × 30 / 7
  expect(recentKeyUse(rows, known(5), about).savesMonthly).toBe(52n) // 7 × 30 / 4 = 52.5, half to even
})

test('days before the key was made do not thin the mean', () => {
  const rows = [row(addDays(TODAY, -1), 8n)]
  const about = { today: TODAY, createdOn: addDays(TODAY, -2) }
  expect(recentKeyUse(rows, known(31), about).savesMonthly).toBe(120n)
})

test('without a closed day, or with one whose source bills nothing per key, it is not known', () => {
  const about = { today: TODAY, createdOn: null }
  expect(recentKeyUse([], known(1), about).savesMonthly).toBeNull()
  expect(recentKeyUse([], known(10), about).savesMonthly).toBe(0n)
  const mixed = known(10).map((one) => (one.day === addDays(TODAY, -9) ? { ...one, tellsCost: false } : one))
  const use = recentKeyUse([row(addDays(TODAY, -1), 8n)], mixed, about)
  expect(use.savesMonthly).toBeNull()
  expect([use.used7d.spend, use.used30d.spend, use.used30d.tokens]).toEqual([8n, null, 10n])
})

test('the last 7 and 30 days include today, and models come the most expensive first', () => {
  const rows = [
    row(TODAY, 1n, 'a'),
    row(addDays(TODAY, -6), 3n, 'b'),
    row(addDays(TODAY, -7), 100n, 'a'),
    row(addDays(TODAY, -29), 1000n, null, 5n),
    row(addDays(TODAY, -30), 10_000n, 'a'),
  ]
  const { used7d, used30d } = recentKeyUse(rows, known(31), { today: TODAY, createdOn: null })
  expect(used7d).toMatchObject({ spend: 4n, tokens: 20n, requests: 2n })
  expect(used7d.models.map(({ model, spend }) => [model, spend])).toEqual([
    ['b', 3n],
    ['a', 1n],
  ])
  expect(used30d).toMatchObject({ spend: 1104n, tokens: 35n, requests: 4n })
  expect(used30d.models.map(({ model }) => model)).toEqual([null, 'a', 'b'])
})

test('by what and by whom, as far as somebody is named', () => {
  const rows = [
    { ...row(TODAY, 5n), product: 'claude_code' },
    { ...row(TODAY, 2n), product: 'api' },
    { ...row(addDays(TODAY, -8), 4n), product: 'api' },
  ]
  const by = (person: string, on: Day, spend: bigint): PersonUseRow => ({
    ...{ person, day: on, spend: nano(spend), tokens: 1n, requests: 1n },
  })
  const people = [by('Ada', TODAY, 1n), by('Grace', TODAY, 4n), by('Ada', addDays(TODAY, -8), 4n)]
  const { used7d, used30d } = recentKeyUse(rows, known(31), { today: TODAY, createdOn: null }, people)
  expect(used7d.products.map(({ product, spend }) => [product, spend])).toEqual([
    ['claude_code', 5n],
    ['api', 2n],
  ])
  expect(used7d.people.map(({ person, spend }) => [person, spend])).toEqual([
    ['Grace', 4n],
    ['Ada', 1n],
  ])
  expect(used30d.products.map(({ product }) => product)).toEqual(['api', 'claude_code'])
  expect(used30d.people.map(({ person }) => person)).toEqual(['Ada', 'Grace'])
  const untold = known(31).map((one) => ({ ...one, tellsCost: false }))
  const legacy = recentKeyUse(rows, untold, { today: TODAY, createdOn: null }, people)
  expect(legacy.used7d.people.map(({ spend }) => spend)).toEqual([null, null])
})
