import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LINE_KINDS } from './review'
import { carryInto, lineName, timeToDecide } from './review-carry'

const identity = fc.record({
  kind: fc.constantFrom(...LINE_KINDS.slice(0, 3)),
  subject: fc.record({
    type: fc.constantFrom('key' as const, 'finding' as const),
    id: fc.constantFrom('1', '2', '3'),
    organizationId: fc.constantFrom('a', null),
  }),
})
const since = fc.constantFrom('2026-W40', '2026-W41', '2026-W52', '2027-W01')
const there = fc
  .uniqueArray(identity, { selector: lineName, maxLength: 6 })
  .chain((lines) =>
    fc.tuple(...lines.map((line) => fc.option(since).map((from) => ({ ...line, since: from })))),
  )
const carried = fc.array(
  fc.tuple(identity, since).map(([line, from]) => ({ ...line, since: from })),
  { maxLength: 12 },
)

it('asks every carried line exactly once, and says since when the earliest of them is open', () => {
  fc.assert(
    fc.property(there, carried, (fresh, waiting) => {
      const { onThere, appended } = carryInto(fresh, waiting)
      const after = [
        ...fresh.map((line, index) => ({ name: lineName(line), since: onThere.get(index) ?? line.since })),
        ...[...appended].map(([index, from]) => {
          const line = waiting[index]
          if (!line) throw new Error('a line nobody carried')
          return { name: lineName(line), since: from }
        }),
      ]
      expect(new Set(after.map(({ name }) => name)).size).toBe(after.length)
      for (const line of waiting) {
        const [asked, ...twice] = after.filter(({ name }) => name === lineName(line))
        expect(twice).toEqual([])
        const own = fresh.find((one) => lineName(one) === lineName(line))?.since
        const all = waiting.filter((one) => lineName(one) === lineName(line)).map((one) => one.since)
        expect(asked?.since).toBe([...all, ...(own ? [own] : [])].sort()[0])
      }
      const named = new Set([...fresh, ...waiting].map(lineName))
      expect(after.length).toBe(named.size)
    }),
  )
})

describe('time to decide', () => {
  const at = (minutes: number) => new Date(minutes * 60_000)
  it.each([
    [[], 5, null],
    [[0], 6, 6],
    [[0, 2, 5], 6, 6],
    [[0, 3, 30], 31, 4],
    [[5, 0], 7, 7],
    [[0], 11, 0],
    [[0, 10], 20, 20],
    [[8], 5, 0],
  ])('said at %j, signed at %i: %s minutes', (said, signed, minutes) => {
    expect(timeToDecide(said.map(at), at(signed))).toBe(minutes === null ? null : minutes * 60_000)
  })
})
