import { z } from 'zod'
import type { Permission, Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { requireBearer } from './bearer'
import { jsonAnswer } from './json-answer'
import { parseInput } from './parse-input'
import { problemOf } from './problem'
import { readJsonObject } from './read-body'
import { readQuery } from './read-query'

type Shape = z.ZodObject
type Empty = z.ZodObject<Record<never, never>>

/** What one method of one address takes and answers; the OpenAPI document is made from it. */
export interface Operation<Q extends Shape = Shape, B extends Shape = Shape, P extends Shape = Shape> {
  /** What a token needs to be allowed; null = public, the handler gets no viewer. */
  permission: Permission | null
  /** Parameters declared as `z.array(…)` may be repeated; all others may stand once. Unknown ones are 400. */
  query?: Q
  /** A JSON object. Objects inside it are declared with `z.strictObject`, so that their unknown fields are 400 too. */
  body?: B
  /** An empty body counts as `{}`. */
  bodyOptional?: boolean
  /** The `[name]` folders of the address. */
  params?: P
  /** One line for the OpenAPI document, as is `answer`, the shape of what is answered with `status`. */
  summary?: string
  answer?: z.ZodType
  /** Of an answer given as plain data; default 200, and 204 where the handler answers nothing. */
  status?: 200 | 201 | 202 | 204
  /** Of `answer`, where it is not JSON. */
  mediaType?: string
}

interface Asked<V, Q, B, P> {
  viewer: V
  query: Q
  body: B
  params: P
  now: Date
  request: Request
}

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> }

/** A route file's method; `operation` is what `endpoint` was given, for the OpenAPI document. */
export interface RouteHandler {
  (request: Request, context?: RouteContext): Promise<Response>
  operation?: Operation
}

type Handle<V, Q extends Shape, B extends Shape, P extends Shape> = (
  asked: Asked<V, z.output<Q>, z.output<B>, z.output<P>>,
) => unknown

/**
 * A route handler of the REST API. Checks, in this order, token (401) and role (403), path (404 or 400), query (400)
 * and body (413, 415, 400), then answers the handler's plain data as JSON, or its `Response` as it is. Whatever is
 * thrown becomes an RFC 9457 problem document: `ExpectedError` with its status and sentence, anything else as a 500
 * with an id. Money must already be formatted (`formatUsdExact`); a bigint has to fit a safe integer.
 * Source: contract.md, "REST".
 *
 *     export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({
 *       GET: endpoint({ permission: 'read', query: z.object({ … }) }, ({ viewer, query, now }) => getTimeline(viewer, …)),
 *     })
 */
export function endpoint<Q extends Shape = Empty, B extends Shape = Empty, P extends Shape = Empty>(
  operation: Operation<Q, B, P> & { permission: Permission },
  handle: Handle<Viewer, Q, B, P>,
): RouteHandler
export function endpoint<Q extends Shape = Empty, B extends Shape = Empty, P extends Shape = Empty>(
  operation: Operation<Q, B, P> & { permission: null },
  handle: Handle<null, Q, B, P>,
): RouteHandler
export function endpoint(operation: Operation, handle: Handle<never, Shape, Shape, Shape>): RouteHandler {
  const answer = async (request: Request, context?: RouteContext): Promise<Response> => {
    try {
      const now = currentTime()
      const { permission } = operation
      const viewer = permission === null ? null : await requireBearer(request, permission, now)
      const params = parseInput(
        operation.params ?? z.object({}),
        await pathOf(operation, context),
        'path parameter',
      )
      const query = readQuery(request.url, operation.query ?? z.object({}))
      const body = await bodyOf(request, operation)
      const result = await handle({ viewer: viewer as never, query, body, params, now, request })
      return result instanceof Response ? result : jsonAnswer(result, operation.status)
    } catch (error) {
      return problemOf(error)
    }
  }
  return Object.assign(answer, { operation })
}

async function pathOf(operation: Operation, context: RouteContext | undefined): Promise<unknown> {
  if (operation.params === undefined) return {}
  const given = (await context?.params) ?? {}
  for (const [name, value] of Object.entries(given)) {
    const odd = [value ?? ''].flat().some((text) => text.includes('\u0000') || !text.isWellFormed())
    if (odd)
      throw new ExpectedError('invalid', `${name}: must not contain a NUL character.`, { parameter: name })
  }
  return given
}

async function bodyOf(request: Request, operation: Operation): Promise<Record<string, unknown>> {
  if (request.method === 'GET' || request.method === 'HEAD') return {}
  const given = await readJsonObject(request)
  const isNeeded = operation.body !== undefined && operation.bodyOptional !== true
  if (given === undefined && isNeeded)
    throw new ExpectedError('invalid', 'A JSON object is needed as the body.')
  return parseInput(operation.body ?? z.object({}), given ?? {}, 'field')
}
