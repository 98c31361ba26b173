import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ExpectedError, type ErrorKind } from '@/lib/errors'
import { withoutSecrets } from '@/lib/without-secrets'

type ProblemKind = ErrorKind | 'method_not_allowed' | 'internal'

const STATUS: Record<ProblemKind, { status: number; title: string }> = {
  invalid: { status: 400, title: 'Bad request' },
  unsupported_combination: { status: 400, title: 'Unsupported combination' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  too_large: { status: 413, title: 'Too large' },
  wrong_media_type: { status: 415, title: 'Unsupported media type' },
  incomplete: { status: 422, title: 'Cannot be done as asked' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  upstream: { status: 502, title: 'The other side did not do it' },
  unavailable: { status: 503, title: 'Not available' },
}

/** The shape of every error. Source: contract.md, "REST" (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().describe('`urn:onebill:problem:` and the code'),
    code: z.enum(Object.keys(STATUS) as [ProblemKind, ...ProblemKind[]]),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('A sentence fit for a person'),
    parameter: z.string().optional().describe('The parameter or field at fault'),
    id: z.string().optional().describe('Of an internal error, as in the server log'),
  })
  .catchall(z.unknown())

interface ProblemDetail {
  detail: string
  parameter?: string | undefined
  id?: string
  headers?: Record<string, string>
  /** Further members of the document. */
  more?: Record<string, unknown>
}

/** An RFC 9457 problem document as an answer. */
export function problem(
  kind: ProblemKind,
  { detail, parameter, id, headers, more }: ProblemDetail,
): Response {
  const { status, title } = STATUS[kind]
  const document = {
    type: `urn:onebill:problem:${kind}`,
    code: kind,
    title,
    status,
    detail,
    parameter,
    id,
    ...more,
  }
  return new Response(JSON.stringify(document), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

const DATABASE_AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'P1001',
  'P1002',
  'P1017',
  '57P01',
  '57P03',
])

/**
 * Whatever was thrown, as a problem document. An `ExpectedError` keeps its sentence; anything else is a bug whose id
 * stands in the answer and, with the stack, in the server log.
 */
export function problemOf(error: unknown): Response {
  if (error instanceof ExpectedError) {
    const headers: Record<string, string> = {}
    if (error.kind === 'unauthenticated') headers['www-authenticate'] = 'Bearer realm="Onebill"'
    if (error.retryAfterSeconds !== undefined)
      headers['retry-after'] = String(Math.ceil(error.retryAfterSeconds))
    return problem(error.kind, { detail: error.message, parameter: error.parameter, headers })
  }
  const id = randomUUID()
  console.error(`Internal error ${id}: ${withoutSecrets(error)}`)
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string' && DATABASE_AWAY.has(code))
    return problem('unavailable', {
      detail: 'The database does not answer. Nothing was changed. Try again.',
      id,
    })
  return problem('internal', {
    detail: `Something went wrong inside Onebill. The server log says more under ${id}.`,
    id,
  })
}
