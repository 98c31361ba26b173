import { expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy'

const policy = { nonce: 'abc', secure: false, development: false }

it('lets no script run without the nonce, and nobody frame a page', () => {
  const text = contentSecurityPolicy(policy)
  const scripts = text.split('; ').find((part) => part.startsWith('script-src'))
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'")
  expect(text).toContain("default-src 'none'")
  expect(text).toContain("frame-ancestors 'none'")
  expect(text).not.toContain('upgrade-insecure-requests')
})

it('asks for https only where the public address is https', () => {
  expect(contentSecurityPolicy({ ...policy, secure: true })).toContain('upgrade-insecure-requests')
})
