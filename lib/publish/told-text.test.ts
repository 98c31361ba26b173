import { expect, test } from 'vitest'
import { toldName, toldText } from './told-text'

test('a name stays on its line, within its length and to itself, and tells no secret', () => {
  expect(toldName('billing-service')).toBe('“billing-service”')
  expect(toldName(' \n ')).toBe('(no name)')
  expect(toldText('a\r\nBcc: everybody@example.com')).toBe('a Bcc: everybody@example.com')
  expect(toldText('"<b>O’Brien & Söhne</b>" =1+1 🔑')).toBe('"<b>O’Brien & Söhne</b>" =1+1 🔑')
  expect(toldText('🔑'.repeat(500))).toBe(`${'🔑'.repeat(200)}…`)
  expect(toldText('\u202egnihtemos')).toBe('\u2068\u202egnihtemos\u2069')
  expect(toldText('מפתח')).toBe('\u2068מפתח\u2069')
  expect(toldText(`old sk-ant-api03-${'x'.repeat(40)} in use`)).toBe('old sk-ant-[hidden] in use')
})
