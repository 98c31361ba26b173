import { expect, it } from 'vitest'
import { scopeWords } from './budget-words'

it('says what counts', () => {
  expect(scopeWords({}, {})).toBe('All spend')
  expect(scopeWords({ key: 'k', organization: 'o' }, { key: 'ci-bot', organization: 'Acme' })).toBe(
    'API use of the key “ci-bot” in Acme',
  )
  expect(scopeWords({ pool: ['plan', 'api'], owner: 'ada@example.com' }, {})).toBe(
    'Plan fees and API use of ada@example.com',
  )
  expect(scopeWords({ pool: ['plan'], plan: 'p' }, { plan: 'Max · ada@example.com' })).toBe(
    'Plan fees, with the plan Max · ada@example.com',
  )
  expect(scopeWords({ model: 'm', tag: 't', workspace: 'w' }, {})).toBe(
    'API use of the model m, keys tagged “t” in the workspace “w”',
  )
})
