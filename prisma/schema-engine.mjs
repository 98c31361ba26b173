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
import {
  ColumnTypeEnum,
  DriverAdapterError,
  bindMigrationAwareSqlAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const INTERNAL_CHAR = 18
const TEXT = 25
/** Compiled to WebAssembly, the engine cannot read the variable that makes it do without. */
const TAKE_LOCK = 'SELECT pg_advisory_lock('
/** These replay the migrations in a shadow database, which the engine only knows once it has diagnosed the history. */
const NEEDS_SHADOW = new Set(['devDiagnostic', 'createMigration', 'evaluateDataLoss', 'diff'])
const CONNECTION_ERRORS = {
  '3D000': 'P1003',
  '28P01': 'P1000',
  28000: 'P1010',
  '42P04': 'P1009',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
  ETIMEDOUT: 'P1002',
}

if (process.argv.includes('--version')) {
  await loadEngine()
  console.log(`schema-engine-wasm ${engineBindings.version()}`)
  process.exit(0)
}

const arguments_ = process.argv.slice(2)
const datasource = JSON.parse(argumentsAfter('--datasource')[0] ?? '{}')
const openAdapters = new Set()
const charColumns = new WeakMap()
let panic = null
let requestInHand = null
const subcommand = arguments_[arguments_.indexOf('cli') + 1]
if (arguments_.includes('cli')) process.exit(await runSubcommand(subcommand))

// A panic of the engine surfaces outside every promise; without this the caller would wait for ever.
process.on('uncaughtException', (error) => {
  const message = panic ?? error.stack ?? error.message
  process.stdout.write(`${JSON.stringify({ ...requestInHand, error: describe(new Error(message)) })}\n`, () =>
    process.exit(1),
  )
})
await loadEngine()
for await (const line of createInterface({ input: process.stdin })) await answer(line)

/** `cli can-connect-to-database` and `cli create-database`; the CLI skips the first line of stderr and parses the rest. */
async function runSubcommand(name) {
  try {
    if (name === 'can-connect-to-database') await administer(datasource.url, 'select 1')
    else if (name === 'create-database') await createDatabase(datasource.url)
    else throw new Error(`The schema engine adapter does not know "cli ${name}".`)
    return 0
  } catch (error) {
    const fields = { error_code: CONNECTION_ERRORS[error.code] ?? 'P1011', message: error.message }
    console.error(
      `schema engine\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`,
    )
    return 1
  }
}

function argumentsAfter(flag) {
  return arguments_.filter((_, position) => arguments_[position - 1] === flag)
}

async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panic = message) }
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
  requestInHand = { ...reply }
  try {
    reply.result = (await call(request.method, request.params)) ?? {}
    if (request.method === 'diff') print(reply.result.stdout)
  } catch (error) {
    reply.error = describe(error)
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`)
}

/** The native engine asks the CLI to print; the CLI acknowledges with a line that has no method. */
function print(content) {
  if (content)
    process.stdout.write(
      `${JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'print', params: { content } })}\n`,
    )
}

async function call(method, params) {
  const url = urlFrom(params) ?? datasource.url
  if (method === 'createDatabase') return createDatabase(url)
  if (method === 'getDatabaseVersion') return withEngine(url, (engine) => engine.version(params))
  if (typeof engineBindings.SchemaEngine.prototype[method] !== 'function')
    throw new Error(`The schema engine adapter does not know "${method}".`)
  return withEngine(url, async (engine) => {
    const migrationsList = migrationsIn(params)
    if (migrationsList && NEEDS_SHADOW.has(method))
      await engine.diagnoseMigrationHistory({
        migrationsList,
        filters: params.filters ?? { externalTables: [], externalEnums: [] },
        optInToShadowDatabase: true,
      })
    return engine[method](params)
  })
}

function migrationsIn({ migrationsList, from, to }) {
  return migrationsList ?? [from, to].find((side) => side?.tag === 'migrations')
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

/** Some commands name no schema; the engine panics on an empty list. */
async function datamodels() {
  const files = argumentsAfter('--datamodels')
  if (files.length === 0) return [['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n']]
  return Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')]))
}

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
    if (process.env.PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK && query.sql.startsWith(TAKE_LOCK))
      return { fields: [], rows: [], rowCount: 0 }
    const result = await perform(query)
    const positions = result.fields.flatMap((field, at) => (field.dataTypeID === INTERNAL_CHAR ? [at] : []))
    for (const at of positions) result.fields[at].dataTypeID = TEXT
    charColumns.set(result.rows, positions)
    return result
  }
  const read = queryable.queryRaw.bind(queryable)
  queryable.queryRaw = async (query) => {
    const result = await read(query)
    for (const at of charColumns.get(result.rows) ?? []) result.columnTypes[at] = ColumnTypeEnum.Character
    return result
  }
  queryable.executeScript = async (script) => {
    await queryable.client.query(script).catch((error) => {
      if (typeof error.severity !== 'string') return queryable.onError(error)
      const { code, severity, message, detail, column, hint } = error
      const told = `${message} (${code})` // under its own code the engine would replace the message by a vaguer one
      throw new DriverAdapterError({
        kind: 'postgres',
        code: 'XX000',
        severity,
        message: told,
        detail,
        column,
        hint,
      })
    })
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
  const id = /External error id#(\d+)/.exec(String(error?.message))?.[1]
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
