import { ApiError } from './api-error'
import type { JsonText } from './api-request'
import { RATE_LIMIT_MESSAGE, staleReset } from './request-allowance'
import type { World } from './world'
import { restateDay, type Restatement, vanishRows, type Vanishing } from './world-changes'

export type FaultAction =
  | {
      kind: 'status'
      status: number
      retryAfter?: number | string
      reset?: 'stale' | string
      shouldRetry?: boolean
      message?: string
      errorCode?: string
      /** The request took effect, only its answer is this one. */
      after?: boolean
    }
  | { kind: 'slow'; delayMs: number }
  | { kind: 'cut-before-answer' }
  | { kind: 'cut-body' }
  | { kind: 'repeat-page' }
  | { kind: 'no-refreshed-at' }
  | { kind: 'restate'; restatement: Restatement }
  | { kind: 'vanish'; vanishing: Vanishing }
  | { kind: 'change'; change: (world: World) => World }

/**
 * When a fault strikes: requests whose path contains `path` (default all), after letting `skip` of them
 * through (default 0), for `times` requests (default 1; null = until cleared).
 */
export type FaultRule = {
  action: FaultAction
  path?: string
  method?: string
  skip?: number
  times?: number | null
}

export type FaultController = {
  add(...rules: FaultRule[]): void
  clear(): void
  /** How many times rules have struck since the start or the last clear. */
  struck(): number
  pending(): number
}

type Armed = { rule: FaultRule; skip: number; left: number }

export function createFaults(initial: readonly FaultRule[]) {
  let armed: Armed[] = []
  let strikes = 0
  const controller: FaultController = {
    add: (...rules) => {
      for (const rule of rules) {
        armed.push({ rule, skip: rule.skip ?? 0, left: rule.times === null ? Infinity : (rule.times ?? 1) })
      }
    },
    clear: () => {
      armed = []
      strikes = 0
    },
    struck: () => strikes,
    pending: () => armed.length,
  }
  controller.add(...initial)

  function strike(method: string, path: string): FaultAction[] {
    const actions: FaultAction[] = []
    for (const fault of armed) {
      const { rule } = fault
      if (rule.path !== undefined && !path.includes(rule.path)) continue
      if (rule.method !== undefined && rule.method !== method) continue
      if (fault.skip > 0) {
        fault.skip -= 1
        continue
      }
      fault.left -= 1
      actions.push(rule.action)
    }
    armed = armed.filter((fault) => fault.left > 0)
    strikes += actions.length
    return actions
  }
  return { controller, strike }
}

export function changeWorld(actions: readonly FaultAction[], world: World): World {
  return actions.reduce((current, action) => {
    if (action.kind === 'restate') return restateDay(current, action.restatement)
    if (action.kind === 'vanish') return vanishRows(current, action.vanishing)
    return action.kind === 'change' ? action.change(current) : current
  }, world)
}

const MESSAGES: Record<number, string> = {
  429: RATE_LIMIT_MESSAGE,
  500: 'Internal server error',
  504: 'The request timed out',
  529: 'Overloaded',
}

export function throwStatus(actions: readonly FaultAction[], now: Date, hasTakenEffect: boolean): void {
  for (const action of actions) {
    if (action.kind !== 'status' || (action.after ?? false) !== hasTakenEffect) continue
    const headers: Record<string, string> = {}
    if (action.retryAfter !== undefined) headers['retry-after'] = String(action.retryAfter)
    if (action.reset !== undefined) {
      headers['anthropic-ratelimit-requests-reset'] =
        action.reset === 'stale' ? staleReset(now) : action.reset
    }
    if (action.shouldRetry !== undefined) headers['x-should-retry'] = String(action.shouldRetry)
    const message = action.message ?? MESSAGES[action.status] ?? 'The request failed'
    const details = action.errorCode === undefined ? undefined : { error_code: action.errorCode }
    throw new ApiError(action.status, message, headers, details)
  }
}

/** Spoils a good answer: a page that names itself as the next one, or a freshness that is not told. */
export function spoilBody(
  actions: readonly FaultAction[],
  body: JsonText,
  search: URLSearchParams,
): JsonText {
  let spoiled = body
  if (actions.some((action) => action.kind === 'no-refreshed-at')) {
    spoiled = spoiled.replace(/"data_refreshed_at":"[^"]*"}$/, '"data_refreshed_at":null}')
  }
  if (actions.some((action) => action.kind === 'repeat-page')) {
    const page = search.get('page')
    const afterId = search.get('after_id')
    const parsed = JSON.parse(spoiled) as Record<string, unknown>
    if (page) Object.assign(parsed, { has_more: true, next_page: page })
    if (afterId) Object.assign(parsed, { has_more: true, last_id: afterId })
    spoiled = JSON.stringify(parsed)
  }
  return spoiled
}
