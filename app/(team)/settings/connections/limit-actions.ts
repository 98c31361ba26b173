'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { amountField } from '@/lib/commands/plan-fields'
import { enterSpendLimit, removeSpendLimit } from '@/lib/commands/spend-limits'
import { plainText } from '@/lib/parse-text'

/** The id of a workspace; empty: the organisation itself. */
const subject = z.union([z.literal('').transform(() => null), plainText(100)])
const named = z.object({ organization_id: plainText(100), subject })

export const enterLimit = formAction(
  named.extend({ amount: amountField }),
  'manage_budgets',
  async ({ actor, input, now }) => {
    const { organization_id: organizationId, subject: workspaceId, amount } = input
    await enterSpendLimit(actor, { organizationId, workspaceId, amount }, now)
    revalidatePath('/', 'layout')
  },
)

export const removeLimit = formAction(named, 'manage_budgets', async ({ actor, input, now }) => {
  await removeSpendLimit(actor, { organizationId: input.organization_id, workspaceId: input.subject }, now)
  revalidatePath('/', 'layout')
})
