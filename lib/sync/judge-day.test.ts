import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { NO_COST, NO_USAGE, type ReadDay } from './assemble-days'
import { isClosed, matchControl, settleDay } from './judge-day'

const DAY = day('2026-11-20')

function readDay(amount = 100n, rows = 3): ReadDay {
  const lines = Array.from({ length: rows }, (_, index) => `${'k\t'.repeat(8)}${index}`)
  return {
    day: DAY,
    usage: { lines, sum: { ...NO_USAGE, output: 7n, requests: 2n } },
    cost: {
      lines,
      sum: { amount: nano(amount), listAmount: nano(amount) },
    },
  }
}

const control = (amount = 100n, output = 7n, requests: bigint | null = 2n) => ({
  usage: { ...NO_USAGE, output, requests },
  cost: { amount: nano(amount), listAmount: nano(amount) },
})

describe('the control', () => {
  it('is met when counts and amounts are the same', () => {
    expect(matchControl(readDay(), 0, control())).toBe('exact')
  })

  it('is not met by another count, a repeated row or a wrong amount', () => {
    expect(matchControl(readDay(), 0, control(100n, 8n))).toBe('differs')
    expect(matchControl(readDay(), 0, control(100n, 7n, 3n))).toBe('differs')
    expect(matchControl(readDay(), 1, control())).toBe('differs')
    expect(matchControl(readDay(), 0, control(121n))).toBe('differs')
    expect(matchControl(readDay(), 0, control(79n))).toBe('differs')
  })

  it('does not compare what one side did not count', () => {
    expect(matchControl(readDay(), 0, control(100n, 7n, null))).toBe('exact')
    const expected = control()
    expect(matchControl(readDay(), 0, { ...expected, cost: { amount: nano(100n), listAmount: null } })).toBe(
      'exact',
    )
  })

  it('calls rounding what rounding each row can make, and no more', () => {
    expect(matchControl(readDay(), 0, control(120n))).toBe('rounding')
    expect(matchControl(readDay(100n, 0), 0, control(101n))).toBe('differs')
  })

  it('of a day without any is zero', () => {
    const lines: string[] = []
    const read = {
      day: DAY,
      usage: { lines, sum: { ...NO_USAGE } },
      cost: { lines, sum: { ...NO_COST } },
    }
    expect(matchControl(read, 0, { usage: undefined, cost: undefined })).toBe('exact')
    expect(matchControl(readDay(), 0, { usage: undefined, cost: undefined })).toBe('differs')
    expect(matchControl(read, 0, control())).toBe('differs')
  })
})

describe('a day', () => {
  const at = (text: string) => new Date(text)

  it('is closed when the data reaches its end', () => {
    expect(isClosed({ day: DAY }, at('2026-11-21T00:00:00Z'), at('2026-11-22T00:00:00Z'))).toBe(true)
    expect(isClosed({ day: DAY }, at('2026-11-20T23:59:59Z'), at('2026-11-22T00:00:00Z'))).toBe(false)
  })

  it('is closed a day later where nothing is known of the data', () => {
    expect(isClosed({ day: DAY }, null, at('2026-11-21T23:59:59Z'))).toBe(false)
    expect(isClosed({ day: DAY }, null, at('2026-11-22T00:00:00Z'))).toBe(true)
  })

  it('has the digest of its rows, not of their order', () => {
    const field = fc.string().map((text) => text.replaceAll('\t', ' '))
    const line = fc.array(field, { minLength: 13, maxLength: 13 }).map((fields) => fields.join('\t'))
    const lines = fc.uniqueArray(line, {
      selector: (text) => text.split('\t').slice(0, 6).join(),
      minLength: 1,
    })
    const shuffled = lines.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    const known = {
      state: 'synced',
      granularity: 'hour',
      source: 'analytics',
      dataRefreshedAt: null,
    } as const
    const withLines = (received: string[]) => {
      const read = readDay(100n, 1)
      return settleDay({ ...read, usage: { ...read.usage, lines: received } }, known)
    }
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        const settled = withLines(all)
        expect(settled.repeats).toBe(0)
        expect(withLines(others)).toEqual(settled)
        expect(withLines(all.slice(1)).facts.digest).not.toBe(settled.facts.digest)
        expect(withLines([`${all[0]}0`, ...all.slice(1)]).facts.digest).not.toBe(settled.facts.digest)
      }),
    )
    const daily = settleDay(readDay(100n, 1), { ...known, granularity: 'day' })
    expect(daily.facts.digest).not.toBe(settleDay(readDay(100n, 1), known).facts.digest)
  })
})
