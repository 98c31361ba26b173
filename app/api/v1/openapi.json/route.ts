import { publicUrl } from '@/lib/env'
import packageFile from '@/package.json'
import { endpoint, type RouteHandler } from '../endpoint'
import { methods } from '../methods'
import { buildOpenApiDocument } from '../openapi-document'
import { ROUTES } from '../route-table'

const read: RouteHandler = endpoint({ permission: null, summary: 'This document' }, () =>
  buildOpenApiDocument(
    { ...ROUTES, '/api/v1/openapi.json': { GET: read } },
    {
      version: packageFile.version,
      url: publicUrl(),
    },
  ),
)

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = methods({ GET: read })
