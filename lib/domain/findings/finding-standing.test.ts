import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  eventOf,
  eventWords,
  FINDING_STATES,
  FINDING_TABS,
  type FindingState,
  possibleStates,
  refuseJudging,
  standingOf,
  STATES_OF_TAB,
} from './finding-standing'

const NOW = new Date('2026-11-22T10:30:00Z')
const LATER = new Date('2026-12-01T00:00:00Z')

describe('where a finding stands', () => {
  it('is open again from the very instant its silence ends', () => {
    for (const state of ['snoozed', 'expected'] as const) {
      expect(standingOf({ state, silentUntil: LATER, goneAt: null }, new Date(LATER.getTime() - 1))).toBe(
        state,
      )
      expect(standingOf({ state, silentUntil: LATER, goneAt: null }, LATER)).toBe('open')
    }
  })

  it('is resolved while its cause is gone, and otherwise as it was said', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FINDING_STATES), fc.boolean(), (state, isSilent) => {
        const silentUntil = isSilent ? LATER : null
        expect(standingOf({ state, silentUntil, goneAt: NOW }, NOW)).toBe('resolved')
        expect(standingOf({ state, silentUntil, goneAt: null }, NOW)).toBe(state)
      }),
    )
  })

  it('is under exactly one tab', () => {
    expect(FINDING_TABS.flatMap((tab) => STATES_OF_TAB[tab]).sort()).toEqual([...FINDING_STATES].sort())
  })
})

describe('what can be said', () => {
  const said = (state: FindingState, more: { until?: Date; owner?: string } = {}, isGone = false) =>
    refuseJudging({ state, ...more }, { isGone, now: NOW })

  it('needs an end for snoozed, an end and an owner for expected', () => {
    expect(said('snoozed')).toMatchObject({ field: 'until' })
    expect(said('snoozed', { until: LATER })).toBeNull()
    expect(said('expected', { until: LATER })).toMatchObject({ field: 'owner' })
    expect(said('expected', { owner: 'a@b.c' })).toMatchObject({ field: 'until' })
    expect(said('expected', { until: LATER, owner: 'a@b.c' })).toBeNull()
  })

  it('takes an end or an owner for nothing else', () => {
    for (const state of ['open', 'acknowledged', 'resolved'] as const) {
      expect(said(state)).toBeNull()
      expect(said(state, { until: LATER })).toMatchObject({ field: 'until' })
      expect(said(state, { owner: 'a@b.c' })).toMatchObject({ field: 'owner' })
    }
    expect(said('snoozed', { until: LATER, owner: 'a@b.c' })).toMatchObject({ field: 'owner' })
  })

  it('ends after now, and within a year', () => {
    expect(said('snoozed', { until: NOW })).toMatchObject({ field: 'until' })
    expect(said('snoozed', { until: new Date(NOW.getTime() + 1) })).toBeNull()
    expect(said('snoozed', { until: new Date('2027-11-23T10:30:00Z') })).toBeNull()
    expect(said('snoozed', { until: new Date('2027-11-23T10:30:00.001Z') })).toMatchObject({ field: 'until' })
  })

  it('opens nothing whose cause is gone', () => {
    for (const state of FINDING_STATES) expect(said(state, {}, true) === null).toBe(state === 'resolved')
  })

  it('is offered only where it can be said, and never what already holds', () => {
    const more = { snoozed: { until: LATER }, expected: { until: LATER, owner: 'a@b.c' } }
    for (const stands of FINDING_STATES)
      for (const isGone of [true, false])
        for (const state of possibleStates(stands, isGone)) {
          expect(said(state, more[state as 'snoozed'] ?? {}, isGone)).toBeNull()
          if (state !== 'snoozed' && state !== 'expected') expect(state).not.toBe(stands)
        }
    expect(possibleStates('resolved', false)).toEqual(['open'])
    expect(possibleStates('open', false)).not.toContain('open')
  })
})

it('tells what happened, by whom', () => {
  expect(eventWords('opened', null)).toBe('Found')
  expect(eventWords('acknowledged', 'Ada')).toBe('Ada acknowledged it')
  expect(eventWords(eventOf('open'), 'Ada')).toBe('Ada opened it again')
  expect(eventWords('a_later_kind', 'Ada')).toBe('Ada: a_later_kind')
})
