'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { bringBackBudget, changeBudget, createBudget, deleteBudget } from '@/lib/commands/budgets'
import { GUARD_MODES } from '@/lib/domain/budget'
import { plainText } from '@/lib/parse-text'
import { chosenData } from '../chosen-data'
import { budgetForm, budgetInput } from './parse-budget'

const ids = z.object({ id: plainText(100) })

export const makeBudget = formAction(budgetForm, 'manage_budgets', async ({ actor, input, now }) => {
  const isDemo = (await chosenData(actor)) === 'demo'
  const { id } = await createBudget(actor, { ...budgetInput(input), guard: 'off' }, now, { isDemo })
  revalidatePath('/', 'layout')
  redirect(`/budgets/${id}?saved=1`)
})

export const editBudget = formAction(
  budgetForm.extend(ids.shape),
  'manage_budgets',
  async ({ actor, input, now }) => {
    await changeBudget(actor, input.id, budgetInput(input), now)
    revalidatePath('/', 'layout')
    redirect(`/budgets/${input.id}?saved=1`)
  },
)

export const removeBudget = formAction(ids, 'manage_budgets', async ({ actor, input, now }) => {
  await deleteBudget(actor, input.id, now)
  revalidatePath('/', 'layout')
  redirect(`/budgets?deleted=${input.id}`)
})

export const bringBudgetBack = formAction(ids, 'manage_budgets', async ({ actor, input, now }) => {
  await bringBackBudget(actor, input.id, now)
  revalidatePath('/', 'layout')
  redirect(`/budgets/${input.id}`)
})

const guardForm = ids.extend({ guard: z.enum(GUARD_MODES) })

/** On takes an owner: the command asks. */
export const setGuard = formAction(guardForm, 'manage_budgets', async ({ actor, input, now }) => {
  await changeBudget(actor, input.id, { guard: input.guard }, now)
  revalidatePath('/', 'layout')
})
