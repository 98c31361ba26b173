import { z } from 'zod'
import { plainText } from '@/lib/parse-text'
import { MOST_KEYS_AT_ONCE } from '@/lib/sync/act-on-key'

/** A key as the boxes of the list name it: organisation and id, with a space between. */
export const keyReference = plainText(401).transform((text, context) => {
  const [organizationId = '', keyId = '', ...rest] = text.split(' ')
  if (organizationId !== '' && keyId !== '' && rest.length === 0) return { organizationId, keyId }
  context.addIssue('names no key')
  return z.NEVER
})

/** One or several of them from a form. */
export const keyReferences = z.preprocess(
  (given) => [given].flat(),
  z
    .array(keyReference)
    .min(1, 'Choose at least one key.')
    .max(MOST_KEYS_AT_ONCE, `At most ${MOST_KEYS_AT_ONCE} keys at once.`),
)
