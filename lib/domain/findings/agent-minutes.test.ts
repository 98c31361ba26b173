import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { lookAtMinutes, type UsedMinute, withMinutes } from './agent-minutes'
import type { Detected } from './finding'

const window = { from: '2026-11-17T19:00:00Z', to: '2026-11-18T19:00:00Z' }
const minute = (index: number, input = 100, requests = 10): UsedMinute => ({
  ...{ startsAt: new Date(Date.parse(window.from) + index * 60_000), requests, input: input * requests },
})
const minutes = (count: number, of = (index: number) => minute(index)) =>
  Array.from({ length: count }, (_, index) => of(index))
const says = (used: readonly UsedMinute[]) => lookAtMinutes(used, window)?.says

describe('what minutes say', () => {
  it('is level from twenty minutes on end', () => {
    expect(says(minutes(19))).toBe('bursts')
    expect(says(minutes(20))).toBe('level')
  })

  it('allows one minute without use between two, and no more', () => {
    expect(says(minutes(11, (index) => minute(index * 2)))).toBe('level')
    expect(says(minutes(40, (index) => minute(index * 3)))).toBe('bursts')
  })

  it('is growing from twelve minutes on, each reading more than the one before', () => {
    expect(says(minutes(12, (index) => minute(index, 100 + index)))).toBe('growing')
    expect(says(minutes(11, (index) => minute(index, 100 + index)))).toBe('bursts')
    expect(says(minutes(30, (index) => minute(index, 100 + (index % 6))))).toBe('level')
  })

  it('takes minutes in any order, and says nothing of none', () => {
    expect(lookAtMinutes(minutes(20).toReversed(), window)).toEqual(lookAtMinutes(minutes(20), window))
    expect(lookAtMinutes([minute(0, 100, 0)], window)).toBeNull()
  })
})

describe('a finding with its minutes', () => {
  const found: Detected = {
    ...{
      rule: 'agent-loop',
      subject: { type: 'key', id: 'apikey_1', organizationId: 'org' },
      severity: 'high',
    },
    ...{
      episode: day('2026-11-17'),
      lastDay: day('2026-11-18'),
      atStake: { amount: nano(1n), means: 'spent' },
    },
    ...{ sentence: 'It reads.', evidence: [], cannotSee: 'What.', steps: [] },
  }
  const look = (used: readonly UsedMinute[]) => lookAtMinutes(used, window) ?? expect.fail()

  it('stays what it is where they confirm it', () => {
    const confirmed = withMinutes(found, look(minutes(30)))
    expect(confirmed.severity).toBe('high')
    expect(confirmed.evidence[0]?.what).toBe(
      'From 17 Nov, 19:00 UTC on, 300 requests came without a pause for 30 minutes.',
    )
  })

  it('is a notice where they show bursts, and never gets worse by them', () => {
    expect(withMinutes(found, look([minute(3), minute(70)])).severity).toBe('low')
    expect(withMinutes({ ...found, severity: 'low' }, look(minutes(30))).severity).toBe('low')
  })
})
