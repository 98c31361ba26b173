import { decode, encode } from 'next-auth/jwt'
import { SESSION_MS } from '@/lib/commands/sessions'
import { environment, publicUrl } from '@/lib/env'

const SESSION_SECONDS = SESSION_MS / 1000

export interface SessionCookie {
  name: string
  options: { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean; maxAge: number }
}

/** `__Host-` ties the cookie to this host and to https; browsers refuse it without either. */
export function sessionCookie(): SessionCookie {
  const secure = publicUrl().startsWith('https:')
  return {
    name: secure ? '__Host-onebill.session' : 'onebill.session',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: SESSION_SECONDS },
  }
}

/** An encrypted token (next-auth's JWE) that names a row of `sessions`; that row decides whether it counts. */
export function sealSessionId(sessionId: string): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: authSecret(), maxAge: SESSION_SECONDS })
}

/** The session a cookie names; null for a cookie that is not ours, altered, or over. */
export async function openSessionCookie(value: string): Promise<string | null> {
  try {
    const token = await decode({ token: value, secret: authSecret() })
    return typeof token?.sid === 'string' ? token.sid : null
  } catch {
    return null // every way a foreign or altered cookie can fail to decrypt means the same: a stranger
  }
}

export function authSecret(): string {
  const { AUTH_SECRET } = environment()
  if (!AUTH_SECRET) throw new Error('AUTH_SECRET is not set: start through npm start')
  return AUTH_SECRET
}
