import { APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { ExpectedError } from '@/lib/errors'
import { formatClock } from './explain-failure'
import { UnreadableAnswer } from './unreadable-answer'

const WINDOW_MS = 60_000
const DEFAULT_ATTEMPTS = 6
const BACKOFF_FIRST_MS = 500
const BACKOFF_FIRST_LIMITED_MS = 2000
const BACKOFF_CAP_MS = 30_000
const DEFAULT_LONGEST_WAIT_MS = 300_000
const RETRIED_STATUSES = new Set([408, 409, 429])

type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>

export interface RequestLimiterOptions {
  /** At most this many requests begin within any 60 seconds; null = no pacing (loopback addresses). */
  requestsPerMinute: number | null
  /** Tries of one request in all; default 6. */
  attempts?: number
  /** A longer wait is not slept through, the request fails with a sentence that says until when; default five minutes. */
  longestWaitMs?: number
  /** Monotonic milliseconds; paces requests. */
  clock?: () => number
  /** The calendar clock; what `retry-after` dates and reset instants are compared with. */
  now?: () => Date
  /** Rejects at once with the reason of the signal when it is aborted. */
  sleep?: Sleep
  /** 0 ≤ x < 1; spreads retries. */
  random?: () => number
}

export interface RequestLimiter {
  /**
   * Runs `attempt` as soon as the pace allows and again after failures that may pass: 429, 408, 409, 5xx, connection
   * errors and cut answers, at most `attempts` times in all. Waits the backoff, or what was asked for where that is longer:
   * `retry-after`, else `anthropic-ratelimit-requests-reset` (admin-api.md §5.2). Throws the last failure as it came; a wait
   * asked for that is longer than `longestWaitMs` throws ExpectedError 'upstream' at once.
   */
  run<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** True for addresses of this machine, which are not paced. */
export function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** The limiter every request of one connection passes. Anthropic counts per organisation: keep one per connection. */
export function createRequestLimiter(options: RequestLimiterOptions): RequestLimiter {
  const ownClock = options.clock ?? (() => performance.now())
  const now = options.now ?? (() => new Date())
  const sleep = options.sleep ?? sleepFor
  const random = options.random ?? Math.random
  const { attempts = DEFAULT_ATTEMPTS, longestWaitMs = DEFAULT_LONGEST_WAIT_MS } = options
  const begun: number[] = []
  let pausedUntil = -Infinity
  let ahead = 0
  const clock = () => ownClock() + ahead

  /** What was slept counts as passed, also where the sleep or the clock is not real. */
  async function pause(milliseconds: number, signal: AbortSignal | undefined) {
    const until = clock() + milliseconds
    await sleep(milliseconds, signal)
    ahead = Math.max(ahead, until - ownClock())
  }

  function untilNextSlot(): number {
    const at = clock()
    while (begun.length > 0 && (begun[0] ?? 0) + WINDOW_MS <= at) begun.shift()
    const limit = options.requestsPerMinute
    const paced =
      limit !== null && begun.length >= limit ? (begun[begun.length - limit] ?? 0) + WINDOW_MS : at
    return Math.max(paced, pausedUntil) - at
  }

  async function takeSlot(signal: AbortSignal | undefined) {
    for (;;) {
      signal?.throwIfAborted()
      const wait = untilNextSlot()
      if (wait <= 0) break
      await pause(wait, signal)
    }
    begun.push(clock())
  }

  return {
    async run(attempt, signal) {
      for (let failures = 1; ; failures++) {
        await takeSlot(signal)
        try {
          return await attempt()
        } catch (error) {
          signal?.throwIfAborted()
          if (!mayPass(error) || failures >= attempts) throw error
          const wait = waitAfter(error, failures, now(), random)
          const isAsked = error instanceof APIError && error.status === 429
          if (wait > longestWaitMs) throw asksForPatience(error, new Date(now().getTime() + wait), wait)
          if (isAsked) pausedUntil = Math.max(pausedUntil, clock() + wait)
          await pause(wait, signal)
        }
      }
    },
  }
}

function asksForPatience(cause: unknown, until: Date, milliseconds: number): ExpectedError {
  return new ExpectedError(
    'upstream',
    `Anthropic asked to wait until ${formatClock(until)} before the next request. Nothing is lost; try again after that.`,
    { cause, retryAfterSeconds: Math.ceil(milliseconds / 1000) },
  )
}

function mayPass(error: unknown): boolean {
  if (error instanceof UnreadableAnswer) return true
  if (error instanceof APIUserAbortError) return false
  if (error instanceof APIConnectionError) return true
  if (!(error instanceof APIError) || typeof error.status !== 'number') return false
  if (error.headers?.get('x-should-retry') === 'false') return false
  return RETRIED_STATUSES.has(error.status) || error.status >= 500
}

function waitAfter(error: unknown, failures: number, now: Date, random: () => number): number {
  const isLimited = error instanceof APIError && error.status === 429
  const first = isLimited ? BACKOFF_FIRST_LIMITED_MS : BACKOFF_FIRST_MS
  const backoff = Math.min(first * 2 ** (failures - 1), BACKOFF_CAP_MS) * (1 - random() / 4)
  const headers = error instanceof APIError ? error.headers : undefined
  const asked = retryAfterMs(headers?.get('retry-after'), now)
  if (asked !== null) return Math.max(asked, backoff)
  const reset = Date.parse(headers?.get('anthropic-ratelimit-requests-reset') ?? '')
  return Number.isNaN(reset) ? backoff : Math.max(reset - now.getTime(), backoff)
}

function retryAfterMs(header: string | null | undefined, now: Date): number | null {
  if (!header) return null
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000
  const instant = Date.parse(header)
  return Number.isNaN(instant) || instant <= now.getTime() ? null : instant - now.getTime()
}

/** Waits in real time; rejects with the signal's reason when it is aborted. */
function sleepFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
