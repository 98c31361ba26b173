'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { bringBackModelPrice, deleteModelPrice, enterModelPrice } from '@/lib/commands/model-prices'
import { amountField, emptyOr } from '@/lib/commands/plan-fields'
import { plainText, typedDay } from '@/lib/parse-text'

const newPrice = z.object({
  model: plainText(200),
  starts_on: typedDay,
  input_usd: amountField,
  cache_write_5m_usd: emptyOr(amountField),
  cache_write_1h_usd: emptyOr(amountField),
  cache_read_usd: emptyOr(amountField),
  output_usd: amountField,
  source: plainText(500),
})
const named = z.object({ id: plainText(100) })

export const addPrice = formAction(newPrice, 'edit_prices', async ({ actor, input, now }) => {
  await enterModelPrice(
    actor,
    {
      ...{ model: input.model, startsOn: input.starts_on, source: input.source },
      ...{ input: input.input_usd, output: input.output_usd, cacheRead: input.cache_read_usd },
      ...{ cacheWrite5m: input.cache_write_5m_usd, cacheWrite1h: input.cache_write_1h_usd },
    },
    now,
  )
  revalidatePath('/', 'layout')
})

export const takePriceBack = formAction(named, 'edit_prices', async ({ actor, input, now }) => {
  await deleteModelPrice(actor, input.id, now)
  revalidatePath('/', 'layout')
})

export const bringPriceBack = formAction(named, 'edit_prices', async ({ actor, input, now }) => {
  await bringBackModelPrice(actor, input.id, now)
  revalidatePath('/', 'layout')
})
