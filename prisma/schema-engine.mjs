#!/usr/bin/env node
/**
 * Speaks the JSON-RPC of Prisma's native schema engine on stdin and stdout and answers with the WebAssembly build of
 * the same engine over pg, so that `prisma migrate` needs no binary from a host that may be out of reach.
 */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const INTERNAL_CHAR = 18
const BLANK_PADDED_CHAR = 1042
const NEEDS_HISTORY_FIRST = new Set([
  'applyMigrations',
  'createMigration',
  'evaluateDataLoss',
  'markMigrationApplied',
])

if (process.argv.includes('--version')) {
  await loadEngine()
  console.log(`schema-engine-wasm ${engineBindings.version()}`)
  process.exit(0)
}

const arguments_ = process.argv.slice(2)
const datasource = JSON.parse(argumentsAfter('--datasource')[0] ?? '{}')
await loadEngine()
for await (const line of createInterface({ input: process.stdin })) await answer(line)

function argumentsAfter(flag) {
  return arguments_.filter((_, position) => arguments_[position - 1] === flag)
}

async function loadEngine() {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const bytes = await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engineBindings })
  engineBindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
}

async function answer(line) {
  let request
  try {
    request = JSON.parse(line)
  } catch {
    return
  }
  if (typeof request?.method !== 'string') return
  const reply = { jsonrpc: '2.0', id: request.id }
  try {
    reply.result = (await call(request.method, request.params)) ?? {}
  } catch (error) {
    reply.error = describe(error)
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`)
}

async function call(method, params) {
  const url = urlFrom(params) ?? datasource.url
  if (method === 'createDatabase') return createDatabase(url)
  if (method === 'getDatabaseVersion') return withEngine(url, (engine) => engine.version(params))
  if (typeof engineBindings.SchemaEngine.prototype[method] !== 'function')
    throw new Error(`The schema engine adapter does not know "${method}".`)
  return withEngine(url, async (engine) => {
    if (NEEDS_HISTORY_FIRST.has(method))
      await engine.diagnoseMigrationHistory({
        migrationsList: params.migrationsList,
        filters: params.filters ?? { externalTables: [], externalEnums: [] },
        optInToShadowDatabase: false,
      })
    return engine[method](params)
  })
}

function urlFrom(params) {
  for (const place of [params?.datasource, params?.datasourceType, params?.from, params?.to])
    if (typeof place?.url === 'string') return place.url
  return undefined
}

async function withEngine(url, use) {
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(url))
  const engine = await engineBindings.SchemaEngine.new(
    { datamodels: await datamodels() },
    () => {},
    factory,
  ).catch((error) => {
    throw withDriverError(error, factory)
  })
  try {
    return await use(engine)
  } catch (error) {
    throw withDriverError(error, factory)
  } finally {
    await Promise.allSettled([...openAdapters].map((adapter) => adapter.dispose()))
    openAdapters.clear()
  }
}

function datamodels() {
  return Promise.all(argumentsAfter('--datamodels').map(async (file) => [file, await readFile(file, 'utf8')]))
}

const openAdapters = new Set()

function adapterFactory(url) {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => openAdapter(url),
    connectToShadowDb: () => openShadowDatabase(url),
  }
}

async function openAdapter(url) {
  if (!url) throw new Error('No database address was given.')
  const schema = new URL(url).searchParams.get('schema') ?? undefined
  const adapter = await new PrismaPg(
    { connectionString: withoutPrismaParameters(url), max: 2 },
    { schema },
  ).connect()
  repair(adapter)
  openAdapters.add(adapter)
  return adapter
}

/** The adapter's own shadow connection ignores the name of the database it made, and would wipe the real one. */
async function openShadowDatabase(url) {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`
  await administer(url, `create database "${name}"`)
  const shadowUrl = new URL(url)
  shadowUrl.pathname = `/${name}`
  const adapter = await openAdapter(shadowUrl.href)
  const close = adapter.dispose.bind(adapter)
  let closed
  adapter.dispose = () =>
    (closed ??= close().then(() => administer(url, `drop database if exists "${name}" with (force)`)))
  return adapter
}

async function createDatabase(url) {
  const target = new URL(url)
  const databaseName = decodeURIComponent(target.pathname.slice(1))
  target.pathname = '/postgres'
  await administer(target.href, `create database ${pg.escapeIdentifier(databaseName)}`)
  return { databaseName }
}

async function administer(url, sql) {
  const client = new pg.Client({ connectionString: withoutPrismaParameters(url) })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function withoutPrismaParameters(url) {
  const plain = new URL(url)
  for (const name of ['schema', 'connection_limit', 'pool_timeout', 'pgbouncer'])
    plain.searchParams.delete(name)
  return plain.href
}

/**
 * Two things the adapter gets wrong for the catalogue: it has no mapping for the type "char", and it cuts a script at
 * every semicolon, also inside function bodies. A script goes as one query of the simple protocol instead.
 */
function repair(queryable) {
  const perform = queryable.performIO.bind(queryable)
  queryable.performIO = async (query) => {
    const result = await perform(query)
    for (const field of result.fields)
      if (field.dataTypeID === INTERNAL_CHAR) field.dataTypeID = BLANK_PADDED_CHAR
    return result
  }
  queryable.executeScript = async (script) => {
    await queryable.client.query(script).catch((error) => queryable.onError(error))
  }
  if (!queryable.startTransaction) return
  const start = queryable.startTransaction.bind(queryable)
  queryable.startTransaction = async (level) => {
    const transaction = await start(level)
    repair(transaction)
    return transaction
  }
}

function withDriverError(error, factory) {
  const id = /External error \(reason: (\d+)\)|GenericJs\D+(\d+)/
    .exec(String(error?.message))
    ?.slice(1)
    .find(Boolean)
  const original = id === undefined ? undefined : factory.errorRegistry.consumeError(Number(id))?.error
  return original instanceof Error ? original : error
}

function describe(error) {
  const message = error?.message ?? String(error)
  const code = typeof error?.code === 'string' ? error.code : /\b(P\d{4})\b/.exec(message)?.[1]
  return {
    code: 4466,
    message,
    data: { is_panic: false, message, meta: error?.meta ?? null, error_code: code },
  }
}
