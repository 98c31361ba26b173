'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { bringBackKeyRule, deleteKeyRule, saveKeyRule, undoKeyRule } from '@/lib/commands/key-rules'
import { plainText } from '@/lib/parse-text'
import { chosenData } from '../../chosen-data'
import { RULE_FORM, ruleOf } from './parse-rule'

const ids = z.object({ id: plainText(100) })

export const saveRule = formAction(RULE_FORM, 'edit_keys', async ({ actor, input, now }) => {
  const isDemo = (await chosenData(actor)) === 'demo'
  const place = { isDemo, replaces: input.edit || null }
  const { id, changed } = await saveKeyRule(actor, ruleOf(input, now), place, now)
  revalidatePath('/', 'layout')
  redirect(`/keys/rules?saved=${encodeURIComponent(id)}&changed=${changed}`)
})

export const undoSavedRule = formAction(ids, 'edit_keys', async ({ actor, input, now }) => {
  const { undone, kept } = await undoKeyRule(actor, input.id, now)
  revalidatePath('/', 'layout')
  redirect(`/keys/rules?undone=${undone}&kept=${kept}`)
})

export const deleteRule = formAction(ids, 'edit_keys', async ({ actor, input, now }) => {
  await deleteKeyRule(actor, input.id, now)
  revalidatePath('/', 'layout')
  redirect(`/keys/rules?deleted=${encodeURIComponent(input.id)}`)
})

export const bringRuleBack = formAction(ids, 'edit_keys', async ({ actor, input, now }) => {
  await bringBackKeyRule(actor, input.id, now)
  revalidatePath('/', 'layout')
  redirect('/keys/rules')
})
