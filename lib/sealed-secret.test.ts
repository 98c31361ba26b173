import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExpectedError } from '@/lib/errors'
import { openSecret, sealSecret, secretKeyFingerprint } from './sealed-secret'

const KEY = 'a'.repeat(32)
const OTHER_KEY = `${'a'.repeat(31)}b`

describe('sealed secrets', () => {
  test('open to what was sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, purpose) => {
        const sealed = sealSecret(text, purpose, KEY)
        expect(sealed).toMatch(/^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]*$/)
        expect(openSecret(sealed, purpose, KEY)).toBe(text)
      }),
    )
  })

  test('never look the same twice', () => {
    expect(sealSecret('sk-ant-admin01-x', 'p', KEY)).not.toBe(sealSecret('sk-ant-admin01-x', 'p', KEY))
  })

  test('do not open with another key or for another purpose', () => {
    const sealed = sealSecret('sk-ant-admin01-x', 'connection:a', KEY)
    expect(() => openSecret(sealed, 'connection:a', OTHER_KEY)).toThrow(/ONEBILL_SECRET_KEY is not the one/)
    expect(() => openSecret(sealed, 'connection:b', KEY)).toThrow(ExpectedError)
  })

  test('do not open after any single bit was changed', () => {
    const sealed = sealSecret('sk-ant-admin01-secret', 'p', KEY)
    const parts = sealed.split('.')
    for (const index of [1, 2, 3]) {
      const bytes = Buffer.from(parts[index] ?? '', 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const tampered = parts.with(index, changed.toString('base64url')).join('.')
        expect(() => openSecret(tampered, 'p', KEY)).toThrow(ExpectedError)
      }
    }
  })

  test.each(['', 'v1', 'v1...', 'v2.a.b.c', 'v1.AAAA.BBBB.CCCC', 'sk-ant-admin01-plain'])(
    '%j is none',
    (text) => {
      expect(() => openSecret(text, 'p', KEY)).toThrow(ExpectedError)
    },
  )

  test('a fingerprint tells keys apart and does not contain them', () => {
    expect(secretKeyFingerprint(KEY)).toBe(secretKeyFingerprint(KEY))
    expect(secretKeyFingerprint(KEY)).not.toBe(secretKeyFingerprint(OTHER_KEY))
    expect(secretKeyFingerprint(KEY)).toMatch(/^[0-9a-f]{32}$/)
  })
})
