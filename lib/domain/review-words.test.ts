import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from './day'
import { nano } from './money'
import type { ReasonPart } from './review'
import { comparedRanges } from './review-figures'
import { buildLines, linesAsked, MOST_LINES } from './review-lines'
import type { LineKey, ReviewMatter } from './review-matter'
import { parsePeriod, type ReviewPeriod } from './review-period'
import { lineOfRecord, recordOfLine } from './review-record'
import {
  adjustmentsSentence,
  changeWords,
  columnName,
  comparedWords,
  decidedSentence,
  durationWords,
  openDaysSentence,
  periodName,
  reasonsSentence,
  shortPeriodName,
  stopsSentence,
  totalSentence,
  trendSentence,
} from './review-words'
import { explainChange } from './spend-change'

const usd = (dollars: number) => nano(BigInt(Math.round(dollars * 100)) * 10_000_000n)
const period = (id: string) => parsePeriod(id) as ReviewPeriod
const WEEK = period('2026-W46')
const wholly = (id: string, today = '2027-01-01') => {
  const { kind, range } = period(id)
  return { kind, range, compared: comparedRanges(period(id), day(today)) }
}
const WHOLE = wholly('2026-W46')
const plain = (text: string | null) => text?.replaceAll('\u202f', ' ')

describe('words of a review', () => {
  it.each([
    ['2026-W46', 'Week 46, 9 – 15 Nov 2026', 'week 46'],
    ['2027-W01', 'Week 1, 4 – 10 Jan 2027', 'week 1'],
    ['2026-10', 'October 2026', 'October 2026'],
  ])('name the period %s', (id, name, short) => {
    expect(periodName(period(id))).toBe(name)
    expect(shortPeriodName(period(id))).toBe(short)
  })

  it.each([
    [112.4, 100, '+$12.40 (+12 %)'],
    [87.6, 100, '−$12.40 (−12 %)'],
    [100, 100, 'the same'],
    [12.4, 0, '+$12.40'],
    [109.9, 10, '+$99.90 (+999 %)'],
    [110, 10, '+$100.00'],
    [5, -10, '+$15.00 (+150 %)'],
  ])('tell the change to %s from %s', (now, before, words) =>
    expect(plain(changeWords(usd(now), usd(before)))).toBe(words),
  )

  it('tell the total, and never compare it with what is not known', () => {
    const total = { now: usd(67.06), before: usd(50.86), longBefore: null }
    const openDays = [{ day: day('2026-11-15'), state: 'provisional' as const }]
    expect(plain(totalSentence({ ...WHOLE, total, openDays }))).toBe(
      '$67.06 spent, +$16.20 (+32 %) against the week before.',
    )
    expect(totalSentence({ ...wholly('2026-10'), total: { ...total, before: null }, openDays })).toBe(
      '$67.06 spent. What the month before came to is not wholly known.',
    )
    expect(totalSentence({ ...WHOLE, total: { ...total, before: total.now }, openDays })).toBe(
      '$67.06 spent, the same as the week before.',
    )
    for (const state of ['not_synced', 'partial'] as const)
      expect(
        totalSentence({ ...WHOLE, total, openDays: [...openDays, { day: day('2026-11-16'), state }] }),
      ).toBe('$67.06 known. Some of its days are missing, so it is compared with nothing.')
  })

  it.each([
    ['2026-W46', '2026-11-16', 'the week before', 'four weeks earlier'],
    ['2026-W46', '2026-11-15', 'the week before', 'four weeks earlier'],
    ['2026-W46', '2026-11-11', 'the same days of the week before', 'the same days four weeks earlier'],
    ['2026-11', '2026-11-22', 'the same days of the month before', 'the same days a year earlier'],
    ['2026-03', '2026-04-02', 'the month before', 'a year earlier'],
    ['2026-03', '2026-03-29', 'the month before', 'the same days a year earlier'],
  ])('tell what %s is compared with on %s', (id, today, before, longBefore) =>
    expect(comparedWords(wholly(id, today))).toEqual({ before, longBefore }),
  )

  it('tell the total of a period that runs against the same days', () => {
    const total = { now: usd(67.06), before: usd(50.86), longBefore: null }
    const running = wholly('2026-W46', '2026-11-11')
    expect(plain(totalSentence({ ...running, total, openDays: [] }))).toBe(
      '$67.06 spent, +$16.20 (+32 %) against the same days of the week before.',
    )
    const change = explainChange([], [])
    const mover = { key: KEY, now: usd(5), before: usd(1), change }
    const [line] = buildLines({ ...NOTHING, movers: [mover] }, WEEK, comparedWords(running))
    expect(plain(line?.sentence ?? '')).toContain('against the same days of the week before')
    expect(columnName(comparedWords(running).before)).toBe('Same days of the week before')
  })

  it('name the two largest reasons, the larger first whatever its sign', () => {
    const reasons: ReasonPart[] = [
      { reason: 'volume', amount: usd(10) },
      { reason: 'mix', amount: usd(-30) },
      { reason: 'plans', amount: usd(1) },
    ]
    expect(reasonsSentence({ reasons })).toBe('Mostly cheaper models (−$30.00), then more use (+$10.00).')
    expect(reasonsSentence({ reasons: reasons.slice(0, 1) })).toBe('More use (+$10.00).')
    expect(reasonsSentence({ reasons: [] })).toBeNull()
    expect(reasonsSentence({ reasons: null })).toBeNull()
  })

  it.each([
    [0, 'less than a minute'],
    [6 * 60_000, '6 minutes'],
    [60_000, '1 minute'],
    [3_600_000, '1 hour'],
    [3_900_000, '1 hour 5 minutes'],
  ])('tell %i ms', (ms, words) => expect(durationWords(ms)).toBe(words))

  it('tell the trend', () => {
    const trend = { signed: 5, usualMs: 360_000, stopped: usd(212), stoppedSince: '2026-06', undecided: 3 }
    expect(trendSentence(trend, period('2026-06'))).toBe(
      '5 reviews signed, usually decided in 6 minutes. $212.00 a month stopped since June 2026.',
    )
    const first = { ...trend, signed: 1, usualMs: null, stopped: usd(0), stoppedSince: null }
    expect(trendSentence(first, null)).toBe('1 review signed.')
    expect(trendSentence({ ...first, signed: 0 }, null)).toBe('No review is signed yet.')
  })

  it('tell what a key stops, and by what', () =>
    expect(stopsSentence(usd(120.86))).toBe(
      'Stopping this key stops about $120.86 a month, by its daily use in the 30 days before this was reckoned.',
    ))

  it('count what is decided', () => {
    const [open, done] = [{ decision: null }, { decision: 'keep' as const }]
    expect(decidedSentence([])).toBe('There is nothing to decide.')
    expect(decidedSentence([open, done])).toBe('1 of 2 lines is decided.')
    expect(decidedSentence([open, open])).toBe('0 of 2 lines are decided.')
    expect(decidedSentence([done])).toBe('The one line is decided.')
    expect(decidedSentence([done, done])).toBe('All 2 lines are decided.')
  })

  it('tell adjustments with every cause, and days that were not final', () => {
    const total = { closed: usd(10), now: usd(11.2) }
    const rest = { pools: [], restatements: [], moreRestatements: 0 }
    const causes = [
      { cause: 'restated' as const, amount: usd(1.5) },
      { cause: 'came_later' as const, amount: usd(-0.3) },
    ]
    expect(adjustmentsSentence({ ...rest, total, causes })).toBe(
      'Since it was closed the total changed by +$1.20: restated by Anthropic +$1.50, API use that came in later −$0.30.',
    )
    const openDays = [
      { day: day('2026-11-14'), state: 'provisional' as const },
      { day: day('2026-11-15'), state: 'not_synced' as const },
    ]
    expect(openDaysSentence({ openDays })).toBe('1 day was not read, 1 day could still change.')
    expect(openDaysSentence({ openDays: [] })).toBeNull()
  })
})

