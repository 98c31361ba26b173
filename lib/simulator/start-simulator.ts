import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createAnalytics } from './analytics-endpoints'
import { ApiError, notFound } from './api-error'
import type { ApiContext, ApiRequest, JsonText } from './api-request'
import { answerClaudeCode } from './claude-code-report'
import { answerControl, type ControlledSimulator } from './control-endpoints'
import { checkCredentials, type CredentialRules } from './credentials'
import { answerDirectory } from './directory-endpoints'
import {
  changeWorld,
  createFaults,
  type FaultController,
  type FaultRule,
  spoilBody,
  throwStatus,
} from './faults'
import { MINUTE_MS } from './instants'
import { answerLegacyReports } from './legacy-reports'
import { createAllowance, type RateLimitOptions } from './request-allowance'
import { createRequestLog, type RequestLog } from './request-log'
import { seededRandom } from './seeded-random'
import { answerSpendLimits, type SpendLimitRefusal } from './spend-limits'
import { type Story, type StoryName, tellStory } from './stories/tell-story'
import type { World } from './world'

const BASE = '/v1/organizations'
const MAX_BODY_BYTES = 1_000_000

export type SimulatorOptions = {
  /** Give a world or name a story; without either the story is "team". */
  world?: World
  story?: StoryName
  seed?: string | number
  /** Default: the real time. */
  clock?: () => Date
  port?: number
  host?: string
  faults?: readonly FaultRule[]
  /** data_refreshed_at = now − this, floored to the minute. Default 0. */
  refreshLagMinutes?: number
  /** Default 5, as documented for usage_report/messages. */
  legacyUsageLagMinutes?: number
  /** Off unless given. */
  rateLimit?: RateLimitOptions
  source?: 'analytics' | 'legacy-only'
  analyticsRefusal?: 'not-enrolled' | 'forbidden' | 'not-found'
  requireBetaHeader?: boolean
  /** Refuses Claude Code analytics with this status. */
  claudeCodeRefusal?: 400 | 403 | 404
  /** How an organisation without early access to its spend limits is refused; which of them is real is not known. */
  spendLimitRefusal?: SpendLimitRefusal
  account?: CredentialRules['account']
  wrongKeyStatus?: CredentialRules['wrongKeyStatus']
  maxPageRows?: number
  /** Opens /__control, /__truth and /__requests. */
  control?: boolean
}

