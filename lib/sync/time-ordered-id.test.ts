import { expect, it } from 'vitest'
import { timeOrderedId } from './time-ordered-id'

it('is a UUID of version 7 that says when it was made', () => {
  const before = Date.now()
  const id = timeOrderedId()
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  const at = Number.parseInt(id.slice(0, 13).replace('-', ''), 16)
  expect(Math.abs(at - before)).toBeLessThan(1000)
})
