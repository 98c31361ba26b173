import { expect, it } from 'vitest'
import { breakDown } from '@/lib/domain/key-breakdown'
import { nano } from '@/lib/domain/money'
import { prepareBreakdown } from './prepare-breakdown'

const part = (value: string | null, amount: bigint) => ({ value, amount: nano(amount) })

it('a breakdown names what it knows and keeps what is left over as a line', () => {
  const lines = prepareBreakdown(
    breakDown([part('output_tokens', 600n), part(null, 100n), part('x-new', 200n)], nano(1000n)),
  )
  expect(lines.map(({ name, share }) => [name, share])).toEqual([
    ['Output', '60.0\u202f%'],
    ['x-new', '20.0\u202f%'],
    ['Not specific', '10.0\u202f%'],
    ['Not told apart', '10.0\u202f%'],
  ])
})

it('many values are cut to those worth a line, the rest as one with all of its money and share', () => {
  const parts = Array.from({ length: 30 }, (_, index) => part(`org/${index}`, BigInt(100 - index)))
  const total = nano(parts.reduce((all, { amount }) => all + amount, 5n))
  const lines = prepareBreakdown(breakDown(parts, total), {
    nameOf: (value) => `Key ${value}`,
    hrefOf: (value) => `/keys/${value}`,
  })
  expect(lines).toHaveLength(13)
  expect(lines[0]).toMatchObject({ name: 'Key org/0', href: '/keys/org/0' })
  expect(lines.slice(-2)).toMatchObject([
    { name: 'Other (19)', href: null, isRemainder: true },
    { name: 'Not told apart', isRemainder: true },
  ])
  const tenths = lines.map(({ share }) => Number(share.replace(/[^\d]/g, '')))
  expect(tenths.reduce((all, share) => all + share, 0)).toBe(1000)
})
