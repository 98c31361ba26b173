import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy } from '@/lib/auth/content-security-policy'
import { addressedData, type AddressedData, dataCookie } from '@/lib/auth/data-in-address'
import { hostsOf, refusalOf } from '@/lib/auth/page-request'
import { PATH_HEADER } from '@/lib/auth/sign-in-address'
import { publicUrl } from '@/lib/env'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Decides nothing about who may do what: pages, actions and routes do. Headers, forms that are none of ours, and whose data an address asks for. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const refusal = await refusalOf(request, hostsOf(request.headers))
  if (refusal) {
    const headers = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' }
    return new NextResponse(refusal.sentence, { status: refusal.status, headers })
  }
  const asked = addressedData({ method: request.method, url: request.nextUrl, headers: request.headers })
  if (asked) return answerTo(asked, request)
  const secure = publicUrl().startsWith('https:')
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy({ nonce, secure, development: process.env.NODE_ENV === 'development' })

  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy) // Next takes the nonce of its own scripts from here
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'private, no-store')
  if (secure) response.headers.set('strict-transport-security', `max-age=${YEAR_SECONDS}`)
  return response
}

function answerTo(asked: AddressedData, request: NextRequest): NextResponse {
  const headers = { 'cache-control': 'private, no-store' }
  if (asked.kind === 'not_ahead') return new NextResponse(null, { status: 503, headers })
  if (asked.kind === 'open_it') return new NextResponse(null, { status: 204, headers })
  const response = NextResponse.redirect(new URL(asked.goesTo, request.nextUrl), { status: 307, headers })
  response.cookies.set(dataCookie(asked.data))
  return response
}

// Not /api: what passes here keeps only the first 10 MB of its body.
export const config = { matcher: ['/((?!api/|_next/static/|_next/image|icon.svg|favicon.ico).*)'] }
