import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { environment } from '@/lib/env'

interface RequestStart {
  request: IncomingMessage
}

/**
 * Called once when the server process starts. Without ONEBILL_TRUST_PROXY whatever a client forwards is forgotten
 * before the framework reads it, and the only address known is the socket's.
 */
export function distrustForwardedHeaders(): void {
  if (environment().ONEBILL_TRUST_PROXY) return
  subscribe('http.server.request.start', (message) => forgetForwarded((message as RequestStart).request))
}

export function forgetForwarded(request: Pick<IncomingMessage, 'headers' | 'socket'>): void {
  for (const name of Object.keys(request.headers)) {
    if (name === 'forwarded' || name === 'x-real-ip' || name.startsWith('x-forwarded-'))
      delete request.headers[name]
  }
  const address = request.socket.remoteAddress
  if (address) request.headers['x-forwarded-for'] = address
}
