'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { parseView, viewHref } from '@/components/timeline/timeline-view'
import { deleteView, saveView } from '@/lib/commands/saved-views'
import { ExpectedError } from '@/lib/errors'
import { plainText } from '@/lib/parse-text'

const savedView = z.object({ name: plainText(60), query: z.string().max(4000) })

export const saveThisView = formAction(savedView, 'own_account', async ({ actor, input, now }) => {
  const result = await saveView(actor, { name: input.name, query: knownQuery(input.query) }, now)
  revalidatePath('/')
  return result
})

export const deleteThisView = formAction(
  z.object({ id: z.uuid() }),
  'read',
  async ({ actor, input, now }) => {
    const gone = await deleteView(actor, input.id, now)
    revalidatePath('/')
    return gone
  },
)

/** Only what the timeline's address can say, in its own order. */
function knownQuery(query: string): string {
  const given = new URLSearchParams(query)
  const params = [...new Set(given.keys())].map((name) => {
    const values = given.getAll(name)
    return [name, values.length === 1 ? values[0] : values] as const
  })
  const { view, problems } = parseView(Object.fromEntries(params))
  if (problems.length > 0) throw new ExpectedError('invalid', problems.join(' '), { parameter: 'query' })
  return viewHref(view, {}, '').slice(1)
}
