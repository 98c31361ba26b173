import { expect, it } from 'vitest'
import { askingBrowser } from './asking-browser'

it('believes the last entry, which the proxy next to us wrote', () => {
  const headers = new Headers({ 'x-forwarded-for': '203.0.113.9, 198.51.100.7', 'user-agent': 'Test/1' })
  expect(askingBrowser(headers)).toEqual({ address: '198.51.100.7', userAgent: 'Test/1' })
})

it('says unknown where nothing is known', () => {
  expect(askingBrowser(new Headers())).toEqual({ address: 'unknown', userAgent: null })
})
