import { expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { breakDown } from '@/lib/domain/key-breakdown'
import { nano, sum } from '@/lib/domain/money'
import { NO_USAGE } from '@/lib/domain/timeline'
import { prepareBreakdown, prepareDayColumns, prepareKeyFigures } from './prepare-key-page'

const part = (value: string | null, amount: bigint) => ({ value, amount: nano(amount) })

it('a breakdown names what it knows and keeps what is left over as a line', () => {
  const lines = prepareBreakdown(
    breakDown([part('output_tokens', 600n), part(null, 100n), part('x-new', 200n)], nano(1000n)),
  )
  expect(lines.map(({ name, share }) => [name, share])).toEqual([
    ['Output', '60.0\u202f%'],
    ['x-new', '20.0\u202f%'],
    ['Not specific', '10.0\u202f%'],
    ['Not told apart', '10.0\u202f%'],
  ])
})

it('columns have every day of the range and all of the money, the tail as one', () => {
  const models = Array.from({ length: 8 }, (_, index) => part(`m${index}`, BigInt(100 - index)))
  const spent = models.map(({ value, amount }) => ({ day: day('2026-11-21'), model: value, amount }))
  const range = { from: day('2026-11-20'), to: day('2026-11-23') }
  const { series, days } = prepareDayColumns(spent, breakDown(models, nano(772n)), range)
  expect(series.map(({ name }) => name)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'Other (3)'])
  expect(days.map(({ total }) => total)).toEqual([0n, 772n, 0n])
  expect(sum(days[1]?.parts.map(({ amount }) => amount) ?? [])).toBe(772n)
  expect(days[1]?.parts.at(-1)?.amount).toBe(95n + 94n + 93n)
})

it('makes a dash of what cannot be divided', () => {
  const figures = (usage: Partial<typeof NO_USAGE>) =>
    prepareKeyFigures({ ...NO_USAGE, ...usage }).map(({ text }) => text)
  expect(figures({})).toEqual(['–', '0', '–', '–', '0'])
  expect(figures({ requests: 4n, uncachedInput: 25n, cacheRead: 75n, output: 100n })).toEqual([
    ...['4', '200', '50', '75\u202f%', '0'],
  ])
})
