import { DATA_SCOPES, type DataScope } from '@/lib/domain/data-scope'
import { publicUrl } from '@/lib/env'
import { localPath } from './sign-in-address'

/** Keeps what this browser looks at; absent: what is real. */
export const DATA_COOKIE = 'data'

const YEAR_SECONDS = 365 * 24 * 60 * 60
/** A file is one answer: what its address says holds for it alone. */
const FILE = /\.(csv|json|txt)$/

export type AddressedData =
  /** Somebody opens the address: the choice is kept, and they go on to the same address without it. */
  | { kind: 'keep'; data: DataScope; goesTo: string }
  /** A script of ours fetches it for a page it would put into the old frame: an answer that is no page makes it open. */
  | { kind: 'open_it' }
  /** A browser reads ahead: nobody has chosen anything. */
  | { kind: 'not_ahead' }

/** What becomes of a page's address that says `data=real` or `data=demo`; null: nothing, it is answered as it is. */
export function addressedData({
  method,
  url,
  headers,
}: {
  method: string
  url: { pathname: string; searchParams: URLSearchParams }
  headers: Pick<Headers, 'get'>
}): AddressedData | null {
  const data = dataAsked(url.searchParams)
  if (method !== 'GET' || data === null || FILE.test(url.pathname)) return null
  const purpose = `${headers.get('sec-purpose') ?? ''} ${headers.get('purpose') ?? ''}`
  if (/prefetch|prerender/.test(purpose)) return { kind: 'not_ahead' }
  const dest = headers.get('sec-fetch-dest')
  if (dest === 'empty') return { kind: 'open_it' }
  const isOpened = dest === 'document' || (dest === null && headers.get('accept')?.includes('text/html'))
  if (!isOpened) return null
  const left = new URLSearchParams(url.searchParams)
  left.delete('data')
  const query = left.toString()
  return { kind: 'keep', data, goesTo: localPath(query ? `${url.pathname}?${query}` : url.pathname) }
}

/** What an address asks for, where it says so once and clearly. */
export function dataAsked(params: URLSearchParams): DataScope | null {
  const [only, another] = params.getAll('data')
  return another === undefined ? (DATA_SCOPES.find((scope) => scope === only) ?? null) : null
}

/** The cookie that keeps a choice; of no age where there is nothing to keep. */
export function dataCookie(data: DataScope) {
  return {
    ...{ name: DATA_COOKIE, value: data, path: '/', sameSite: 'lax' as const, httpOnly: true },
    ...{ secure: publicUrl().startsWith('https:'), maxAge: data === 'real' ? 0 : YEAR_SECONDS },
  }
}