const KEY: LineKey = {
  ...{ organizationId: 'a', id: 'k1', name: 'ci-bot', owner: 'ada@example.com', status: 'active' },
  stopsMonthly: usd(30),
}
const none = { first: [], more: 0, moreAmount: null, named: [] }
const NOTHING: ReviewMatter = {
  ...{ findings: none, budgets: none, movers: [], newKeys: none, changedKeys: none, idleKeys: none },
  ...{ ownerless: null, restatements: none },
}
const linesOf = (matter: Partial<ReviewMatter>) =>
  buildLines({ ...NOTHING, ...matter }, WEEK, comparedWords(WHOLE))
const oneOf = <T>(matter: T) => ({ ...none, first: [matter] })

describe('lines of a review', () => {
  const cost = (amount: number) => [
    { model: 'opus', kind: 'output' as const, count: BigInt(amount), cost: usd(amount) },
  ]

  it('tell a mover with its reason, whose parts stand behind it', () => {
    const change = explainChange(cost(100), cost(150))
    const [line] = linesOf({ movers: [{ key: KEY, now: usd(150), before: usd(100), change }] })
    expect(plain(line?.sentence ?? '')).toBe(
      '“ci-bot” cost $150.00, +$50.00 (+50 %) against the week before: more use (+$50.00).',
    )
    expect(line).toMatchObject({ amount: usd(50), stopsMonthly: usd(30), path: '/keys/a/k1' })
    expect(line?.evidence).toMatchObject([
      { label: 'Volume', amount: usd(50) },
      { label: 'opus', amount: usd(50), text: '$100.00 → $150.00' },
    ])
  })

  it('tell of new, changed and idle keys, of spend without owner, and of restatements', () => {
    const owned = { ...KEY, owner: null }
    const on = day('2026-11-12')
    const lines = linesOf({
      newKeys: oneOf({ key: owned, createdOn: on, createdBy: null, spend: null }),
      changedKeys: oneOf({
        key: KEY,
        spend: usd(1),
        changes: [
          { on, what: 'status', before: 'active', after: 'inactive', who: 'Ada' },
          { on, what: 'owner', before: 'ada@example.com', after: 'nobody', who: null },
        ],
      }),
      idleKeys: oneOf({
        key: KEY,
        lastUsedOn: day('2026-09-12'),
        since: day('2026-09-13'),
        idleDays: 60,
        total: usd(3),
      }),
      ownerless: { spend: usd(9), ofKeys: usd(90), keys: 4, largest: [] },
      restatements: oneOf({
        ...{ id: 'r', organizationId: 'a', organizationName: 'Acme', delta: usd(-0.41), noticedOn: on },
        sentence: 'Anthropic restated 14 Jun 2026 by −$0.41.',
      }),
    })
    expect(lines.map(({ sentence }) => plain(sentence))).toEqual([
      '“ci-bot” was created on 12 Nov 2026; it has not been used, and nobody owns it.',
      '“ci-bot” changed on 12 Nov 2026: status active → inactive by Ada, and 1 more change.',
      '“ci-bot” was last used on 12 Sep 2026: 60 days without use, and Anthropic would still accept it; ada@example.com owns it.',
      '$9.00 (10 % of what keys cost) was spent by keys nobody owns; there are 4 of them.',
      'Anthropic restated 14 Jun 2026 by −$0.41.',
    ])
    expect(lines[0]?.offered).not.toContain('ask')
    expect(lines[2]?.offered[0]).toBe('deactivate')
  })

  it('offer to deactivate only what Anthropic would still accept', () => {
    const key = { ...KEY, status: 'inactive' }
    const [line] = linesOf({
      idleKeys: oneOf({ key, lastUsedOn: null, since: day('2026-09-13'), idleDays: 60, total: null }),
    })
    expect(line?.offered).toEqual(['ask', 'keep', 'expected', 'later'])
    expect(line?.stopsMonthly).toBeNull()
  })

  it('end a kind in one line for all that is beyond', () => {
    const named = Array.from({ length: 10 }, (_, index) => ({
      ...{ label: `key-${index}`, amount: usd(1), text: 'spent' },
    }))
    const [line] = linesOf({ newKeys: { first: [], more: 12, moreAmount: usd(7), named } })
    expect(line).toMatchObject({
      sentence: 'And 12 more new keys, $7.00 in all.',
      subject: { type: 'keys', id: 'new_key 2026-W46' },
      key: null,
    })
    expect(line?.evidence).toEqual([...named, { label: 'and 2 more', amount: null, text: '' }])
  })

  it('never end in a tail of one', () => {
    for (const kind of ['finding', 'new_key', 'restatement'] as const) {
      const most = MOST_LINES[kind]
      const tails = [0, most, most + 1, most + 2].map((count) => count - linesAsked(kind, count))
      expect(tails).toEqual([0, 0, 0, 2])
    }
  })

  it('are the same after they were kept', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.string(), (amount, name) => {
        const [line] = linesOf({
          newKeys: oneOf({
            key: { ...KEY, name },
            createdOn: day('2026-11-12'),
            createdBy: name,
            spend: nano(amount),
          }),
        })
        if (!line) throw new Error('no line')
        const kept = JSON.parse(JSON.stringify(recordOfLine(line))) as ReturnType<typeof recordOfLine>
        expect(lineOfRecord(line.kind, kept)).toEqual(line)
      }),
    )
  })
})
