import { expect, test } from 'vitest'
import { parseSupportView, supportHref } from './support-view'

test('what a text is about goes into the address and comes back', () => {
  const view = { choice: { preset: '90d' }, organization: 'o & "<b>"', key: 'apikey_1' } as const
  const params = Object.fromEntries(new URLSearchParams(supportHref(view).split('?')[1]))
  expect(parseSupportView(params)).toEqual({ view, problems: [] })
  expect(supportHref()).toBe('/support')
  expect(supportHref({ key: 'k' })).toBe('/support')
})

test('what the address cannot mean is said', () => {
  const { view, problems } = parseSupportView({ organization: ['a', 'b'], key: 'a\u0000', range: 'ever' })
  expect([view.organization, view.key, problems.length]).toEqual([null, null, 3])
})
