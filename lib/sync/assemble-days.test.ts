import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CostRow, UsageRow } from '@/lib/anthropic/reports'
import { type Day, day, dayOf } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { DayAssembler, type ReadDay } from './assemble-days'

const DAYS = ['2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19'].map(day)
const group = { apiKeyId: 'apikey_1', workspaceId: null, model: 'm', product: null, serviceTier: null }

function usage(startsAt: string, output = 1n, more: Partial<UsageRow> = {}): UsageRow {
  const none = { uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, webSearches: 0n }
  return { ...group, ...none, startsAt: new Date(startsAt), output, requests: 1n, ...more }
}

function cost(startsAt: string, amount = 10n, more: Partial<CostRow> = {}): CostRow {
  const rest = { costType: 'tokens', tokenType: 'output_tokens', listAmount: nano(amount) }
  return { ...group, ...rest, startsAt: new Date(startsAt), amount: nano(amount), ...more }
}

const daysOf = (read: ReadDay[]) => read.map((entry) => entry.day)

describe('days', () => {
  it('are complete when both streams have moved past them, empty ones included', () => {
    const assembler = new DayAssembler(DAYS, new Set())
    assembler.addUsage([usage('2026-11-22T05:00:00Z'), usage('2026-11-20T23:00:00Z')])
    expect(assembler.takeComplete()).toEqual([])
    assembler.addCost([cost('2026-11-22T05:00:00Z'), cost('2026-11-21T05:00:00Z')])
    expect(daysOf(assembler.takeComplete())).toEqual(['2026-11-22'])
    assembler.addCost([cost('2026-11-19T05:00:00Z')])
    expect(daysOf(assembler.takeComplete())).toEqual(['2026-11-21'])
    assembler.end('usage')
    expect(daysOf(assembler.takeComplete())).toEqual(['2026-11-20'])
    assembler.end('cost')
    expect(daysOf(assembler.takeComplete())).toEqual(['2026-11-19'])
    expect(assembler.behind()).toBeNull()
  })

  it('are all complete when both streams end without a row', () => {
    const assembler = new DayAssembler(DAYS, new Set())
    assembler.end('usage')
    assembler.end('cost')
    expect(daysOf(assembler.takeComplete())).toEqual(DAYS)
  })

  it('ask for the stream that is behind', () => {
    const assembler = new DayAssembler(DAYS, new Set())
    expect(assembler.behind()).toBe('usage')
    assembler.addUsage([usage('2026-11-21T00:00:00Z')])
    expect(assembler.behind()).toBe('cost')
    assembler.addCost([cost('2026-11-20T00:00:00Z')])
    expect(assembler.behind()).toBe('usage')
    assembler.end('usage')
    expect(assembler.behind()).toBe('cost')
  })

  it('are disturbed by a row that comes after they were complete', () => {
    const disturbed = new Set<Day>()
    const assembler = new DayAssembler(DAYS, disturbed)
    assembler.addUsage([usage('2026-11-20T05:00:00Z')])
    assembler.addCost([cost('2026-11-20T05:00:00Z')])
    assembler.takeComplete()
    assembler.addUsage([usage('2026-11-21T05:00:00Z'), usage('2026-11-20T04:00:00Z')])
    expect([...disturbed]).toEqual(['2026-11-21'])
  })

  it('refuse a row of a day nobody asked for', () => {
    expect(() => new DayAssembler(DAYS, new Set()).addUsage([usage('2026-11-18T05:00:00Z')])).toThrow(
      RangeError,
    )
  })

  it('add up: null requests or list amounts make the sum null', () => {
    const assembler = new DayAssembler(DAYS, new Set())
    assembler.addUsage([
      usage('2026-11-22T05:00:00Z', 2n, { model: 'a' }),
      usage('2026-11-22T05:00:00Z', 3n, { model: 'b', requests: null }),
    ])
    assembler.addCost([
      cost('2026-11-22T05:00:00Z', 10n, { model: 'a' }),
      cost('2026-11-22T05:00:00Z', -4n, { model: 'b', listAmount: null }),
    ])
    assembler.end('usage')
    assembler.end('cost')
    const [read] = assembler.takeComplete()
    expect(read?.usage.sum).toMatchObject({ output: 5n, requests: null })
    expect(read?.cost.sum).toEqual({ amount: 6n, listAmount: null })
  })

  it('hold every row once, whatever the pages and whichever stream comes first', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { maxLength: 40 })
    fc.assert(
      fc.property(
        hours,
        hours,
        fc.array(fc.boolean()),
        fc.integer({ min: 1, max: 7 }),
        (forUsage, forCost, order, size) => {
          const startOfHour = (hour: number) =>
            new Date(Date.UTC(2026, 10, 19) + hour * 3_600_000).toISOString()
          const usageRows = forUsage
            .sort((a, b) => b - a)
            .map((hour) => usage(startOfHour(hour), BigInt(hour)))
          const costRows = forCost.sort((a, b) => b - a).map((hour) => cost(startOfHour(hour), BigInt(hour)))
          const disturbed = new Set<Day>()
          const assembler = new DayAssembler(DAYS, disturbed)
          const read: ReadDay[] = []
          const step = (isUsage: boolean) => {
            if (isUsage && usageRows.length > 0) assembler.addUsage(usageRows.splice(0, size))
            else if (isUsage) assembler.end('usage')
            else if (costRows.length > 0) assembler.addCost(costRows.splice(0, size))
            else assembler.end('cost')
            read.push(...assembler.takeComplete())
          }
          const expected = (rows: readonly { startsAt: Date }[], d: Day) =>
            rows.filter((row) => dayOf(row.startsAt) === d).length
          const counts = DAYS.map((d) => [d, expected(usageRows, d), expected(costRows, d)])
          order.forEach(step)
          while (assembler.behind()) step(assembler.behind() === 'usage')
          expect(read.map((entry) => [entry.day, entry.usage.lines.length, entry.cost.lines.length])).toEqual(
            counts,
          )
          expect(disturbed.size).toBe(0)
        },
      ),
    )
  })
})
