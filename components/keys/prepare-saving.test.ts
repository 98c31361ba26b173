import { expect, test } from 'vitest'
import { day } from '@/lib/domain/day'
import { reckonSaving } from '@/lib/domain/key-saving'
import { nano } from '@/lib/domain/money'
import { savedWords, savingSteps, savingWords } from './prepare-saving'

const stop = { stoppedOn: day('2026-11-01'), endedOn: null }
const DAYS = { beforeFrom: day('2026-10-02'), daysBefore: 30, sinceTo: day('2026-11-22'), daysSince: 20 }
const saving = reckonSaving(DAYS, nano(60_000_000_000n), nano(5_000_000_000n))

test('a saving in words and as a reckoning that can be followed', () => {
  expect(savingWords(stop, saving, '2026-11-22')).toBe('Stopped on 1 Nov 2026: saved about $35.00.')
  expect(savingSteps(saving)).toEqual([
    {
      label: 'Cost on the 30 days known before the stop, from 2 Oct 2026 on',
      amount: '$60.00',
      estimated: false,
    },
    {
      label: '÷ 30 × 20 days known since, to 21 Nov 2026: what it would have cost',
      amount: '$40.00',
      estimated: true,
    },
    { label: 'less what it still cost on these days', amount: '$5.00', estimated: false },
    { label: 'Saved', amount: '$35.00', estimated: true },
  ])
})

test('without one it says when it is told, or why not', () => {
  expect(savingWords(stop, null, '2026-11-14')).toMatch(/told here from 15 Nov 2026 on/)
  expect(savingWords(stop, null, '2026-11-15')).toMatch(/not known/)
})

test('a rise is not called a saving', () => {
  expect(savedWords(nano(-1_000_000_000n))).toBe('cost about $1.00 more than before')
  expect(savedWords(nano(0n))).toBe('saved nothing')
})
