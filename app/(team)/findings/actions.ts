'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { Judged } from '@/components/findings/judgement-form'
import { judgeFindings, undoJudgements } from '@/lib/commands/findings'
import { startOf } from '@/lib/domain/day'
import { FINDING_STATES, STATE_WORDS } from '@/lib/domain/findings/finding-standing'
import { emailAddress, plainText, typedDay } from '@/lib/parse-text'

const MOST_AT_ONCE = 200
/** A field left blank is none. */
const unlessBlank = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => (given === '' ? undefined : given), schema.optional())

const judgement = z
  .object({
    finding: z.preprocess(
      (given) => [given ?? []].flat(),
      z
        .array(plainText(100))
        .min(1, 'Choose at least one finding.')
        .max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} findings at once.`),
    ),
    state: z.enum([...FINDING_STATES, 'note']),
    note: unlessBlank(plainText(1000)),
    until: unlessBlank(typedDay),
    owner: unlessBlank(emailAddress),
  })
  .transform(({ state, until, ...rest }) => ({
    ...rest,
    state: state === 'note' ? undefined : state,
    until: until && startOf(until),
  }))

export const judge = formAction(
  judgement,
  'judge_findings',
  async ({ actor, input, now }): Promise<Judged> => {
    const { finding: ids, ...change } = input
    const { undo, refused } = await judgeFindings(actor, ids, change, now)
    revalidatePath('/', 'layout')
    const what = change.state ? STATE_WORDS[change.state] : 'Noted'
    const said =
      undo.length === 0
        ? 'Nothing was changed: they stand so already.'
        : ids.length === 1
          ? `${what}.`
          : `${what}: ${undo.length} of ${ids.length}.`
    return {
      said: undo.length === 0 && refused.length > 0 ? 'Nothing was changed.' : said,
      undo: undo.join(' '),
      refused,
    }
  },
)

const entries = plainText(MOST_AT_ONCE * 40).transform((text) => text.split(' '))

export const takeBack = formAction(z.object({ entries }), 'judge_findings', async ({ actor, input, now }) => {
  const undone = await undoJudgements(actor, input.entries, now)
  revalidatePath('/', 'layout')
  return { undone }
})
