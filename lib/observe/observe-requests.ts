import { randomUUID } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { environment } from '@/lib/env'
import { enterRequest } from './current-request'
import { log } from './log'
import { countRequest } from './request-counts'
import type { RouteFinder } from './known-routes'

const START = 'http.server.request.start'
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const GIVEN_ID = /^[\w.-]{1,100}$/

/**
 * Called once when the server process starts: every request gets an id (a trusted proxy's own, if it sends one) that is
 * answered and stands in each line of the log, and is counted by route and status when it is over. Answers how to end it.
 */
export function observeRequests(routeOf: RouteFinder): () => void {
  const onStart = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    observe(request, response, routeOf)
  }
  subscribe(START, onStart)
  return () => void unsubscribe(START, onStart)
}

function observe(request: IncomingMessage, response: ServerResponse, routeOf: RouteFinder): void {
  const startedAt = performance.now()
  const id = givenId(request) ?? randomUUID()
  const { method = '?', url = '/' } = request
  response.setHeader('x-request-id', id)
  enterRequest({ request_id: id })
  response.once('close', () => {
    const seconds = (performance.now() - startedAt) / 1000
    const route = routeOf(url)
    const status = response.writableFinished ? response.statusCode : 499 // left before the answer was whole
    countRequest({ method: METHODS.has(method) ? method : 'other', route, status, seconds })
    const level = status >= 500 ? 'warn' : 'debug'
    log(level, 'request', { request_id: id, method, route, status, ms: Math.round(seconds * 1000) })
  })
}

function givenId(request: IncomingMessage): string | null {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && GIVEN_ID.test(given) && environment().ONEBILL_TRUST_PROXY ? given : null
}
