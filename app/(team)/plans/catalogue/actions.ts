'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { editCataloguePrice, restoreCataloguePrice } from '@/lib/commands/plan-catalogue'
import { amountField, cycleField, emptyOr } from '@/lib/commands/plan-fields'
import { plainText, typedDay } from '@/lib/parse-text'

const key = z.object({ code: plainText(40).toLowerCase(), cycle: cycleField, valid_from: typedDay })

const entry = key.extend({
  name: plainText(60),
  list_price: emptyOr(amountField),
  api_credit: emptyOr(amountField),
  per_seat: z.literal('yes').optional(),
  valid_to: emptyOr(typedDay),
  source: plainText(500),
})

export const saveEntry = formAction(entry, 'edit_catalogue', async ({ actor, input, now }) => {
  const { code, cycle, name, source } = input
  await editCataloguePrice(
    actor,
    {
      code,
      cycle,
      name,
      source,
      perSeat: input.per_seat === 'yes',
      listPrice: input.list_price,
      apiCredit: input.api_credit,
      validFrom: input.valid_from,
      validTo: input.valid_to,
    },
    now,
  )
  revalidatePath('/', 'layout')
})

export const restoreEntry = formAction(key, 'edit_catalogue', async ({ actor, input, now }) => {
  await restoreCataloguePrice(
    actor,
    { code: input.code, cycle: input.cycle, validFrom: input.valid_from },
    now,
  )
  revalidatePath('/', 'layout')
})
