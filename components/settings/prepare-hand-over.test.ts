import { expect, it } from 'vitest'
import { handOverSentence } from './prepare-hand-over'

const [open, closed] = [{ canChange: true }, { canChange: false }]

it('sends to the page of a key, and to the Console only where the connection may not write', () => {
  expect(handOverSentence([open])).toBe(
    'This key goes on working. Open its page to name a new owner or to deactivate it.',
  )
  expect(handOverSentence([open, open])).toBe(
    'These 2 keys go on working. Open the page of each to name a new owner or to deactivate it.',
  )
  expect(handOverSentence([closed])).toBe(
    'This key goes on working. Open its page to name a new owner. Deactivating is done in Anthropic’s Console: Onebill’s connection may only read.',
  )
  expect(handOverSentence([open, closed, closed])).toContain(
    '2 of them can only be deactivated in Anthropic’s Console',
  )
})
