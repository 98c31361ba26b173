import { describe, expect, it } from 'vitest'
import { addMonths, day } from '@/lib/domain/day'
import { nano, parseUsd } from '@/lib/domain/money'
import { prepareCreditCycles } from './prepare-credit-cycles'

const usd = (text: string) => parseUsd(text) ?? nano(0n)
const today = day('2026-11-22')
const cycle = (from: string, used: string, grants: [on: string, amount: string][], planId = 'p1') => ({
  ...{ planId, planName: `Plan ${planId}`, organizationId: 'org' },
  ...{ from: day(from), to: addMonths(day(from), 1), used: usd(used) },
  grants: grants.map(([on, amount]) => ({ on: day(on), amount: usd(amount) })),
  granted: nano(grants.reduce((total, [, amount]) => total + usd(amount), 0n)),
})

describe('prepareCreditCycles', () => {
  it('says what was used of what was granted, and when it ends or that the rest was lost', () => {
    const cycles = [
      cycle('2026-11-03', '63.33', [['2026-11-03', '100']]),
      cycle('2026-10-03', '40', [['2026-10-03', '100']]),
      cycle('2026-09-03', '100', [['2026-09-03', '100']]),
    ]
    expect(prepareCreditCycles(cycles, today)).toEqual({
      lines: [
        ['2026-11-03', 'used $63.33 of $100.00, ends after 2 Dec'],
        ['2026-10-03', 'used $40.00 of $100.00, ended after 2 Nov, the rest is lost'],
        ['2026-09-03', 'used $100.00 of $100.00, ended after 2 Oct'],
      ].map(([from, words]) => ({
        ...{ id: `p1 ${from}`, href: '/plans/p1', name: 'API credit', words, why: null },
      })),
      more: 0,
    })
  })

  it('says why a grant is not round where the plan grew within its month', () => {
    const grown = cycle('2026-11-03', '63.33', [
      ['2026-11-03', '100'],
      ['2026-11-14', '60'],
    ])
    expect(prepareCreditCycles([grown], today).lines[0]).toMatchObject({
      words: 'used $63.33 of $160.00, ends after 2 Dec',
      why: '$100.00 on 3 Nov, then $60.00 on 14 Nov: when a plan grows within its month, the difference in credit is granted only for the days left.',
    })
  })

  it('names the plan where several give credit, and counts what is not shown', () => {
    const cycles = ['2026-11-03', '2026-10-03'].flatMap((from) =>
      ['p1', 'p2'].map((planId) => cycle(from, '1', [[from, '100']], planId)),
    )
    const { lines, more } = prepareCreditCycles(cycles, today)
    expect(lines.map(({ name }) => name)).toEqual(['Plan p1', 'Plan p2', 'Plan p1'])
    expect(more).toBe(1)
  })
})
