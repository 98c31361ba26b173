import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from './api-error'

export type Credentials = {
  adminKey: string
  /** May read /analytics/usage and /analytics/cost and nothing else. */
  analyticsKey: string
  revokedKeys: ReadonlySet<string>
}

export type CredentialRules = {
  /** An inference key is refused with 401 (seen 2026-09) or 403 (seen earlier). */
  wrongKeyStatus: 401 | 403
  /** An individual account has no Admin API; no real answer is known, 403 is the most plausible. */
  account: 'organization' | 'individual'
}

/** Throws the refusal a request earns; either header may carry the key. */
export function checkCredentials(
  headers: IncomingHttpHeaders,
  path: string,
  credentials: Credentials,
  rules: CredentialRules,
): void {
  const key = presentedKey(headers)
  if (key === undefined) throw new ApiError(401, 'x-api-key header is required')
  if (rules.account === 'individual') {
    throw new ApiError(403, 'The Admin API is unavailable for individual accounts.')
  }
  if (credentials.revokedKeys.has(key)) throw new ApiError(401, 'invalid x-api-key')
  if (key === credentials.adminKey) return
  if (key === credentials.analyticsKey) {
    if (/^analytics\/(usage|cost)$/.test(path)) return
    throw new ApiError(
      403,
      'This API key is missing a required scope. Scopes held: read:analytics. An Admin API key is needed.',
    )
  }
  if (/^sk-ant-api\d/.test(key)) {
    throw rules.wrongKeyStatus === 401
      ? new ApiError(401, 'This endpoint requires an Admin API key')
      : new ApiError(403, 'Authentication method not allowed')
  }
  throw new ApiError(401, key.startsWith('sk-ant-') ? 'invalid x-api-key' : 'Invalid bearer token')
}

function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const direct = headers['x-api-key']
  if (typeof direct === 'string' && direct !== '') return direct
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
}
