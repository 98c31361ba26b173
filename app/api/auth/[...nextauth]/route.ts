import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { askingBrowser } from '@/lib/auth/asking-browser'
import { authOptions } from '@/lib/auth/auth-options'

interface Context {
  params: Promise<{ nextauth: string[] }>
}

function handle(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(
    request as never,
    context as never,
    authOptions(askingBrowser(request.headers)),
  ) as Promise<Response>
}

export { handle as GET, handle as POST }
