'use server'

import { revalidatePath } from 'next/cache'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { currentSession, dropSessionCookie } from '@/lib/auth/current-session'
import { revokeSession } from '@/lib/commands/sessions'
import { currentTime, publicUrl } from '@/lib/env'
import { requestSync, wakeSync } from '@/lib/sync/request-sync'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** A matter of this browser alone: kept in a cookie, allowed to anyone. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get('theme')
  const store = await cookies()
  if (theme !== 'light' && theme !== 'dark') {
    store.delete('theme')
    return
  }
  const secure = publicUrl().startsWith('https:')
  store.set('theme', theme, { path: '/', sameSite: 'lax', httpOnly: true, secure, maxAge: YEAR_SECONDS })
}

export async function signOut(): Promise<void> {
  const session = await currentSession()
  if (session) await revokeSession(session.viewer, session.id, currentTime())
  await dropSessionCookie()
  redirect('/sign-in')
}

export const syncNow = formAction(z.object({}), 'run_sync', async ({ actor, now }) => {
  await requestSync({ organizationId: null, requestedBy: actor.name, now })
  wakeSync()
  revalidatePath('/', 'layout')
})
