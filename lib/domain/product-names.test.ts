import { expect, it } from 'vitest'
import { productName } from './product-names'

it('names the products that are known and leaves a code that is not', () => {
  expect(productName('messages_api')).toBe('Messages API')
  expect(productName('other')).toBe('Other products')
  expect(productName('cc_security_autopatch')).toBe('cc_security_autopatch')
  expect(productName('constructor')).toBe('constructor')
})
