import type { AdminClient } from '@/lib/anthropic/admin-client'
import { createRequestLimiter } from '@/lib/anthropic/request-limiter'
import { ExpectedError } from '@/lib/errors'
import { type ClientSettings, connectionClient, type ConnectionSecret } from './connection-client'

/** Somebody looks at the button: one more try after a passing fault, then an answer. */
const SOMEBODY_WAITS = { requestsPerMinute: null, attempts: 2, longestWaitMs: 3000 }

export type CallSettings = Pick<ClientSettings, 'fetch' | 'baseUrl'>

export type Called<T> = { value: T; error: null } | { value: null; error: ExpectedError }

/**
 * One call about a key within `milliseconds`, the wait for its answer included. What Anthropic did not do in time or at all is
 * answered as an error with a sentence; what is no failure of Anthropic's is thrown.
 */
export async function callKey<T>(
  connection: ConnectionSecret,
  { milliseconds, ...settings }: CallSettings & { milliseconds: number },
  work: (key: AdminClient['key']) => Promise<T>,
): Promise<Called<T>> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), milliseconds)
  const limiter = createRequestLimiter(SOMEBODY_WAITS)
  const { key } = connectionClient(connection, {
    ...settings,
    limiter,
    signal: stop.signal,
    onRequest: () => {},
  })
  try {
    return { value: await work(key), error: null }
  } catch (error) {
    if (stop.signal.aborted) return { value: null, error: tooSlow(milliseconds) }
    if (error instanceof ExpectedError) return { value: null, error }
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function tooSlow(milliseconds: number): ExpectedError {
  return new ExpectedError(
    'upstream',
    `Anthropic did not answer within ${Math.ceil(milliseconds / 1000)} seconds.`,
  )
}
