import path from 'node:path'
import { defineConfig } from 'prisma/config'

// Prisma downloads its native schema engine unless this names one; Windows cannot spawn a script, so it downloads there.
if (process.platform !== 'win32')
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, 'prisma', 'schema-engine.mjs')

const url = process.env.DATABASE_URL

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url && { datasource: { url } }),
})
