import { expect, test } from 'vitest'
import { nano } from '@/lib/domain/money'
import { prepareBulk } from './prepare-bulk'

const NO_USE = { spend: nano(0n), tokens: 0n, requests: 0n, models: [], products: [], people: [] }

function preview(keyId: string, savesMonthly: bigint | null, rest: object = {}) {
  return {
    ...{ organizationId: 'o', keyId, name: keyId, status: 'active', obstacle: null },
    ...{ used7d: NO_USE, used30d: NO_USE },
    savesMonthly: savesMonthly === null ? null : nano(savesMonthly),
    ...rest,
  }
}

test('what stopping saves together counts only what can be stopped, and says what is not known', () => {
  const keys = [
    preview('a', 1_500_000_000n),
    preview('b', 2_250_000_000n),
    preview('c', 100_000_000_000n, { obstacle: 'read-only' }),
    preview('d', 100_000_000_000n, { status: 'inactive' }),
  ]
  expect(prepareBulk(keys, 'inactive').saving).toBe('Stopping them saves about $3.75 a month.')
  expect(prepareBulk([...keys, preview('e', null)], 'archived').saving).toBe(
    'Stopping them saves about $3.75 a month. Of 1 of them it is not known.',
  )
  expect(prepareBulk([preview('e', null)], 'inactive').saving).toMatch(/not known/)
  expect(prepareBulk(keys, 'active').saving).toBeNull()
})

test('two keys of one name stay two, and a blank name can be seen', () => {
  const { lines } = prepareBulk([preview('a', 0n, { name: 'x' }), preview('b', 0n, { name: 'x' })], 'active')
  expect(lines.map(({ id, name }) => [id, name])).toEqual([
    ['o a', 'x'],
    ['o b', 'x'],
  ])
  expect(prepareBulk([preview('a', 0n, { name: ' ' })], 'active').lines[0]?.name).toBe('(no name)')
})
