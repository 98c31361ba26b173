import { describe, expect, it } from 'vitest'
import { day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { CATALOGUE_DEFAULTS } from '@/lib/domain/plan-catalogue'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { newPlanValues, planChoices, planValues, suggestPrice, termValues } from './prepare-plan-form'
import { coverWords, priceWords, stateWords, termSentence } from './prepare-plan-words'

const suggest = (plan: string, cycle: string, seats: string, startsOn: string) =>
  suggestPrice(CATALOGUE_DEFAULTS, { plan, cycle, seats, startsOn })

describe('the suggested price', () => {
  it('is the list price of the day for all seats', () => {
    expect(suggest('pro', 'monthly', '1', '2026-11-22')).toEqual({
      price: '20.00',
      sentence:
        'List price on 22 Nov 2026: $20.00 a month. Type what is really paid for all seats, without tax.',
    })
    expect(suggest('team_standard', 'annual', '10', '2026-11-22').price).toBe('2400.00')
    expect(suggest('team_standard', 'monthly', '5', '2025-02-01').price).toBe('150.00')
  })

  it('is none, in words, where no list price is known', () => {
    expect(suggest('max', 'annual', '1', '2026-11-22')).toEqual({
      price: null,
      sentence:
        'No annual list price of Max is known for 22 Nov 2026. Type what is really paid for all seats, without tax.',
    })
    expect(suggest('pro', 'monthly', 'two', '2026-11-22').price).toBeNull()
    expect(suggest('pro', 'monthly', '1', '2026-02-30').price).toBeNull()
  })
})

it('plans are offered by the name of the day, a lost code too', () => {
  const names = planChoices(CATALOGUE_DEFAULTS, day('2026-11-22'), 'gone').map(({ name }) => name)
  expect(names).toEqual([
    'Free',
    'Pro',
    'Max',
    'Ultra',
    'Team Standard',
    'Team Premium',
    'Enterprise',
    'gone',
  ])
})

const plan: StoredPlan = {
  id: 'p',
  holderEmail: 'ann@example.com',
  cycle: 'monthly',
  currency: 'EUR',
  startsOn: day('2026-01-31'),
  endsOn: null,
  apiCredit: null,
  terms: [
    {
      id: 't',
      effectiveOn: day('2026-01-31'),
      planCode: 'max',
      seats: 1,
      price: nano(90_000_000_000n),
      priceUsd: nano(100_500_000_000n),
      paused: false,
    },
  ],
}

it('a stored plan comes back into the form as it was typed', () => {
  expect(planValues(plan)).toEqual({
    ...newPlanValues('ann@example.com', day('2026-01-31')),
    plan: 'max',
    price: '90.00',
    price_usd: '100.50',
    currency: 'EUR',
  })
  const [term] = plan.terms
  expect(term && termValues({ ...term, paused: true }, 'USD', '2026-02-01')).toEqual({
    effective_on: '2026-02-01',
    plan: 'max',
    seats: '1',
    price: '90.00',
    price_usd: '',
    paused: 'yes',
  })
})

describe('words', () => {
  const [term] = plan.terms
  if (!term) throw new Error('no term')

  it('say what is paid in its currency and in dollars', () => {
    expect(priceWords(term, 'EUR')).toBe('EUR 90.00 ($100.50)')
    expect(priceWords({ price: term.price, priceUsd: term.price }, 'USD')).toBe('$90.00')
  })

  it('say what a term holds', () => {
    const line = { name: 'Team Standard', from: day('2026-02-01'), term: { ...term, seats: 5 } }
    expect(termSentence(line, plan)).toBe('Team Standard × 5 from 1 Feb 2026: EUR 90.00 ($100.50) a month')
    expect(termSentence({ ...line, term: { ...term, paused: true } }, plan)).toBe(
      'Team Standard, paused from 1 Feb 2026: nothing is charged',
    )
  })

  it('name a state with its day', () => {
    expect(stateWords('upcoming', plan).text).toBe('from 31 Jan 2026')
    expect(stateWords('active', plan).text).toBe('running')
    expect(stateWords('active', { ...plan, endsOn: day('2026-12-31') }).text).toBe('until 31 Dec 2026')
    expect(stateWords('ended', { ...plan, endsOn: day('2026-03-01') }).text).toBe('ended 1 Mar 2026')
  })

  it('give the days a charge covers inclusively', () => {
    expect(coverWords({ coversFrom: day('2026-01-31'), coversTo: day('2026-02-28') })).toBe(
      '31 Jan 2026 – 27 Feb 2026',
    )
  })
})
