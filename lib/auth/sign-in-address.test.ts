import { describe, expect, it } from 'vitest'
import { localPath, signInAddress } from './sign-in-address'

describe('localPath', () => {
  it('keeps paths of this site with their query', () => {
    expect(localPath('/plans?sort=price')).toBe('/plans?sort=price')
  })

  it.each([
    null,
    undefined,
    '',
    'plans',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/a\nb',
    '/日本',
    '/?q=ü',
    'javascript:alert(1)',
    '/sign-in',
    '/sign-in?next=/sign-in',
  ])('leads %j to the first page', (path) => {
    expect(localPath(path)).toBe('/')
  })
})

describe('signInAddress', () => {
  it('remembers where to come back to', () => {
    expect(signInAddress('/plans?a=b&c=d')).toBe('/sign-in?next=%2Fplans%3Fa%3Db%26c%3Dd')
    expect(signInAddress('/')).toBe('/sign-in')
    expect(signInAddress(null)).toBe('/sign-in')
  })
})
