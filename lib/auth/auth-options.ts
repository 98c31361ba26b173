import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { z } from 'zod'
import { revokeSession } from '@/lib/commands/sessions'
import { admit, singleSignOn, signOnProvider } from './single-sign-on'
import { currentTime, publicUrl } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { emailAddress } from '@/lib/parse-text'
import { withoutSecrets } from '@/lib/without-secrets'
import { askingBrowser, type AskingBrowser } from './asking-browser'
import { openSession } from './open-session'
import { authSecret, sealSessionId, sessionCookie } from './session-cookie'
import { signInWithPassword } from './sign-in'

const credentials = z.object({ email: emailAddress, password: z.string().max(1000) })

/**
 * next-auth for its own addresses (`/api/auth/…`). The sign-in page sets the same cookie from a server action, so that
 * it also works without JavaScript; both end in `signInWithPassword`. A token always names a row of `sessions`.
 */
export function authOptions(
  browser: AskingBrowser = { address: 'unknown', userAgent: null },
): NextAuthOptions {
  process.env.NEXTAUTH_URL = publicUrl() // next-auth has no option for it
  const { name, options } = sessionCookie()
  const signOn = singleSignOn()
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: options.maxAge },
    cookies: { sessionToken: { name, options } },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [
      CredentialsProvider({
        name: 'E-mail and password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, { headers = {} }) {
          const parsed = credentials.safeParse(given)
          if (!parsed.success) return null
          const asking = askingBrowser(new Headers(headers as Record<string, string>))
          try {
            const { sessionId } = await signInWithPassword(parsed.data, asking, currentTime(), new Date())
            return { id: sessionId }
          } catch (error) {
            return refuse(error)
          }
        },
      }),
      ...(signOn ? [signOnProvider(signOn)] : []),
    ],
    jwt: {
      encode: ({ token }) => sealSessionId(String(token?.sid)),
      async decode({ token = '' }) {
        const open = await openSession(token, currentTime())
        return open ? { sid: open.id, name: open.viewer.name, email: open.email } : null
      },
    },
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== 'oauth') return true
        const outcome = await admit(profile as Record<string, unknown>, browser, currentTime())
        if ('refusal' in outcome) return `${publicUrl()}/sign-in?error=${outcome.refusal}`
        user.id = outcome.sessionId // what `jwt` below puts into the cookie
        return true
      },
      jwt: ({ token, user }) => (user ? { sid: user.id } : token),
    },
    events: {
      async signOut({ token }) {
        const open = await openSession(await sealSessionId(String(token?.sid)), currentTime())
        if (open) await revokeSession(open.viewer, open.id, currentTime())
      },
    },
    // A cookie that no longer counts is everyday life, not an error to log.
    logger: { error() {}, warn() {} },
  }
}

/** next-auth puts the message of what is thrown into the address of the error page: codes only. */
function refuse(error: unknown): null {
  if (error instanceof ExpectedError && error.kind === 'unauthenticated') return null
  if (error instanceof ExpectedError && error.kind === 'rate_limited') throw new Error('TooManyAttempts')
  process.stderr.write(`Sign-in failed: ${withoutSecrets(error)}\n`)
  throw new Error('SignInFailed')
}
