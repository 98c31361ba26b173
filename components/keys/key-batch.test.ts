import { expect, test } from 'vitest'
import { type BulkResult, countedResults, runBatch } from './key-batch'

const result = (state: BulkResult['state']): BulkResult => ({
  state,
  status: 'x',
  sentence: null,
  undo: null,
})

async function run(states: (BulkResult['state'] | 'lost')[], stopAfter = Infinity) {
  const told: BulkResult[] = []
  const asked: number[] = []
  await runBatch(
    states.map((state, index) => ({ state, index })),
    ({ state, index }) => {
      asked.push(index)
      return state === 'lost' ? Promise.reject(new Error('fetch failed')) : Promise.resolve(result(state))
    },
    { tell: (_, one) => told.push(one), mayGoOn: () => told.length < stopAfter },
  )
  return { asked, states: told.map(({ state }) => state), told }
}

test('each is asked for in turn, and each has its result', async () => {
  const states = ['confirmed', 'refused', 'unconfirmed', 'not asked', 'unconfirmed', 'confirmed'] as const
  expect(await run([...states])).toMatchObject({ asked: [0, 1, 2, 3, 4, 5], states })
})

test('two in a row that are not confirmed end it; a lost request counts as one', async () => {
  const { asked, states, told } = await run(['unconfirmed', 'lost', 'confirmed', 'confirmed'])
  expect(asked).toEqual([0, 1])
  expect(states).toEqual(['unconfirmed', 'unconfirmed', 'not asked', 'not asked'])
  expect(told[1]?.sentence).toMatch(/not known here/)
  expect(told[2]?.sentence).toMatch(/^Not tried: Anthropic/)
})

test('whoever stops it leaves the rest alone', async () => {
  const { asked, states, told } = await run(['confirmed', 'confirmed', 'confirmed'], 1)
  expect([asked, states]).toEqual([[0], ['confirmed', 'not asked', 'not asked']])
  expect(countedResults(told)).toBe('1 confirmed by Anthropic, 2 not tried')
})
