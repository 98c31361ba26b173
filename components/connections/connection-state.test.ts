import { expect, test } from 'vitest'
import { nextTryWords, stateWords } from './connection-state'

test.each([
  ['ok', 'Connected'],
  ['new', 'Not synced yet'],
  ['failing', 'Failing'],
] as const)('%s is shown as “%s”', (state, label) => {
  expect(stateWords({ state }).label).toBe(label)
})

test.each([
  [0, /only when asked/],
  [1, /within a minute/],
  [10, /within 10 minutes/],
])('a sync every %i minutes', (minutes, words) => {
  expect(nextTryWords(minutes)).toMatch(words)
})
