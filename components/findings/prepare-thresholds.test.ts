import { expect, it } from 'vitest'
import { prepareThresholds } from './prepare-thresholds'

it('marks what was changed, and says the default and the bounds of each', () => {
  const rules = prepareThresholds({ 'leaked-key.hourlyCost': '12.5' })
  const leaked = rules.find(({ rule }) => rule === 'leaked-key')
  expect(leaked?.isChanged).toBe(true)
  expect(leaked?.lines.find(({ name }) => name === 'hourlyCost')).toMatchObject({
    label: 'Much is more than so much in an hour (dollars)',
    value: '12.5',
    words: '$12.5',
    hint: 'Changed; the default is $5. From $0 to $100,000.',
  })
  expect(leaked?.lines.find(({ name }) => name === 'dormantDays')).toMatchObject({
    value: '30',
    isChanged: false,
    hint: 'The default. From 7 to 90 days.',
  })
  expect(rules.filter(({ isChanged }) => isChanged)).toEqual([leaked])
  expect(rules.map(({ rule }) => rule)).not.toContain('double-subscription')
})
