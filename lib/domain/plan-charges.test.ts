import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type Day, day, daysBetween, daysIn } from './day'
import { formatUsdExact, type Nano, nano, parseUsd, splitByLargestRemainder, sum } from './money'
import type { Plan, PlanTerm } from './plan'
import {
  expandCharges,
  knownCharges,
  monthlyEquivalent,
  nextCharge,
  type PlanAmount,
  planAmountsByDay,
} from './plan-charges'
import { cycleIndexOn, cycleStart } from './plan-cycles'

function usd(text: string): Nano {
  const amount = parseUsd(text)
  if (amount === null) throw new Error(text)
  return amount
}

function term(effectiveOn: string, price: string, more: Partial<PlanTerm> = {}): PlanTerm {
  const amount = usd(price)
  return {
    effectiveOn: day(effectiveOn),
    planCode: 'pro',
    seats: 1,
    price: amount,
    priceUsd: amount,
    paused: false,
    ...more,
  }
}

function plan(terms: PlanTerm[], more: Partial<Plan> = {}): Plan {
  const [first] = terms
  if (!first) throw new Error('no term')
  return {
    id: 'p1',
    holderEmail: 'ann@example.com',
    cycle: 'monthly',
    currency: 'USD',
    startsOn: first.effectiveOn,
    endsOn: null,
    terms,
    ...more,
  }
}

const FAR = day('2199-12-31')
const brief = (charges: { on: Day; amountUsd: Nano }[]) =>
  charges.map(({ on, amountUsd }) => `${on} ${formatUsdExact(amountUsd)}`)
const total = (rows: PlanAmount[]) => sum(rows.map(({ amount }) => amount))

describe('the official worked examples', () => {
  it('ten Standard seats for a year are $2,400', () => {
    const team = plan([term('2026-03-05', '2400', { planCode: 'team_standard', seats: 10 })], {
      cycle: 'annual',
    })
    expect(brief(expandCharges(team, day('2027-03-04')))).toEqual(['2026-03-05 2400.00'])
  })

  it('five Standard to Premium with 275 of 365 days left cost $3,616.44', () => {
    const on = addDays(day('2027-01-01'), -276)
    const team = plan(
      [
        term('2026-01-01', '1200', { planCode: 'team_standard', seats: 5 }),
        term(on, '6000', { planCode: 'team_premium', seats: 5 }),
      ],
      { cycle: 'annual' },
    )
    expect(brief(expandCharges(team, day('2026-12-31')))).toEqual(['2026-01-01 1200.00', `${on} 3616.44`])
    expect(expandCharges(team, day('2026-12-31'))[1]).toMatchObject({
      coversFrom: addDays(on, 1),
      coversTo: '2027-01-01',
      kind: 'change',
      planCode: 'team_premium',
      seats: 5,
    })
  })

  it('the same upgrade of a monthly team on 15 January costs $258.06', () => {
    const team = plan([term('2026-01-01', '125'), term('2026-01-15', '625')])
    expect(brief(expandCharges(team, day('2026-02-01')))).toEqual([
      '2026-01-01 125.00',
      '2026-01-15 258.06',
      '2026-02-01 625.00',
    ])
  })

  it('a year of Pro accrues $0.548 a day, a month of Max $3.33 over thirty days', () => {
    const pro = plan([term('2026-01-01', '200')], { cycle: 'annual' })
    const [oneDay] = planAmountsByDay(pro, { from: day('2026-12-01'), to: day('2026-12-02') }, 'spread', FAR)
    expect(formatUsdExact(oneDay?.amount ?? nano(0n))).toBe('0.547945205')
    const max = plan([term('2026-06-01', '100')])
    const days = planAmountsByDay(max, { from: day('2026-06-01'), to: day('2026-07-01') }, 'spread', FAR)
    expect(new Set(days.map(({ amount }) => amount))).toEqual(new Set([3_333_333_333n, 3_333_333_334n]))
    expect(total(days)).toBe(usd('100'))
  })
})

describe('anniversaries', () => {
  const starts = (from: string, until: string, cycle: Plan['cycle'] = 'monthly') =>
    expandCharges(plan([term(from, '20')], { cycle }), day(until)).map(({ on }) => on)

  it('fall on the last day of a month that is too short, and come back', () => {
    expect(starts('2026-01-31', '2026-05-31')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ])
    expect(starts('2028-01-31', '2028-03-31')).toEqual(['2028-01-31', '2028-02-29', '2028-03-31'])
  })

  it('of a 29 February fall on the 28th but in leap years', () => {
    expect(starts('2024-02-29', '2028-12-31', 'annual')).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
  })

  it('spread a leap year over 366 days', () => {
    const annual = plan([term('2027-03-01', '366')], { cycle: 'annual' })
    const days = planAmountsByDay(annual, { from: day('2028-02-29'), to: day('2028-03-01') }, 'spread', FAR)
    expect(days).toEqual([{ day: '2028-02-29', planId: 'p1', planCode: 'pro', amount: usd('1') }])
  })
})

