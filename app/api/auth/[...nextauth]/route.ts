import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { authOptions } from '@/lib/auth/auth-options'
import { hostsOf, refusalOf, type Refusal } from '@/lib/auth/page-request'

interface Context {
  params: Promise<{ nextauth: string[] }>
}

/** next-auth reads a body of any length and type, from anybody: what is no form of ours does not reach it. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  const refusal = noForm(request) ?? (await refusalOf(request, hostsOf(request.headers)))
  if (refusal) {
    const headers = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' }
    return new Response(refusal.sentence, { status: refusal.status, headers })
  }
  return NextAuth(
    request as never,
    context as never,
    authOptions(askingBrowser(request.headers)),
  ) as Promise<Response>
}

function noForm({ method, headers }: NextRequest): Refusal | null {
  const type = headers.get('content-type')
  if (method !== 'POST' || type === null || type.startsWith('application/x-www-form-urlencoded')) return null
  return { status: 400, sentence: 'Only a form is read here. Nothing was changed.' }
}

export { handle as GET, handle as POST }
