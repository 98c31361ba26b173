'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { assignKeys, undoAssignments } from '@/lib/commands/key-assignments'
import { ExpectedError } from '@/lib/errors'
import { plainText } from '@/lib/parse-text'
import { ASSIGNMENT_FORM, changeOf, dayFrom, FROM_FORM } from './parse-assignment'

const reference = plainText(401).transform((text, context) => {
  const [organizationId = '', keyId = '', ...rest] = text.split(' ')
  if (organizationId !== '' && keyId !== '' && rest.length === 0) return { organizationId, keyId }
  context.addIssue('names no key')
  return z.NEVER
})

export const saveAssignment = formAction(
  z.object({
    keys: z.preprocess((given) => [given].flat(), z.array(reference).min(1, 'Choose at least one key.')),
    ...ASSIGNMENT_FORM,
    ...FROM_FORM,
  }),
  'edit_keys',
  async ({ actor, input, now }) => {
    const change = changeOf(input)
    if (Object.keys(change).length === 0)
      throw new ExpectedError('invalid', 'Nothing was typed that is not there already. Nothing was changed.')
    const result = await assignKeys(actor, input.keys, change, dayFrom(input, now), now)
    revalidatePath('/', 'layout')
    return result
  },
)

export const undoAssignment = formAction(
  z.object({ batch: plainText(100), of: reference.optional() }),
  'edit_keys',
  async ({ actor, input, now }) => {
    const result = await undoAssignments(actor, input.batch, now, input.of)
    revalidatePath('/', 'layout')
    return result
  },
)
