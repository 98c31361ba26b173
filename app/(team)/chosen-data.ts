import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { DATA_COOKIE, dataAsked, dataCookie } from '@/lib/auth/data-in-address'
import { PATH_HEADER } from '@/lib/auth/sign-in-address'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Viewer } from '@/lib/domain/viewer'
import { demoState } from '@/lib/queries/demo'

/** Asked once per request, however many want to know. */
export const currentDemo = cache(demoState)

/**
 * What a request is about, its frame and its page alike: the demo where this browser chose it or there is nothing real beside
 * it, else what is real. An address that says otherwise holds for its own answer; opened in a browser it becomes the choice
 * before it gets here (proxy.ts).
 */
export async function chosenData(viewer: Viewer): Promise<DataScope> {
  const [, query] = ((await headers()).get(PATH_HEADER) ?? '/').split('?')
  const inAddress = dataAsked(new URLSearchParams(query))
  if (inAddress) return inAddress
  const { phase, hasReal } = await currentDemo(viewer)
  if (phase === 'none') return 'real'
  const isChosen = (await cookies()).get(DATA_COOKIE)?.value === 'demo'
  return isChosen || !hasReal ? 'demo' : 'real'
}

/** Only in a server action or route: what this browser shows from now on. */
export async function keepData(data: DataScope): Promise<void> {
  const store = await cookies()
  store.set(dataCookie(data))
}
