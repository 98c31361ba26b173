import 'server-only'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { DATA_SCOPES, type DataScope } from '@/lib/domain/data-scope'
import type { Viewer } from '@/lib/domain/viewer'
import { publicUrl } from '@/lib/env'
import { demoState } from '@/lib/queries/demo'

const COOKIE = 'data'
const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Asked once per request, however many want to know. */
export const currentDemo = cache(demoState)

/**
 * What a person looks at: what the address asks for (`asked`, on the timeline), else the demo where this browser chose it or
 * there is nothing real beside it, else what is real.
 */
export async function chosenData(viewer: Viewer, asked?: string | string[]): Promise<DataScope> {
  const inAddress = scopeNamed(asked)
  if (inAddress) return inAddress
  const { phase, hasReal } = await currentDemo(viewer)
  if (phase === 'none') return 'real'
  const isChosen = (await cookies()).get(COOKIE)?.value === 'demo'
  return isChosen || !hasReal ? 'demo' : 'real'
}

/** Only in a server action or route: what this browser shows from now on. */
export async function keepData(data: DataScope): Promise<void> {
  const store = await cookies()
  if (data === 'real') {
    store.delete(COOKIE)
    return
  }
  const secure = publicUrl().startsWith('https:')
  const options = { path: '/', sameSite: 'lax', httpOnly: true, secure, maxAge: YEAR_SECONDS } as const
  store.set(COOKIE, data, options)
}

function scopeNamed(name: string | string[] | undefined): DataScope | null {
  return DATA_SCOPES.find((scope) => scope === name) ?? null
}
