import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { ExpectedFailure } from './expected-failure.mjs'
import { keepSecret } from './secret-file.mjs'

/**
 * The variables of this start: those of the shell, then those of .env, checked by the application's own rules. Without
 * DATABASE_URL the two secrets are made once and kept in the data folder.
 */
export async function readSettings(root) {
  const file = path.join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  const { tsImport } = await import('tsx/esm/api')
  const { readEnvironment } = await tsImport('../lib/env.ts', import.meta.url)
  const result = readEnvironment(process.env)
  if ('problems' in result)
    throw new ExpectedFailure(['Onebill cannot start with these settings:', ...result.problems].join('\n  '))
  const { environment } = result
  const dataDir = path.resolve(root, environment.ONEBILL_DATA_DIR)
  const url = environment.ONEBILL_URL ?? `http://localhost:${environment.PORT}`
  return {
    dataDir,
    host: environment.HOST,
    port: environment.PORT,
    url,
    databaseUrl: environment.DATABASE_URL,
  }
}

/** What the server and the command line get on top of our own environment. */
export function environmentFor({ dataDir, host, port, url, databaseUrl }, liveDatabaseUrl) {
  const own = databaseUrl === undefined
  const authSecret = process.env.AUTH_SECRET?.trim() || (own && secret(dataDir, 'auth-secret'))
  return {
    ...process.env,
    PORT: String(port),
    HOST: host,
    ONEBILL_DATA_DIR: dataDir,
    DATABASE_URL: liveDatabaseUrl,
    AUTH_SECRET: authSecret,
    ONEBILL_SECRET_KEY: process.env.ONEBILL_SECRET_KEY?.trim() || (own && secret(dataDir, 'secret-key')),
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: authSecret,
    NEXT_TELEMETRY_DISABLED: '1',
    CHECKPOINT_DISABLE: '1', // Prisma's
  }
}

function secret(dataDir, name) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return keepSecret(path.join(dataDir, name))
}
