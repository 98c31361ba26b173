import { expect, test } from 'vitest'
import { changeVerb, undoOfChange, whyNotChangeable } from './key-change'

const key = (status: string, goneAt: Date | null = null) => ({ name: 'ci', status, goneAt })

test.each([
  ['active', 'inactive', null],
  ['inactive', 'active', null],
  ['inactive', 'inactive', null],
  ['active', 'archived', null],
  ['archived', 'archived', null],
  ['archived', 'active', /archived, and that is final/],
  ['archived', 'inactive', /archived, and that is final/],
  ['expired', 'active', /has expired/],
  ['expired', 'archived', null],
] as const)('%s → %s', (status, wanted, sentence) => {
  const found = whyNotChangeable(key(status), { field: 'status', wanted })
  if (sentence === null) expect(found).toBeNull()
  else expect(found).toMatch(sentence)
})

test('a key that is gone upstream cannot be changed, one of any status can be renamed', () => {
  expect(whyNotChangeable(key('active', new Date(0)), { field: 'name', wanted: 'x' })).toMatch(
    /no longer lists/,
  )
  expect(whyNotChangeable(key('archived'), { field: 'name', wanted: 'x' })).toBeNull()
})

test('what takes a change back is its opposite, and archiving has none', () => {
  const status = (before: string, wanted: string) => undoOfChange({ field: 'status', before, wanted })
  expect(status('active', 'inactive')).toEqual({ field: 'status', wanted: 'active' })
  expect(status('inactive', 'active')).toEqual({ field: 'status', wanted: 'inactive' })
  expect(status('inactive', 'inactive')).toBeNull()
  expect(status('active', 'archived')).toBeNull()
  expect(status('expired', 'archived')).toBeNull()
  expect(undoOfChange({ field: 'name', before: 'a', wanted: 'archived' })).toEqual({
    field: 'name',
    wanted: 'a',
  })
})

test('every change has its verb', () => {
  expect(
    (['active', 'inactive', 'archived'] as const).map((wanted) => changeVerb({ field: 'status', wanted })),
  ).toEqual(['Reactivate', 'Deactivate', 'Archive'])
  expect(changeVerb({ field: 'name', wanted: 'active' })).toBe('Rename')
})