describe('changes', () => {
  it('on the first day of a cycle still find the old term, and the rest of that cycle is charged at once', () => {
    const changed = plan([term('2026-04-01', '20'), term('2026-05-01', '100')])
    // 31 days, 30 left: 80 × 30/31
    expect(brief(expandCharges(changed, day('2026-06-01')))).toEqual([
      '2026-04-01 20.00',
      '2026-05-01 20.00',
      '2026-05-01 77.42',
      '2026-06-01 100.00',
    ])
  })

  it('on the last day of a cycle cost nothing before renewal', () => {
    const changed = plan([term('2026-04-01', '20'), term('2026-04-30', '100')])
    expect(brief(expandCharges(changed, day('2026-05-02')))).toEqual([
      '2026-04-01 20.00',
      '2026-05-01 100.00',
    ])
  })

  it('to a lower price give nothing back before renewal', () => {
    const changed = plan([term('2026-04-01', '100'), term('2026-04-10', '20')])
    expect(brief(expandCharges(changed, day('2026-05-02')))).toEqual([
      '2026-04-01 100.00',
      '2026-05-01 20.00',
    ])
  })

  it('compose: down and up again to what was paid is free, only what is above it costs', () => {
    const changed = plan([
      term('2026-04-01', '100'),
      term('2026-04-05', '20'),
      term('2026-04-10', '100'),
      term('2026-04-20', '200'),
    ])
    expect(brief(expandCharges(changed, day('2026-05-01')))).toEqual([
      '2026-04-01 100.00',
      '2026-04-20 33.33',
      '2026-05-01 200.00',
    ])
  })

  it('pausing skips the renewal, resuming inside that cycle costs its rest', () => {
    const paused = plan([
      term('2026-04-01', '30'),
      term('2026-04-10', '30', { paused: true }),
      term('2026-05-16', '31'),
    ])
    expect(brief(expandCharges(paused, day('2026-06-01')))).toEqual([
      '2026-04-01 30.00',
      '2026-05-16 15.00',
      '2026-06-01 31.00',
    ])
  })

  it('resuming inside the cycle that was paid costs nothing', () => {
    const paused = plan([
      term('2026-04-01', '30'),
      term('2026-04-10', '30', { paused: true }),
      term('2026-04-20', '30'),
    ])
    expect(brief(expandCharges(paused, day('2026-04-30')))).toEqual(['2026-04-01 30.00'])
  })

  it('in another currency are judged by what is paid, and take the dollar rate of the new term', () => {
    const changed = plan(
      [
        term('2026-04-01', '18', { priceUsd: usd('20') }),
        term('2026-04-05', '18', { priceUsd: usd('21') }),
        term('2026-04-15', '90', { priceUsd: usd('108') }),
      ],
      { currency: 'EUR' },
    )
    // 72 of 90 euros more, 15 of 30 days left: 108 × 72/90 × 15/30
    expect(brief(expandCharges(changed, day('2026-04-30')))).toEqual(['2026-04-01 20.00', '2026-04-15 43.20'])
  })

  it('are rounded half to even', () => {
    const changed = plan([term('2026-04-01', '0'), term('2026-04-15', '0.01'), term('2026-04-16', '0.04')])
    // 0.01 × 15/30 = half a cent → 0; then (0.04 − 0.01) × 14/30 = 1.4 cents
    expect(brief(expandCharges(changed, day('2026-04-30')))).toEqual(['2026-04-16 0.01'])
  })
})

describe('the end', () => {
  const ended = plan([term('2026-04-01', '30')], { endsOn: day('2026-05-10') })

  it('stops charges, and the rest of a paid cycle falls on the last day', () => {
    expect(brief(expandCharges(ended, FAR))).toEqual(['2026-04-01 30.00', '2026-05-01 30.00'])
    const rows = planAmountsByDay(ended, { from: day('2026-05-09'), to: day('2026-06-30') }, 'spread', FAR)
    expect(rows.map(({ day: on }) => on)).toEqual(['2026-05-09', '2026-05-10'])
    expect(
      total(planAmountsByDay(ended, { from: day('2026-04-01'), to: day('2027-01-01') }, 'spread', FAR)),
    ).toBe(usd('60'))
  })

  it('leaves the days before it as they were', () => {
    const range = { from: day('2026-04-01'), to: day('2026-05-10') }
    expect(planAmountsByDay(ended, range, 'spread', FAR)).toEqual(
      planAmountsByDay({ ...ended, endsOn: null }, range, 'spread', FAR),
    )
  })

  it('a change made on the last day never comes into force', () => {
    const changed = plan([term('2026-04-01', '30'), term('2026-04-10', '60')], { endsOn: day('2026-04-10') })
    expect(brief(expandCharges(changed, FAR))).toEqual(['2026-04-01 30.00'])
  })

  it('on the first day puts the whole fee there', () => {
    const short = plan([term('2026-04-01', '30')], { endsOn: day('2026-04-01') })
    expect(
      planAmountsByDay(short, { from: day('2026-03-01'), to: day('2026-06-01') }, 'spread', FAR),
    ).toEqual([{ day: '2026-04-01', planId: 'p1', planCode: 'pro', amount: usd('30') }])
  })
})

