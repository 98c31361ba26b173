import type { BetaSpendLimit } from '@anthropic-ai/sdk/resources/beta/organization'
import { hashOf, readCursor, writeCursor } from './analytics-query'
import { ApiError, badRequest, notFound } from './api-error'
import type { ApiContext, ApiRequest, JsonText } from './api-request'
import { type QueryParameters, readParameters } from './query-parameters'

const READ_BETA = 'spend-limit-reads-2026-09-26'
const CONSOLE_SCOPES = ['organization', 'usage_tier', 'workspace'] as const

export type SpendLimitRefusal = 'not-enabled' | 'organization-type' | 'not-found'

/** GET /spend_limits and /spend_limits/{id} of a Console organisation (admin-api.md §13). */
export function answerSpendLimits(
  request: ApiRequest,
  context: ApiContext,
  { refusal }: { refusal: SpendLimitRefusal },
): JsonText | undefined {
  const [collection, id, ...rest] = request.path.split('/')
  if (request.method !== 'GET' || collection !== 'spend_limits' || rest.length > 0) return undefined
  const limits = context.world().spendLimits
  if (!limits) throw refused(refusal, request)
  if (id !== undefined) {
    const found = limits.find((limit) => limit.id === id)
    if (!found) throw notFound(`Spend limit not found: ${id}`)
    return JSON.stringify(found)
  }
  if (!request.betas.includes(READ_BETA))
    throw badRequest(`anthropic-beta: this endpoint requires the beta header ${READ_BETA}`)
  const query = readParameters(request.search)
  const listed = listedLimits(limits, query)
  const limit = query.integer('limit', { min: 1, max: 1000, default: 20 })
  const hash = hashOf(request.search, ['page'])
  const offset = readCursor(query.one('page'), hash)
  const next = offset + Math.min(limit, context.maxPageRows)
  const nextPage = next < listed.length ? writeCursor(hash, next) : null
  return JSON.stringify({ data: listed.slice(offset, next), next_page: nextPage })
}

function refused(refusal: SpendLimitRefusal, { method, path }: ApiRequest): ApiError {
  if (refusal === 'not-found') return notFound(`Not found: ${method} /v1/organizations/${path}`)
  if (refusal === 'organization-type')
    return new ApiError(
      400,
      'This endpoint is not available for your organization type.',
      {},
      {
        error_code: 'organization_type_not_supported',
      },
    )
  return new ApiError(
    403,
    'Spend limits are not available to this Admin API credential.',
    {},
    {
      error_code: 'spend_limits_admin_api_writes_not_enabled',
    },
  )
}

/** Newest first; the tier's row carries the day the organisation was made, and so comes last. */
function listedLimits(limits: readonly BetaSpendLimit[], query: QueryParameters): BetaSpendLimit[] {
  const scopes: readonly string[] = query.choices('scope_type', CONSOLE_SCOPES)
  const workspaceId = query.one('workspace_id')
  return limits
    .filter(
      ({ scope }) =>
        (scopes.length === 0 || scopes.includes(scope.type)) &&
        (workspaceId === undefined || (scope.type === 'workspace' && scope.workspace_id === workspaceId)),
    )
    .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
}
