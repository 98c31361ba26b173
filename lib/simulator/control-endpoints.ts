import type { JsonText } from './api-request'
import type { FaultRule } from './faults'
import type { Simulator } from './start-simulator'
import { exactDollars } from './wire-amounts'
import { type MoneyDimension, truthMoney, truthUsage, USAGE_DIMENSIONS, type UsageDimension } from './world'
import { restateDay, type Restatement, vanishRows, type Vanishing } from './world-changes'

export type ControlledSimulator = Pick<
  Simulator,
  | 'adminKey'
  | 'faults'
  | 'requests'
  | 'world'
  | 'mutate'
  | 'now'
  | 'dataRefreshedAt'
  | 'setClock'
  | 'revokeKey'
  | 'setSource'
  | 'reset'
>

/** What POST /__control takes; several at once are done in this order. */
type ControlOrder = {
  reset?: true
  clearFaults?: true
  faults?: FaultRule[]
  restate?: Restatement
  vanish?: Vanishing
  /** An instant to stand still at; null goes back to the clock of the start. */
  clock?: string | null
  revokeAdminKey?: true
  /** The organisation gains or loses the Usage and Cost Analytics API. */
  source?: 'analytics' | 'legacy-only'
}

const MONEY_DIMENSIONS = [...USAGE_DIMENSIONS, 'cost_type', 'token_type'] as const

export function answerControl(
  method: string,
  path: string,
  search: URLSearchParams,
  body: string,
  simulator: ControlledSimulator,
): { status: number; json: JsonText } {
  try {
    return { status: 200, json: JSON.stringify(answerOf(method, path, search, body, simulator)) }
  } catch (error) {
    return { status: 400, json: JSON.stringify({ error: error instanceof Error ? error.message : 'failed' }) }
  }
}

function answerOf(
  method: string,
  path: string,
  search: URLSearchParams,
  body: string,
  simulator: ControlledSimulator,
): object {
  if (method === 'POST' && path === '/__control') {
    obey(JSON.parse(body) as ControlOrder, simulator)
    return { now: simulator.now().toISOString(), pending_faults: simulator.faults.pending() }
  }
  if (method === 'GET' && path === '/__requests') {
    return { total: simulator.requests.count(), by_path: simulator.requests.byPath() }
  }
  if (method === 'GET' && path === '/__truth') return truthOf(search, simulator)
  throw new RangeError(
    `There is no ${method} ${path}; there are POST /__control, GET /__truth, GET /__requests.`,
  )
}

function obey(order: ControlOrder, simulator: ControlledSimulator): void {
  const { restate, vanish, clock } = order
  if (order.reset) simulator.reset()
  if (order.clearFaults) simulator.faults.clear()
  if (order.faults) simulator.faults.add(...order.faults)
  if (restate) simulator.mutate((world) => restateDay(world, restate))
  if (vanish) simulator.mutate((world) => vanishRows(world, vanish))
  if (clock === null) simulator.setClock(null)
  if (typeof clock === 'string') {
    const at = new Date(clock)
    if (Number.isNaN(at.getTime())) throw new RangeError(`clock: ${clock} is no instant.`)
    simulator.setClock(() => at)
  }
  if (order.source) simulator.setSource(order.source)
  if (order.revokeAdminKey) simulator.revokeKey(simulator.adminKey)
}

function truthOf(search: URLSearchParams, simulator: ControlledSimulator): object {
  const from = instant(search, 'from')
  const to = instant(search, 'to')
  const asOf = search.has('as_of') ? instant(search, 'as_of') : simulator.dataRefreshedAt()
  const range = { from, to, asOf }
  if (search.get('metric') === 'usage') {
    const by = dimension<UsageDimension>(search, USAGE_DIMENSIONS)
    const rows = [...truthUsage(simulator.world(), by, range)].map(([key, sums]) => ({ key, ...sums }))
    return { by, as_of: asOf.toISOString(), rows }
  }
  const by = dimension<MoneyDimension>(search, MONEY_DIMENSIONS)
  const sums = [...truthMoney(simulator.world(), by, range)]
  const total = sums.reduce((sum, [, { amount }]) => sum + amount, 0n)
  const rows = sums.map(([key, { amount, listAmount }]) => ({
    key,
    amount_usd: exactDollars(amount),
    list_amount_usd: exactDollars(listAmount),
  }))
  return { by, as_of: asOf.toISOString(), total_usd: exactDollars(total), rows }
}

function instant(search: URLSearchParams, name: string): Date {
  const at = new Date(search.get(name) ?? '')
  if (Number.isNaN(at.getTime())) throw new RangeError(`${name}: give a day or an RFC 3339 instant.`)
  return at
}

function dimension<T extends string>(search: URLSearchParams, options: readonly T[]): T {
  const asked = search.get('by') ?? 'total'
  const found = options.find((option) => option === asked)
  if (!found) throw new RangeError(`by: one of ${options.join(', ')}.`)
  return found
}
