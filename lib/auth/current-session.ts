import 'server-only'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { BROWSER_TIME_ZONE_COOKIE, timeZoneNamed } from '@/lib/domain/time-zone'
import { currentTime } from '@/lib/env'
import { openSession, openWaitingSession, type OpenSession } from './open-session'
import { sealSessionId, sessionCookie } from './session-cookie'

/** Looked up once per request, however many ask. */
export const currentSession = cache(async (): Promise<OpenSession | null> => {
  const store = await cookies()
  const value = store.get(sessionCookie().name)?.value
  const zone = store.get(BROWSER_TIME_ZONE_COOKIE)?.value
  return value ? openSession(value, currentTime(), timeZoneNamed(zone)) : null
})

/** A session that waits for its second factor. */
export async function currentWaitingSession(): ReturnType<typeof openWaitingSession> {
  const value = (await cookies()).get(sessionCookie().name)?.value
  return value ? openWaitingSession(value, currentTime()) : null
}

/** Only in a server action or route: hands this browser its session. */
export async function keepSession(sessionId: string): Promise<void> {
  const { name, options } = sessionCookie()
  ;(await cookies()).set(name, await sealSessionId(sessionId), options)
}

/** Only in a server action or route. */
export async function dropSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie()
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}
