import Anthropic, { APIError, APIConnectionTimeoutError } from '@anthropic-ai/sdk'
import packageFile from '@/package.json'
import { explainFailure } from './explain-failure'
import type { RequestLimiter } from './request-limiter'
import { UnreadableAnswer } from './unreadable-answer'

const TIMEOUT_MS = 60_000
const SENT_HEADERS =
  /^(accept|content-type|user-agent|authorization|anthropic-(version|beta)|x-stainless-.*)$/

export interface TransportOptions {
  adminKey: string
  baseUrl: string
  limiter: RequestLimiter
  fetch?: typeof fetch
  signal?: AbortSignal
  onRequest?: () => void
}

/** A call of a method of the SDK with our request options, not yet made: it may be made more than once. */
export type SdkRequest = (request: { signal: AbortSignal }) => { asResponse(): Promise<Response> }

/**
 * The official SDK with everything taken from `options` and nothing from the environment, its own retries off, and one way
 * to ask it: through the limiter, at most 60 s per try with the body included, giving parsed JSON or an ExpectedError.
 */
export function createTransport(options: TransportOptions) {
  const { adminKey, baseUrl, limiter, signal } = options
  const send = options.fetch ?? fetch

  const sdk = new Anthropic({
    apiKey: adminKey,
    baseURL: baseUrl,
    webhookKey: null,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
    openTelemetry: false,
    fetchOptions: { redirect: 'error' },
    fetch: (input, init) => {
      options.onRequest?.()
      return send(input, { ...init, headers: ownHeaders(init?.headers, adminKey) })
    },
  })

  async function tryOnce(request: SdkRequest): Promise<unknown> {
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS)
    try {
      const combined = signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal
      const response = await request({ signal: combined }).asResponse()
      return parseJson(await response.text().catch(unreadable))
    } catch (error) {
      throw timeout.signal.aborted ? new APIConnectionTimeoutError() : error
    } finally {
      clearTimeout(timer)
    }
  }

  async function ask(request: SdkRequest): Promise<unknown> {
    try {
      return await limiter.run(() => tryOnce(request), signal)
    } catch (error) {
      signal?.throwIfAborted()
      throw explainFailure(error, baseUrl)
    }
  }

  return { sdk, ask }
}

export type Transport = ReturnType<typeof createTransport>

/** The SDK adds headers named in ANTHROPIC_CUSTOM_HEADERS, which may even replace the credential: only known ones leave. */
function ownHeaders(given: HeadersInit | undefined, adminKey: string): Headers {
  const headers = new Headers()
  for (const [name, value] of new Headers(given)) if (SENT_HEADERS.test(name)) headers.set(name, value)
  headers.set('authorization', `Bearer ${adminKey}`)
  headers.set('user-agent', `Onebill/${packageFile.version}`)
  return headers
}

function unreadable(cause: unknown): never {
  throw new UnreadableAnswer(cause)
}

/** PostgreSQL refuses NUL in text; the rare answer with one is read again with a visible mark in its place. */
function parseJson(text: string): unknown {
  try {
    if (!text.includes('\\u0000')) return JSON.parse(text)
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd') : value,
    )
  } catch (cause) {
    return unreadable(cause)
  }
}

/** The answers that mean "this organisation has no Usage and Cost Analytics API" (admin-api.md §14). */
export function isWithoutAnalytics(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause instanceof APIError)) return false
  return (
    cause.status === 403 || cause.status === 404 || cause.errorCode === 'organization_not_enrolled_in_beta'
  )
}
