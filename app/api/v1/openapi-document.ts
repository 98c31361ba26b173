import { z } from 'zod'
import { leastRoleFor } from '@/lib/domain/viewer'
import type { Operation } from './endpoint'
import { problemSchema } from './problem'

/** What route files export, by the address they answer at: `/api/v1/plans/{id}`. */
export type RouteTable = Record<string, Record<string, unknown>>

type Json = Record<string, unknown>
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** An OpenAPI 3.1 document of every operation the routes carry, from the schemas that parse the requests. */
export function buildOpenApiDocument(
  routes: RouteTable,
  installation: { version: string; url: string },
): Json {
  const addresses = Object.keys(routes).sort()
  return {
    openapi: '3.1.1',
    info: {
      title: 'Onebill',
      version: installation.version,
      description:
        'Plan fees and Anthropic API usage on one timeline. Money is an exact decimal string of US dollars; days are UTC. Errors are RFC 9457 problem documents.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: installation.url }],
    security: [{ token: [] }],
    paths: Object.fromEntries(
      addresses.map((address) => [address, pathItem(address, routes[address] ?? {})]),
    ),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token from Settings, `npm run onebill -- token create`, or POST /api/v1/tokens.',
        },
      },
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      responses: {
        Problem: {
          description: 'A problem document',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

function pathItem(address: string, route: Record<string, unknown>): Json {
  const item: Json = {}
  for (const method of METHODS) {
    const operation = operationOf(route[method])
    if (operation) item[method.toLowerCase()] = describeOperation(method, address, operation)
  }
  return item
}

/** What `endpoint` attached to a handler; undefined for handlers that only refuse. */
export function operationOf(handler: unknown): Operation | undefined {
  return typeof handler === 'function' ? (handler as { operation?: Operation }).operation : undefined
}

function describeOperation(method: string, address: string, operation: Operation): Json {
  const { permission, body, summary } = operation
  const problem = { $ref: '#/components/responses/Problem' }
  const parameters = [...parametersOf(operation.params, 'path'), ...parametersOf(operation.query, 'query')]
  return {
    operationId: operationId(method, address),
    tags: [address.split('/')[3] ?? 'onebill'],
    ...(summary && { summary }),
    ...(permission === null
      ? { security: [] }
      : { description: `Needs a token of role ${leastRoleFor(permission)} or above.` }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: operation.bodyOptional !== true,
        content: { 'application/json': { schema: jsonSchema(body.strict(), 'input') } },
      },
    }),
    responses: {
      [String(operation.status ?? 200)]: successOf(operation),
      '4XX': problem,
      '5XX': problem,
    },
  }
}

function successOf({ status, answer, mediaType = 'application/json' }: Operation): Json {
  if (status === 204) return { description: 'Done' }
  return {
    description: 'Done',
    content: { [mediaType]: { schema: answer ? jsonSchema(answer, 'output') : {} } },
  }
}

function parametersOf(shape: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (!shape) return []
  const { properties = {}, required = [] } = jsonSchema(shape, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(typeof description === 'string' && { description }),
      schema: rest,
    }
  })
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ jsonSchema: made }) {
      if (made.format) delete made.pattern // the format says it in a word
      if (io === 'output') delete made.additionalProperties // answers may grow
    },
  })
  return rest
}

/** `GET /api/v1/sync/runs/{id}` → `getSyncRunsById`. */
function operationId(method: string, address: string): string {
  const words = address
    .replace('/api/v1/', '')
    .split(/[^A-Za-z{]+/)
    .filter(Boolean)
    .map((word) => (word.startsWith('{') ? `By${capital(word.slice(1))}` : capital(word)))
  return method.toLowerCase() + words.join('')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
