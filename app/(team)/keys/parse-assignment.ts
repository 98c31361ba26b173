import { z } from 'zod'
import { dayOf, type Day } from '@/lib/domain/day'
import { SINCE_ALWAYS, type AssignmentChange } from '@/lib/domain/key-assignment'
import { ExpectedError } from '@/lib/errors'
import { emailAddress, plainText, typedDay } from '@/lib/parse-text'

/** What a person typed; empty where they typed nothing. */
const typed = (max: number) =>
  z
    .string()
    .refine((text) => !text.includes('\u0000'), 'must not contain a NUL character')
    .trim()
    .max(max, `must be at most ${max} characters`)
    .default('')
const tags = typed(2000)
  .pipe(z.transform((text) => [...new Set(text.split(',').map((tag) => tag.trim()))].filter(Boolean)))
  .pipe(z.array(plainText(50)))

const owner = z.union([z.literal(''), emailAddress], 'must be an e-mail address')

/** The fields of the form about keys: what was typed, what stood there, and whether it is to be removed. */
export const ASSIGNMENT_FORM = {
  owner: typed(254).pipe(owner),
  purpose: typed(500),
  application: typed(100),
  environment: typed(100),
  cost_centre: typed(100),
  tags,
  owner_was: typed(254),
  purpose_was: typed(500),
  application_was: typed(100),
  environment_was: typed(100),
  cost_centre_was: typed(100),
  tags_was: tags,
  remove: z.preprocess(
    (given) => (given === undefined ? [] : [given].flat()),
    z.array(z.enum(['owner', 'purpose', 'application', 'environment', 'cost_centre', 'tags'])),
  ),
  tags_do: z.enum(['replace', 'add']).default('replace'),
}

export const FROM_FORM = {
  from: z.enum(['today', 'always', 'day']).default('today'),
  day: z.union([z.literal(''), typedDay]).default(''),
}

type AssignmentForm = z.output<z.ZodObject<typeof ASSIGNMENT_FORM>>

/** Only what was changed in the form: somebody else may have changed the rest since it was shown. */
export function changeOf(form: AssignmentForm): AssignmentChange {
  const change: AssignmentChange = {}
  const FIELDS = [
    ['owner', 'ownerEmail'],
    ['purpose', 'purpose'],
    ['application', 'application'],
    ['environment', 'environment'],
    ['cost_centre', 'costCentre'],
  ] as const
  for (const [name, field] of FIELDS)
    if (form.remove.includes(name)) change[field] = null
    else if (form[name] !== form[`${name}_was`]) change[field] = form[name] === '' ? null : form[name]
  if (form.remove.includes('tags')) change.tags = []
  else if (form.tags_do === 'add') {
    if (form.tags.length > 0) change.addTags = form.tags
  } else if (form.tags.join() !== form.tags_was.join()) change.tags = form.tags
  return change
}

export function dayFrom({ from, day }: { from: 'today' | 'always' | 'day'; day: '' | Day }, now: Date): Day {
  if (from === 'always') return SINCE_ALWAYS
  if (from === 'today') return dayOf(now)
  if (day === '') throw new ExpectedError('invalid', 'Say from which day on.', { parameter: 'day' })
  return day
}
