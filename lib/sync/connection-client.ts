import { type AdminClient, createAdminClient } from '@/lib/anthropic/admin-client'
import { createRequestLimiter, isLoopback, type RequestLimiter } from '@/lib/anthropic/request-limiter'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { openSecret } from '@/lib/sealed-secret'

const REQUESTS_PER_MINUTE = 60

export interface ConnectionSecret {
  organizationId: string
  sealedKey: string
}

export interface ClientSettings {
  signal: AbortSignal
  onRequest: () => void
  fetch?: typeof fetch
  /** Default: ANTHROPIC_BASE_URL. */
  baseUrl?: string
  /** Default: the pace all runs of this process share. */
  limiter?: RequestLimiter
}

// Anthropic counts per organisation: successive runs of one process share the pace, also across Next's bundles.
const holder = globalThis as unknown as { onebillLimiters?: Map<string, RequestLimiter> }

/** The client of a stored connection. Throws ExpectedError when its key cannot be opened. */
export function connectionClient(connection: ConnectionSecret, settings: ClientSettings): AdminClient {
  const { ANTHROPIC_BASE_URL, ONEBILL_SECRET_KEY: secretKey } = environment()
  const { baseUrl = ANTHROPIC_BASE_URL, ...others } = settings
  if (!secretKey)
    throw new ExpectedError('unavailable', 'ONEBILL_SECRET_KEY is not set, so the stored key cannot be used.')
  const { organizationId, sealedKey } = connection
  return createAdminClient({
    adminKey: openSecret(sealedKey, `connection:${organizationId}`, secretKey),
    baseUrl,
    limiter: limiterOf(organizationId, baseUrl),
    ...others,
  })
}

function limiterOf(organizationId: string, baseUrl: string): RequestLimiter {
  const limiters = (holder.onebillLimiters ??= new Map())
  const name = `${organizationId} ${baseUrl}`
  const limiter =
    limiters.get(name) ??
    createRequestLimiter({ requestsPerMinute: isLoopback(baseUrl) ? null : REQUESTS_PER_MINUTE })
  limiters.set(name, limiter)
  return limiter
}
