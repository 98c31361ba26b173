import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { nano, zero } from '@/lib/domain/money'
import { GUIDE_SLUGS } from './guide'
import { type OwnNumbers, ownLines } from './own-numbers'

const NOTHING: OwnNumbers = {
  range: { from: day('2026-10-23'), to: day('2026-11-22') },
  organizations: 0,
  missingDays: 30,
  api: { amount: zero, quality: 'billed' },
  withoutKey: zero,
  besidePlans: { amount: zero, keys: [], partial: false },
  keys: { active: 0, idle: 0, idleDays: 60, neverExpires: 0, unlimited: 0 },
  plans: { running: 0, perMonth: zero, next: null },
  credit: { granted: zero, used: zero, lostOn: null, unlinked: zero },
  limits: { known: 0, reached: 0 },
  leaks: 0,
}
const SOME: OwnNumbers = {
  ...NOTHING,
  organizations: 1,
  missingDays: 1,
  api: { amount: nano(116_000_000_000n), quality: 'provisional' },
  plans: { running: 1, perMonth: nano(100_000_000_000n), next: null },
}

describe.each(GUIDE_SLUGS)('own numbers beside %s', (slug) => {
  it('are there, and say of each that it is not known where nothing is connected or entered', () => {
    const lines = ownLines(slug, NOTHING)
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(line, line.what).toMatchObject({ value: null, quality: 'unknown' })
  })

  it('never show a value that is not known, or a known one without value', () => {
    for (const { what, value, quality } of ownLines(slug, SOME))
      expect(value === null, what).toBe(quality === 'unknown')
  })
})

it('say what a figure is and what it leaves out', () => {
  const [api, pace, balance, reload] = ownLines('prepaid-credit', SOME)
  expect(api).toMatchObject({
    value: '$116.00',
    quality: 'provisional',
    note: 'Without 1 day that was not read.',
  })
  expect(pace).toMatchObject({ value: '$4.00', quality: 'provisional' })
  expect([balance?.quality, reload?.quality]).toEqual(['unknown', 'unknown'])
  expect(ownLines('three-pools', { ...SOME, organizations: 1 }).map(({ what }) => what)).toContain(
    'API credit',
  )
})
