import type { NextRequest } from 'next/server'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { countAttempt } from '@/lib/auth/attempt-limit'
import { localPath } from '@/lib/auth/sign-in-address'
import { singleSignOn } from '@/lib/auth/single-sign-on'
import { startSignOn } from '@/lib/auth/start-sign-on'
import { publicUrl } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'

const PER_ADDRESS = 60

/** Sends the browser to the provider. Signs nobody in: coming back from there does. */
export async function GET(request: NextRequest): Promise<Response> {
  if (!singleSignOn()) return leadTo('/sign-in')
  const browser = askingBrowser(request.headers)
  try {
    await countAttempt([{ subject: `oidc:${browser.address}`, limit: PER_ADDRESS }], new Date())
  } catch (error) {
    if (error instanceof ExpectedError) return leadTo('/sign-in?error=TooManyAttempts')
    throw error
  }
  const next = localPath(request.nextUrl.searchParams.get('next'))
  const { location, cookies } = await startSignOn(publicUrl() + next, browser)
  return leadTo(location, cookies)
}

function leadTo(location: string, cookies: string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 302, headers })
}
