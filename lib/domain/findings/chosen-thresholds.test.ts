import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nano } from '@/lib/domain/money'
import {
  defaultThreshold,
  mergeThresholds,
  parseThreshold,
  soundThresholds,
  THRESHOLD_FIELDS,
  thresholdKey,
} from './chosen-thresholds'
import { DEFAULT_THRESHOLDS } from './thresholds'

const field = (key: string) => {
  const found = THRESHOLD_FIELDS.find((one) => thresholdKey(one) === key)
  if (!found) throw new Error(`no threshold ${key}`)
  return found
}

describe('thresholds that can be chosen', () => {
  it('are all of them, each with its default within its bounds', () => {
    const all = Object.entries(DEFAULT_THRESHOLDS).flatMap(([rule, values]) =>
      Object.keys(values).map((name) => `${rule}.${name}`),
    )
    expect(THRESHOLD_FIELDS.map(thresholdKey).sort()).toEqual(all.sort())
    for (const one of THRESHOLD_FIELDS)
      expect(parseThreshold(one, defaultThreshold(one))).toBe(defaultThreshold(one))
  })

  it('are the defaults where nothing, or nothing sound, is stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        expect(mergeThresholds(stored)).toEqual(DEFAULT_THRESHOLDS)
      }),
    )
    for (const stored of [
      null,
      undefined,
      'x',
      [],
      { 'leaked-key': { hourlyCost: 1 } },
      { __proto__: { a: 1 } },
    ])
      expect(mergeThresholds(stored)).toEqual(DEFAULT_THRESHOLDS)
  })

  it('lay what is sound over the defaults, and drop the rest', () => {
    const merged = mergeThresholds({
      'leaked-key.hourlyCost': '12.50',
      'leaked-key.dormantDays': 60,
      'agent-loop.hourlyCost': '-1',
      'agent-loop.medianTimes': 2.5,
      'forgotten-job.activePercent': 101,
      'no-such-rule.x': 1,
    })
    expect(merged['leaked-key']).toEqual({
      ...DEFAULT_THRESHOLDS['leaked-key'],
      hourlyCost: nano(12_500_000_000n),
      dormantDays: 60,
    })
    expect({ ...merged, 'leaked-key': null }).toEqual({ ...DEFAULT_THRESHOLDS, 'leaked-key': null })
  })

  it('keep only what differs, however it is written', () => {
    expect(
      soundThresholds({
        'leaked-key.hourlyCost': '5.00',
        'agent-loop.hourlyCost': '07.5',
        'leaked-key.dormantDays': '31',
      }),
    ).toEqual({ 'agent-loop.hourlyCost': '7.5', 'leaked-key.dormantDays': 31 })
  })

  it('never change what the defaults are', () => {
    const before = structuredClone(DEFAULT_THRESHOLDS)
    mergeThresholds({ 'leaked-key.dormantDays': 60 })
    expect(DEFAULT_THRESHOLDS).toEqual(before)
  })
})

it('takes exactly the bounds of a field', () => {
  const dormant = field('leaked-key.dormantDays')
  expect([6, 7, 90, 91].map((days) => parseThreshold(dormant, days))).toEqual([null, 7, 90, null])
  const cost = field('leaked-key.hourlyCost')
  expect(
    ['0', '100000', '100000.000000001', '1e3', '1,5', '', ' 5 '].map((text) => parseThreshold(cost, text)),
  ).toEqual(['0', '100000', null, null, null, null, '5'])
})
