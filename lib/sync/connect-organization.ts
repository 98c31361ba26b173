import { createAdminClient } from '@/lib/anthropic/admin-client'
import { readAdminKey, shortenedKey } from '@/lib/anthropic/admin-key-text'
import { createRequestLimiter } from '@/lib/anthropic/request-limiter'
import { replaceConnectionKey, setSource, storeConnection, type TriedKey } from '@/lib/commands/connections'
import { prisma } from '@/lib/db/client'
import type { Actor } from '@/lib/domain/viewer'
import { environment } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { sealSecret } from '@/lib/sealed-secret'
import { connectionClient, type ConnectionSecret } from './connection-client'

/** Two requests while a person looks at the form: fail soon rather than wait long. */
const SOMEBODY_WAITS = { attempts: 3, longestWaitMs: 10_000 }

export interface TryOptions {
  baseUrl: string
  fetch?: typeof fetch
  signal?: AbortSignal
}

export interface ConnectOptions extends Partial<TryOptions> {
  /** Part of a told story: see lib/demo. */
  isDemo?: boolean
}

export interface AcceptedKey {
  adminKey: string
  hint: string
  organization: { id: string; name: string }
  /** legacy: the organisation has no Usage and Cost Analytics API yet. */
  source: 'analytics' | 'legacy'
}

/**
 * Reads what was pasted and asks Anthropic whose key it is. Whatever is wrong is said as ExpectedError at the parameter
 * `admin_key`: 'incomplete' where the text itself gives it away (nothing was sent), 'upstream' where Anthropic refused.
 */
export async function tryAdminKey(text: string, options: TryOptions, now: Date): Promise<AcceptedKey> {
  const adminKey = readAdminKey(text)
  const limiter = createRequestLimiter({ requestsPerMinute: null, ...SOMEBODY_WAITS })
  const client = createAdminClient({ ...options, adminKey, limiter })
  try {
    const organization = await client.organization()
    const source = (await client.hasAnalytics(now)) ? 'analytics' : 'legacy'
    return { adminKey, hint: shortenedKey(adminKey), organization, source }
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    throw new ExpectedError(error.kind, error.message, { parameter: 'admin_key', cause: error })
  }
}

export interface Connected {
  connectionId: string
  organization: { id: string; name: string }
  source: 'analytics' | 'legacy'
}

/** Tries the key, then stores it sealed; the connection is read-only. An organisation connected already is a conflict. */
export async function connectOrganization(
  actor: Actor,
  adminKeyText: string,
  now: Date,
  { isDemo = false, ...options }: ConnectOptions = {},
): Promise<Connected> {
  requireAllowed(actor, isDemo ? 'manage_demo' : 'manage_connections')
  const tried = await tryForStorage(adminKeyText, now, options)
  const { id } = await storeConnection(actor, tried, now, { isDemo })
  return { connectionId: id, organization: tried.organization, source: tried.source }
}

/** Tries the key, then puts it in the place of the stored one; it has to belong to the same organisation. */
export async function replaceAdminKey(
  actor: Actor,
  connectionId: string,
  adminKeyText: string,
  now: Date,
  options: Partial<TryOptions> = {},
): Promise<Connected> {
  requireAllowed(actor, 'manage_connections')
  const tried = await tryForStorage(adminKeyText, now, options)
  await replaceConnectionKey(actor, connectionId, tried, now)
  return { connectionId, organization: tried.organization, source: tried.source }
}

/** Asks again whether the organisation has the Usage and Cost Analytics API by now, and remembers the answer. */
export async function recheckSource(
  actor: Actor,
  connectionId: string,
  now: Date,
): Promise<{ organizationId: string; source: 'analytics' | 'legacy' }> {
  requireAllowed(actor, 'manage_connections')
  const connection: ConnectionSecret | null = await prisma().connection.findFirst({
    where: { id: connectionId, organization: { isDemo: false } },
    select: { organizationId: true, sealedKey: true },
  })
  if (!connection)
    throw new ExpectedError('not_found', 'There is no such connection; it may have been disconnected.', {
      parameter: 'id',
    })
  const client = connectionClient(connection, { signal: new AbortController().signal, onRequest: () => {} })
  const source = (await client.hasAnalytics(now)) ? 'analytics' : 'legacy'
  await setSource(actor, connectionId, source, now)
  return { organizationId: connection.organizationId, source }
}

async function tryForStorage(text: string, now: Date, options: Partial<TryOptions>): Promise<TriedKey> {
  const { ANTHROPIC_BASE_URL: baseUrl, ONEBILL_SECRET_KEY: secretKey } = environment()
  if (!secretKey) {
    throw new ExpectedError(
      'unavailable',
      'ONEBILL_SECRET_KEY is not set, so no key can be stored. Nothing was sent.',
    )
  }
  const { adminKey, organization, source, hint } = await tryAdminKey(text, { baseUrl, ...options }, now)
  const sealedKey = sealSecret(adminKey, `connection:${organization.id}`, secretKey)
  return { organization, source, keyHint: hint, sealedKey }
}
