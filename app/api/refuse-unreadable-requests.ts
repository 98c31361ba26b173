import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Called once when the server process starts. The framework answers 500 to addresses that are not percent-encoded
 * UTF-8 and to TRACE, and repairs such queries silently; here they are led to a 400 before it reads them.
 */
export function refuseUnreadableRequests(): void {
  subscribe('http.server.request.start', (message) =>
    leadAway((message as { request: Pick<IncomingMessage, 'url' | 'method'> }).request),
  )
}

export function leadAway(request: Pick<IncomingMessage, 'url' | 'method'>): void {
  if (!METHODS.has(request.method ?? '')) {
    request.method = 'GET'
    request.url = '/api/v1/unreadable/method'
  } else if (!isReadable(request.url ?? '')) request.url = '/api/v1/unreadable/address'
}

function isReadable(address: string): boolean {
  try {
    decodeURIComponent(address)
    return true
  } catch {
    return false
  }
}
