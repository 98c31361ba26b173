'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { DEFAULT_STORY, isStoryName } from '@/lib/demo/demo-stories'
import { beginDemo, clearDemo } from '@/lib/demo/load-demo'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { keepData } from './chosen-data'

const story = z.string().refine(isStoryName, 'is no story that can be told').default(DEFAULT_STORY)

/** Begins to tell a story in place of the one told so far, and shows how far it is. */
export const openDemo = formAction(z.object({ story }), 'manage_demo', async ({ actor, input, now }) => {
  await beginDemo(actor, input.story, now)
  await keepData('demo')
  revalidatePath('/', 'layout')
  redirect('/start?demo=opening')
})

/** Removes the demo, for everybody. What was told can be told again, so nothing is asked first. */
export const removeDemo = formAction(z.object({}), 'manage_demo', async ({ actor, now }) => {
  await clearDemo(actor, now)
  await keepData('real')
  revalidatePath('/', 'layout')
})

/** A matter of this browser alone. */
export const lookAt = formAction(z.object({ data: z.enum(DATA_SCOPES) }), 'read', async ({ input }) => {
  await keepData(input.data)
  revalidatePath('/', 'layout')
  redirect('/')
})