describe('what is not there yet', () => {
  const max = plan([term('2026-04-01', '100')])
  const range = { from: day('2026-04-01'), to: day('2026-08-01') }

  it('nothing stands after today, in either basis', () => {
    expect(planAmountsByDay(max, range, 'spread', day('2026-04-10'))).toHaveLength(10)
    expect(planAmountsByDay(max, range, 'charged', day('2026-04-10')).map((row) => row.day)).toEqual([
      '2026-04-01',
    ])
    expect(planAmountsByDay(max, range, 'charged', day('2026-05-01'))).toHaveLength(2)
    expect(planAmountsByDay(max, range, 'spread', day('2026-03-31'))).toEqual([])
  })

  it('known charges and the next one are there if nothing changes', () => {
    expect(brief(knownCharges(max, { from: day('2026-05-01'), to: day('2026-07-01') }))).toEqual([
      '2026-05-01 100.00',
      '2026-06-01 100.00',
    ])
    expect(nextCharge(max, day('2026-05-01'))?.on).toBe('2026-06-01')
    expect(nextCharge(max, day('2026-04-30'))?.on).toBe('2026-05-01')
    expect(nextCharge(max, day('2020-01-01'))?.on).toBe('2026-04-01')
  })

  it('there is no next charge after the end, while paused, or for what is free', () => {
    expect(nextCharge({ ...max, endsOn: day('2026-04-30') }, day('2026-04-01'))).toBeNull()
    expect(nextCharge(plan([term('2026-04-01', '0')]), day('2026-04-01'))).toBeNull()
    const paused = plan([term('2026-04-01', '30'), term('2026-04-10', '30', { paused: true })])
    expect(nextCharge(paused, day('2026-04-02'))).toBeNull()
    const resumes = { ...paused, terms: [...paused.terms, term('2026-11-20', '30')] }
    expect(nextCharge(resumes, day('2026-04-02'))?.on).toBe('2026-11-20')
  })
})

it('a month of an annual plan is a twelfth', () => {
  const annual = plan([term('2026-04-01', '200')], { cycle: 'annual' })
  expect(formatUsdExact(monthlyEquivalent(annual, term('2026-04-01', '200')))).toBe('16.67')
})

