'use client'

import { useState } from 'react'
import { InputField, SelectField } from '@/components/ui/field'
import type { Day } from '@/lib/domain/day'
import type { CatalogueEntry } from '@/lib/domain/plan-catalogue'
import { planChoices, suggestPrice } from './prepare-plan-form'

interface Priced {
  plan: string
  seats: string
  price: string
  price_usd: string
}

/**
 * Plan, seats and price. The list price of the day follows the choice until somebody types a price of their own; it is in
 * dollars, so it is never put into a field of another currency.
 */
export function PriceFields({
  catalogue,
  today,
  initial,
  keepPrice,
  cycle,
  currency,
  startsOn,
  errors,
}: {
  catalogue: readonly CatalogueEntry[]
  today: Day
  initial: Priced
  /** The price at the beginning was really paid: only a new choice of plan or seats replaces it. */
  keepPrice: boolean
  cycle: string
  currency: string
  startsOn: string
  errors: Record<string, string[]>
}) {
  const [plan, setPlan] = useState(initial.plan)
  const [seats, setSeats] = useState(initial.seats)
  const [typed, setTyped] = useState<string | null>(keepPrice ? initial.price : null)
  const [isOwn, setIsOwn] = useState(false)
  const suggestion = suggestPrice(catalogue, { plan, seats, cycle, startsOn })
  const isForeign = currency !== 'USD'
  const price = typed ?? (isForeign ? '' : (suggestion.price ?? ''))
  const follow = (choice: { plan: string; seats: string }) => {
    if (isOwn || isForeign) return
    if (suggestPrice(catalogue, { ...choice, cycle, startsOn }).price !== null) setTyped(null)
  }
  return (
    <>
      <SelectField
        label="Plan"
        name="plan"
        value={plan}
        onChange={(event) => {
          setPlan(event.target.value)
          follow({ plan: event.target.value, seats })
        }}
        errors={errors.plan}
      >
        {planChoices(catalogue, today, plan).map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <InputField
        label="Seats"
        name="seats"
        inputMode="numeric"
        required
        value={seats}
        onChange={(event) => {
          setSeats(event.target.value)
          follow({ plan, seats: event.target.value })
        }}
        hint="1 unless it is a Team or Enterprise plan"
        errors={errors.seats}
      />
      <InputField
        label={`Price ${cycle === 'annual' ? 'a year' : 'a month'} (${currency})`}
        name="price"
        inputMode="decimal"
        required
        value={price}
        onChange={(event) => {
          setTyped(event.target.value)
          setIsOwn(event.target.value !== '')
        }}
        placeholder="20.00"
        hint={suggestion.sentence}
        errors={errors.price}
      />
      {isForeign && (
        <InputField
          label="The same in US dollars"
          name="price_usd"
          inputMode="decimal"
          required
          defaultValue={initial.price_usd}
          placeholder="20.00"
          hint={`What ${currency} ${price || 'that amount'} came to on the card, or at the rate of that day. Totals are in dollars.`}
          errors={errors.price_usd}
        />
      )}
    </>
  )
}
