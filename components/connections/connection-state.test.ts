import { expect, test } from 'vitest'
import { nextTryWords, stateWords } from './connection-state'

test.each([
  ['ok', 'analytics', 'Connected'],
  ['new', 'analytics', 'Not synced yet'],
  ['failing', 'analytics', 'Failing'],
  ['failing', 'legacy', 'Nothing to read yet'],
] as const)('%s over %s is shown as “%s”', (state, source, label) => {
  expect(stateWords({ state, source }).label).toBe(label)
})

test.each([
  [0, /only when asked/],
  [1, /within a minute/],
  [10, /within 10 minutes/],
])('a sync every %i minutes', (minutes, words) => {
  expect(nextTryWords(minutes)).toMatch(words)
})
