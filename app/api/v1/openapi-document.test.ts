import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endpoint } from './endpoint'
import { methods } from './methods'
import { buildOpenApiDocument, operationOf, type RouteTable } from './openapi-document'
import { GET as readDocument } from './openapi.json/route'
import { ROUTES } from './route-table'

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required: boolean; schema: object }[]
  requestBody?: { required: boolean; content: Record<string, { schema: Record<string, unknown> }> }
  responses: Record<string, unknown>
  security?: unknown[]
  summary?: string
  description?: string
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: object; securitySchemes: object }
}

const FOLDER = import.meta.dirname
const UNLISTED = new Set(['/api/v1/[[...path]]', '/api/v1/unreadable/{part}'])

const addressesOnDisk = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts')
  .map(
    (file) =>
      `/api/v1/${path
        .dirname(file)
        .split(path.sep)
        .join('/')
        .replaceAll(/\[(\w+)\]/g, '{$1}')}`,
  )
  .filter((address) => !UNLISTED.has(address))
  .sort()

async function published(): Promise<Document> {
  const answer = await readDocument(new Request('http://localhost/api/v1/openapi.json'))
  expect(answer.status).toBe(200)
  return (await answer.json()) as Document
}

describe('the published document', () => {
  it('has exactly the addresses there are folders for', async () => {
    expect(addressesOnDisk.length).toBeGreaterThan(3)
    expect(Object.keys((await published()).paths).sort()).toEqual(addressesOnDisk)
  })

  it('has exactly the methods the routes answer', async () => {
    const { paths } = await published()
    for (const [address, route] of Object.entries(ROUTES)) {
      const answered = Object.keys(route).filter((name) => operationOf(route[name]) !== undefined)
      expect(answered, address).not.toEqual([])
      expect(Object.keys(paths[address] ?? {}).sort(), address).toEqual(
        answered.map((name) => name.toLowerCase()).sort(),
      )
      const refused = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].filter(
        (name) => !(name in route),
      )
      expect(refused, `${address} answers every method, through methods()`).toEqual([])
    }
  })

  it('is sound OpenAPI 3.1', async () => {
    const document = await published()
    expect(document.openapi).toMatch(/^3\.1\./)
    const ids = new Set<string>()
    for (const [address, item] of Object.entries(document.paths)) {
      const inPath = [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      for (const [method, operation] of Object.entries(item)) {
        const where = `${method} ${address}`
        expect(operation.operationId, where).toMatch(/^[a-z][A-Za-z]+$/)
        expect(ids.has(operation.operationId), where).toBe(false)
        ids.add(operation.operationId)
        expect(operation.summary, `${where} has a summary`).toBeTruthy()
        const parameters = operation.parameters ?? []
        expect(parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(inPath)
        expect(parameters.filter((one) => one.in === 'path' && !one.required)).toEqual([])
        expect(Object.keys(operation.responses).filter((code) => /^2\d\d$/.test(code))).toHaveLength(1)
        const isPublic = operation.security?.length === 0
        expect(isPublic, where).toBe(/\/(health|openapi\.json)$/.test(address))
      }
    }
  })

  it('refers only to what it contains, and says nothing about a dialect', async () => {
    const document = await published()
    const text = JSON.stringify(document)
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(refs.length).toBeGreaterThan(0)
    for (const ref of refs) {
      let target: unknown = document
      for (const step of ref.replace('#/', '').split('/')) target = (target as Record<string, unknown>)[step]
      expect(target, ref).toBeTypeOf('object')
    }
    expect(text).not.toContain('$schema')
  })
})

it('describes parameters and bodies as the parsing schemas have them', () => {
  const routes: RouteTable = {
    '/api/v1/things/{id}': methods({
      PATCH: endpoint(
        {
          permission: 'edit_plans',
          summary: 'Change a thing',
          params: z.object({ id: z.string().max(9) }),
          query: z.object({
            from: z.iso.date().describe('First day'),
            model: z.array(z.string()).default([]),
          }),
          body: z.object({ seats: z.int().positive(), note: z.string().trim().optional() }),
          status: 201,
          answer: z.object({ amount_usd: z.string() }),
        },
        () => ({ amount_usd: '1.00' }),
      ),
    }),
  }
  const document = buildOpenApiDocument(routes, { version: '1', url: 'http://x' }) as unknown as Document
  const operation = document.paths['/api/v1/things/{id}']?.patch
  expect(operation).toMatchObject({
    operationId: 'patchThingsById',
    description: expect.stringContaining('member'),
  })
  expect(operation?.parameters).toEqual([
    { name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 9 } },
    {
      name: 'from',
      in: 'query',
      required: true,
      description: 'First day',
      schema: { type: 'string', format: 'date' },
    },
    {
      name: 'model',
      in: 'query',
      required: false,
      schema: { type: 'array', items: { type: 'string' }, default: [] },
    },
  ])
  expect(operation?.requestBody?.content['application/json']?.schema).toMatchObject({
    type: 'object',
    required: ['seats'],
    additionalProperties: false,
  })
  expect(operation?.responses['201']).toMatchObject({
    content: { 'application/json': { schema: { properties: { amount_usd: { type: 'string' } } } } },
  })
  expect(Object.keys(document.paths['/api/v1/things/{id}'] ?? {})).toEqual(['patch'])
})