export type Simulator = {
  url: string
  adminKey: string
  analyticsKey: string
  organizationId: string
  /** The story told, or null when a world was given. */
  story: Story | null
  requests: RequestLog
  faults: FaultController
  world(): World
  /** The change returns a new world, made by createWorld when it touches facts (they must stay sorted). */
  mutate(change: (world: World) => World): void
  now(): Date
  dataRefreshedAt(): Date
  /** null returns to the clock given at the start. */
  setClock(clock: (() => Date) | null): void
  revokeKey(key: string): void
  /** Gains or loses the Usage and Cost Analytics API from the next request on. */
  setSource(source: NonNullable<SimulatorOptions['source']>): void
  /** The world, clock, keys, faults and request log as at the start. */
  reset(): void
  close(): Promise<void>
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const startClock = options.clock ?? (() => new Date())
  const seed = options.seed ?? 1
  const story = options.world ? null : tellStory(options.story ?? 'team', { seed, now: startClock() })
  const firstWorld = options.world ?? (story as Story).world
  const random = seededRandom(`keys ${seed}`)
  const credentials = {
    adminKey: `sk-ant-admin01-${random.text(80)}AA`,
    analyticsKey: `sk-ant-api01-${random.text(80)}AA`,
    revokedKeys: new Set<string>(),
  }
  let world = firstWorld
  let clock = startClock
  let source = options.source ?? 'analytics'
  const { log, record } = createRequestLog()
  const { controller: faults, strike } = createFaults(options.faults ?? [])
  const spend = options.rateLimit ? createAllowance(options.rateLimit, () => clock()) : () => {}
  const answerAnalytics = createAnalytics({
    source: () => source,
    refusal: options.analyticsRefusal ?? 'not-enrolled',
    requireBetaHeader: options.requireBetaHeader ?? true,
  })
  const credentialRules = {
    account: options.account ?? 'organization',
    wrongKeyStatus: options.wrongKeyStatus ?? 401,
  } as const
  const context: ApiContext = {
    world: () => world,
    replaceWorld: (next) => {
      world = next
    },
    now: () => clock(),
    dataRefreshedAt: () =>
      new Date((Math.floor(clock().getTime() / MINUTE_MS) - (options.refreshLagMinutes ?? 0)) * MINUTE_MS),
    maxPageRows: options.maxPageRows ?? Infinity,
  }

  function answerApi(request: ApiRequest, headers: IncomingMessage['headers']): JsonText {
    checkCredentials(headers, request.path, credentials, credentialRules)
    if (request.version === '') throw new ApiError(400, 'anthropic-version: header is required')
    spend(request.path)
    const answer =
      answerAnalytics(request, context) ??
      answerLegacyReports(request, context, { usageLagMinutes: options.legacyUsageLagMinutes ?? 5 }) ??
      answerClaudeCode(request, context, { refused: options.claudeCodeRefusal ?? null }) ??
      answerSpendLimits(request, context, { refusal: options.spendLimitRefusal ?? 'not-enabled' }) ??
      answerDirectory(request, context)
    if (answer === undefined) throw notFound(`Not found: ${request.method} ${BASE}/${request.path}`)
    return answer
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = random.id('req')
    const {
      pathname,
      searchParams: search,
      search: searchText,
    } = new URL(message.url ?? '/', 'http://simulator')
    const method = message.method ?? 'GET'
    const body = await readBody(message)
    if (options.control && pathname.startsWith('/__')) {
      const { status, json } = answerControl(method, pathname, search, body, controlled)
      send(response, status, json, {})
      return
    }
    const actions = strike(method, pathname)
    world = changeWorld(actions, world)
    const note = (status: number | 'cut') => record({ method, path: pathname, search: searchText, status })
    const headers = { 'request-id': requestId, 'anthropic-organization-id': world.organization.id }
    for (const action of actions) if (action.kind === 'slow') await wait(action.delayMs)
    if (actions.some((action) => action.kind === 'cut-before-answer')) {
      note('cut')
      message.socket.destroy()
      return
    }
    try {
      throwStatus(actions, clock(), false)
      if (!pathname.startsWith(`${BASE}/`)) throw notFound(`Not found: ${method} ${pathname}`)
      const request = {
        method,
        path: decodeURIComponent(pathname.slice(BASE.length + 1)).replace(/\/$/, ''),
        search,
        version: headerText(message.headers['anthropic-version']),
        betas: headerText(message.headers['anthropic-beta'])
          .split(',')
          .map((beta) => beta.trim()),
        body,
      }
      const text = spoilBody(actions, answerApi(request, message.headers), search)
      throwStatus(actions, clock(), true)
      if (actions.some((action) => action.kind === 'cut-body')) {
        note('cut')
        cutBody(response, text, headers)
        return
      }
      note(200)
      send(response, 200, text, headers)
    } catch (error) {
      const problem = asApiError(error)
      note(problem.status)
      send(response, problem.status, JSON.stringify(problem.body(requestId)), {
        ...headers,
        ...problem.headers,
      })
    }
  }

  const server = createServer((message, response) => {
    serve(message, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 60_000
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })

  let closing: Promise<void> | null = null
  const simulator: Simulator = {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    adminKey: credentials.adminKey,
    analyticsKey: credentials.analyticsKey,
    organizationId: firstWorld.organization.id,
    story,
    requests: log,
    faults,
    world: context.world,
    mutate: (change) => {
      world = change(world)
    },
    now: context.now,
    dataRefreshedAt: context.dataRefreshedAt,
    setClock: (next) => {
      clock = next ?? startClock
    },
    revokeKey: (key) => void credentials.revokedKeys.add(key),
    setSource: (next) => {
      source = next
    },
    reset: () => {
      world = firstWorld
      clock = startClock
      source = options.source ?? 'analytics'
      credentials.revokedKeys.clear()
      faults.clear()
      log.clear()
    },
    close: () => {
      closing ??= new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      })
      return closing
    },
  }
  const controlled: ControlledSimulator = simulator
  return simulator
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof URIError) return new ApiError(400, 'The path is not valid')
  return new ApiError(500, `Simulator defect: ${error instanceof Error ? error.message : String(error)}`)
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new RangeError('The request body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function headerText(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : (value ?? '')
}

function send(
  response: ServerResponse,
  status: number,
  text: JsonText,
  headers: Record<string, string>,
): void {
  const bytes = Buffer.from(text)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...headers,
  })
  response.end(bytes)
}

function cutBody(response: ServerResponse, text: JsonText, headers: Record<string, string>): void {
  const bytes = Buffer.from(text)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
}