describe('laws', () => {
  const EPOCH = day('2023-12-25')
  const arbitraryPrice = fc.oneof(
    fc.integer({ min: 0, max: 500 }).map((dollars) => nano(BigInt(dollars) * 1_000_000_000n)),
    fc.bigInt({ min: 0n, max: 2_000_000_000_000n }).map(nano),
    fc.bigInt({ min: 0n, max: 40n }).map(nano), // less than a nano-dollar a day
  )
  const arbitraryPlan: fc.Arbitrary<Plan> = fc
    .record({
      cycle: fc.constantFrom('monthly' as const, 'annual' as const),
      start: fc.integer({ min: 0, max: 800 }),
      first: arbitraryPrice,
      firstPaused: fc.boolean(),
      changes: fc.uniqueArray(
        fc.record({ after: fc.integer({ min: 1, max: 800 }), price: arbitraryPrice, paused: fc.boolean() }),
        { maxLength: 8, selector: ({ after }) => after },
      ),
      end: fc.option(fc.integer({ min: 0, max: 1200 })),
    })
    .map(({ cycle, start, first, firstPaused, changes, end }) => {
      const startsOn = addDays(EPOCH, start)
      const sorted = changes.toSorted((a, b) => a.after - b.after)
      const endsOn = end === null ? null : addDays(startsOn, Math.max(end, sorted.at(-1)?.after ?? 0))
      const terms = [{ after: 0, price: first, paused: firstPaused }, ...sorted].map(
        ({ after, price, paused }): PlanTerm => ({
          effectiveOn: addDays(startsOn, after),
          planCode: 'pro',
          seats: 1,
          price,
          priceUsd: price,
          paused,
        }),
      )
      return { id: 'p', holderEmail: 'a@b.c', cycle, currency: 'USD', startsOn, endsOn, terms }
    })

  it('a full cycle adds up to what was charged in it, in both bases', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.nat(30), (any, index) => {
        const range = { from: cycleStart(any, index), to: cycleStart(any, index + 1) }
        const charged = sum(knownCharges(any, range).map(({ amountUsd }) => amountUsd))
        expect(total(planAmountsByDay(any, range, 'spread', FAR))).toBe(charged)
        expect(total(planAmountsByDay(any, range, 'charged', FAR))).toBe(charged)
      }),
    )
  })

  it('a day is the same whatever range it is asked in, and shares are those of the largest remainder', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.integer({ min: -40, max: 900 }), fc.nat(60), (any, skip, length) => {
        const from = addDays(any.startsOn, skip)
        const range = { from, to: addDays(from, length) }
        const reference = new Map<Day, bigint>()
        for (const charge of expandCharges(any, range.to)) {
          const days = daysIn({ from: charge.coversFrom, to: charge.coversTo })
          splitByLargestRemainder(
            charge.amountUsd,
            days.map(() => 1n),
          ).forEach((part, index) => {
            const covered = days[index] as Day
            const falls = any.endsOn !== null && covered > any.endsOn ? any.endsOn : covered
            reference.set(falls, (reference.get(falls) ?? 0n) + part)
          })
        }
        const expected = [...reference]
          .filter(([on, amount]) => on >= range.from && on < range.to && amount !== 0n)
          .sort(([a], [b]) => (a < b ? -1 : 1))
        const rows = planAmountsByDay(any, range, 'spread', FAR)
        expect(rows.map((row) => [row.day, row.amount])).toEqual(expected)
      }),
    )
  })

  it('a new term changes no day up to and including its own in spread, and no earlier charge', () => {
    fc.assert(
      fc.property(
        arbitraryPlan,
        fc.integer({ min: 1, max: 800 }),
        arbitraryPrice,
        fc.boolean(),
        (any, after, price, paused) => {
          const effectiveOn = addDays(any.startsOn, after)
          fc.pre(!any.terms.some((known) => known.effectiveOn === effectiveOn))
          fc.pre(any.endsOn === null || effectiveOn <= any.endsOn)
          const added: PlanTerm = { effectiveOn, planCode: 'max', seats: 1, price, priceUsd: price, paused }
          const terms = [...any.terms, added].sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1))
          const changed = { ...any, terms }
          const before = { from: any.startsOn, to: addDays(effectiveOn, 1) }
          expect(planAmountsByDay(changed, before, 'spread', FAR)).toEqual(
            planAmountsByDay(any, before, 'spread', FAR),
          )
          expect(knownCharges(changed, { from: any.startsOn, to: effectiveOn })).toEqual(
            knownCharges(any, { from: any.startsOn, to: effectiveOn }),
          )
          const onTheDay = knownCharges(any, { from: effectiveOn, to: addDays(effectiveOn, 1) })
          expect(knownCharges(changed, { from: effectiveOn, to: addDays(effectiveOn, 1) })).toEqual(
            expect.arrayContaining(onTheDay),
          )
        },
      ),
    )
  })

  it('no amount is negative, no charge lies outside the plan, and the same plan gives the same answer', () => {
    fc.assert(
      fc.property(arbitraryPlan, (any) => {
        const until = addDays(any.startsOn, 1000)
        const charges = expandCharges(any, until)
        for (const { on, amountUsd, coversFrom, coversTo } of charges) {
          expect(amountUsd > 0n).toBe(true)
          expect(on >= any.startsOn && (any.endsOn === null || on <= any.endsOn) && on <= until).toBe(true)
          expect(daysBetween(coversFrom, coversTo)).toBeGreaterThan(0)
        }
        expect(charges.map(({ on }) => on)).toEqual(charges.map(({ on }) => on).toSorted())
        const range = { from: any.startsOn, to: until }
        for (const basis of ['spread', 'charged'] as const) {
          const rows = planAmountsByDay(any, range, basis, FAR)
          expect(rows.every(({ amount }) => amount > 0n)).toBe(true)
          expect(planAmountsByDay(structuredClone(any), range, basis, FAR)).toEqual(rows)
        }
      }),
    )
  })

  it('the next charge is the first of those known after a day', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.integer({ min: -30, max: 900 }), (any, skip) => {
        const after = addDays(any.startsOn, skip)
        const known = knownCharges(any, { from: addDays(after, 1), to: addDays(after, 2500) })
        expect(nextCharge(any, after)).toEqual(known[0] ?? null)
      }),
    )
  })

  it('the cycle of a day is the one it lies in', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.nat(3000), (any, skip) => {
        const on = addDays(any.startsOn, skip)
        const index = cycleIndexOn(any, on)
        expect(cycleStart(any, index) <= on && on < cycleStart(any, index + 1)).toBe(true)
      }),
    )
  })
})
