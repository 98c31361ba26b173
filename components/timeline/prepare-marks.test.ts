import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import type { TimelineMark } from '@/lib/domain/timeline-mark'
import { markSwitches, prepareMarks } from './prepare-marks'
import { DEFAULT_VIEW, parseView } from './timeline-view'

const range = { from: day('2026-11-16'), to: day('2026-11-20') }
const bars = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'].map((start) => ({
  start,
  title: start,
}))

function mark(id: string, on: string, change: Partial<TimelineMark> = {}): TimelineMark {
  return {
    ...{ id, kind: 'note', day: day(on), untilDay: day(on), hour: null, text: id, who: 'Ada', href: null },
    ...{ about: {}, note: null, keyName: null },
    ...change,
  }
}
const prepared = (marks: TimelineMark[]) =>
  prepareMarks(marks, { range, bucket: 'day', bars, nameOf: (id) => `Name of ${id}` })

describe('what stands above the bars', () => {
  it('is one mark a bar, with a few lines and how many more there are', () => {
    const many = Array.from({ length: 6 }, (_, index) =>
      mark(`n${index}`, '2026-11-18', { kind: index === 5 ? 'finding' : 'note' }),
    )
    expect(prepared([...many, mark('first', '2026-11-16')]).bars).toMatchObject([
      { start: '2026-11-16', at: 0, count: 1, more: 0, kinds: ['note'], href: '#mark-7' },
      { start: '2026-11-18', at: 2, count: 6, more: 2, kinds: ['note', 'finding'], href: '#mark-1' },
    ])
  })

  it('says the kind in words and cuts what is long, without cutting a letter', () => {
    const [bar] = prepared([mark('🦊'.repeat(300), '2026-11-17')]).bars
    expect(bar?.lines[0]?.text).toBe(`Note: ${'🦊'.repeat(160)}…`)
  })

  it('leads to the list as a whole where the list ends before it', () => {
    const many = Array.from({ length: 60 }, (_, index) => mark(`n${index}`, '2026-11-19'))
    const { bars: drawn, list, more } = prepared([...many, mark('last', '2026-11-16')])
    expect([list.length, more]).toEqual([60, 1])
    expect(drawn.map(({ href }) => href)).toEqual(['#notes-and-events', '#mark-1'])
  })
})

it('the list has everything in words', () => {
  const marks = [
    mark('spans', '2026-11-10', { untilDay: day('2026-11-17') }),
    mark('at an hour', '2026-11-16', { hour: 9, about: { organization: 'org' } }),
  ]
  expect(prepared(marks).list).toMatchObject([
    { when: '10 – 17 Nov 2026', text: 'spans', anchor: 'mark-1', about: null, who: 'Ada' },
    { when: '16 Nov 2026, 09 h UTC', about: 'Name of org' },
  ])
})

describe('the switches', () => {
  const hrefOf = (kind: string, view = DEFAULT_VIEW) =>
    markSwitches(view).find((one) => one.kind === kind)?.href ?? ''

  it('turn one kind on or off and leave the others, by the address', () => {
    expect(markSwitches(DEFAULT_VIEW).flatMap(({ kind, on }) => (on ? [kind] : []))).toEqual([
      ...['note', 'finding', 'budget'],
    ])
    expect(hrefOf('key')).toBe('/?marks=note%2Ckey%2Cfinding%2Cbudget')
    expect(hrefOf('note')).toBe('/?marks=finding%2Cbudget')
    expect(hrefOf('note', { ...DEFAULT_VIEW, marks: ['note'] })).toBe('/?marks=none')
    expect(hrefOf('budget', { ...DEFAULT_VIEW, marks: ['note', 'finding'] })).toBe('/')
  })

  it.each([
    [{ marks: 'none' }, [], 0],
    [{ marks: 'budget,note,note' }, ['note', 'budget'], 0],
    [{ marks: 'odd' }, DEFAULT_VIEW.marks, 1],
    [{ marks: '' }, DEFAULT_VIEW.marks, 1],
    [{ marks: ['note', 'key'] }, DEFAULT_VIEW.marks, 1],
    [{}, DEFAULT_VIEW.marks, 0],
  ] as const)('%j', (params, marks, problems) => {
    const parsed = parseView(params as Parameters<typeof parseView>[0])
    expect([parsed.view.marks, parsed.problems.length]).toEqual([marks, problems])
  })
})
