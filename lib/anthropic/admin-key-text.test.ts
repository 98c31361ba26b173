import { describe, expect, test } from 'vitest'
import { ExpectedError } from '@/lib/errors'
import { readAdminKey, shortenedKey } from './admin-key-text'

const KEY = 'sk-ant-admin01-Ab1cD_efgh-ijklmnopqrstuvwxyz0123456789XyZz'

test.each([
  ['as it is', KEY],
  ['with space and line breaks around', `\r\n  ${KEY}\t\n`],
  ['in quotes', `"${KEY}"`],
  ['in typographic quotes', `“${KEY}”`],
  ['as an export', `export ANTHROPIC_ADMIN_KEY=${KEY}`],
  ['as a quoted export with a semicolon', `export ANTHROPIC_ADMIN_API_KEY='${KEY}';`],
  ['as a line of .env', `ANTHROPIC_ADMIN_KEY = "${KEY}"`],
  ['as PowerShell', `$env:ANTHROPIC_ADMIN_KEY="${KEY}"`],
  ['as a header', `x-api-key: ${KEY}`],
  ['as another header', `Authorization: Bearer ${KEY}`],
  ['with invisible characters', `\ufeff${KEY}\u200b`],
])('reads a key %s', (_, pasted) => {
  expect(readAdminKey(pasted)).toBe(KEY)
})

describe('refuses before anything is sent', () => {
  test.each([
    ['nothing', '  ""  ', /Paste an Admin key/],
    [
      'a key for calling models',
      'sk-ant-api03-abcdefghijklmnopqrstuvwxyz',
      /API key for calling models .* Admin keys/,
    ],
    [
      'the same as an export',
      'export ANTHROPIC_API_KEY=sk-ant-api03-abcdefghijk',
      /API key for calling models/,
    ],
    ['a sign-in token', 'sk-ant-oat01-abcdefghijklmnopqrstuvwxyz', /sign-in token/],
    ['a shortened key', 'sk-ant-admin01-Ab1...XyZz', /shortened form/],
    ['a key cut by a line break', `${KEY.slice(0, 30)}\n${KEY.slice(30)}`, /line breaks within/],
    ['a key of somebody else', 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789', /begin with sk-ant-admin/],
    ['an unknown kind', 'sk-ant-sid01-abcdefghijklmnopqrstuvwxyz', /begin with sk-ant-admin/],
    ['odd characters', `${KEY}é`, /characters an Admin key cannot have/],
    ['a novel', `sk-ant-admin01-${'a'.repeat(600)}`, /too many of them/],
  ])('%s', (_, pasted, sentence) => {
    const error = thrownBy(() => readAdminKey(pasted))
    expect(error).toBeInstanceOf(ExpectedError)
    expect(error).toMatchObject({ kind: 'incomplete', parameter: 'admin_key' })
    expect((error as ExpectedError).message).toMatch(sentence)
    expect((error as ExpectedError).message).not.toContain('abcdefgh')
  })
})

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test.each([
  [KEY, 'sk-ant-admin01-Ab1...XyZz'],
  ['sk-ant-admin01-short', 'sk-ant-admin01-...'],
  ['wholly-different-and-long-enough', 'who...ough'],
])('%s may be shown as %s', (key, shown) => {
  expect(shortenedKey(key)).toBe(shown)
})
