export interface AskingBrowser {
  /** Network address, as far as it can be believed. */
  address: string
  userAgent: string | null
}

/**
 * `x-forwarded-for` is the socket's own address (see forwarded-headers.ts) unless ONEBILL_TRUST_PROXY: then its last
 * entry, the one our proxy wrote; those before it are whatever the client claimed.
 */
export function askingBrowser(headers: Pick<Headers, 'get'>): AskingBrowser {
  const entries = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
  const userAgent = headers.get('user-agent')?.replaceAll('\u0000', '').slice(0, 400)
  return { address: entries.at(-1) || 'unknown', userAgent: userAgent || null }
}
