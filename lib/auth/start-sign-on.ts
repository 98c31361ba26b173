import NextAuth from 'next-auth'
import type { AskingBrowser } from './asking-browser'
import { authOptions } from './auth-options'
import { PROVIDER } from './single-sign-on'

interface Answer {
  location: string
  cookies: string[]
}

/**
 * Where a browser is sent to sign in at the provider, with the cookies that tie the answer to this browser. next-auth
 * starts this by POST of a form; behind `form-action 'self'` no form may lead to another site, so a link does it.
 */
export async function startSignOn(callbackUrl: string, browser: AskingBrowser): Promise<Answer> {
  const csrf = await ask(browser, 'GET', ['csrf'], {}, {})
  const { csrfToken } = csrf.body as { csrfToken: string }
  const cookies = Object.fromEntries(csrf.cookies.map(nameAndValue))
  const started = await ask(browser, 'POST', ['signin', PROVIDER], cookies, { csrfToken, callbackUrl })
  return { location: started.location, cookies: [...csrf.cookies, ...started.cookies] }
}

/** One request to next-auth through its handler for API routes, which reads nothing but what it is given. */
async function ask(
  browser: AskingBrowser,
  method: 'GET' | 'POST',
  nextauth: string[],
  cookies: Record<string, string>,
  body: Record<string, string>,
) {
  const headers = new Map<string, string | string[]>()
  let answered: unknown
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: string | string[]) {
      headers.set(name.toLowerCase(), value)
      return response
    },
    end() {},
    json: (sent: unknown) => void (answered = sent),
    send: (sent: unknown) => void (answered = sent),
  }
  const request = { method, query: { nextauth }, cookies, body, headers: {} }
  await NextAuth(request as never, response as never, authOptions(browser))
  const location = headers.get('location')
  return {
    body: answered,
    location: typeof location === 'string' ? location : '/sign-in?error=OAuthSignin',
    cookies: [headers.get('set-cookie') ?? []].flat(),
  }
}

function nameAndValue(cookie: string): [string, string] {
  const pair = cookie.split(';', 1)[0] ?? ''
  const equals = pair.indexOf('=')
  return [pair.slice(0, equals), decodeURIComponent(pair.slice(equals + 1))]
}
