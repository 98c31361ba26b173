import { z } from 'zod'
import type { RuleInput } from '@/lib/commands/key-rules'
import { NOTHING_SAID } from '@/lib/domain/key-assignment'
import { plainText } from '@/lib/parse-text'
import { ASSIGNMENT_FORM, changeOf, dayFrom, FROM_FORM } from '../parse-assignment'

/** "organisation" or "organisation workspace", ids both. */
const place = z.union([
  z.literal('').transform(() => ({ organizationId: null, workspaceId: null })),
  plainText(401)
    .regex(/^\S+( \S+)?$/, 'names no workspace')
    .transform((text) => {
      const [organizationId = null, workspaceId = null] = text.split(' ')
      return { organizationId, workspaceId }
    }),
])

/** The form of a rule, in the address while it is tried and in the body when it is saved. */
export const RULE_FORM = z.object({
  ...ASSIGNMENT_FORM,
  ...FROM_FORM,
  pattern: plainText(200),
  place: place.default({ organizationId: null, workspaceId: null }),
  edit: z.union([z.literal(''), plainText(100)]).default(''),
})

export function ruleOf(form: z.output<typeof RULE_FORM>, now: Date): RuleInput {
  return {
    ...NOTHING_SAID,
    ...changeOf(form),
    ...form.place,
    pattern: form.pattern,
    effectiveOn: dayFrom(form, now),
  }
}
