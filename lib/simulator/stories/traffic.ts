import { DAY_MINUTES, HOUR_MINUTES } from '../instants'
import { hashText, noise } from '../seeded-random'
import type { CostLine, Fact } from '../world'
import {
  AGENT_SESSION_HOUR_NANO,
  CODE_EXECUTION_HOUR_NANO,
  priceExtra,
  priceTokens,
  type Tokens,
  WEB_SEARCH_NANO,
} from './list-prices'
import type { StoryFrame } from './story'

export type Hour = {
  /** UTC hour of the day, 0 to 23. */
  hour: number
  isWeekend: boolean
  /** 0 on the clock's day, 1 the day before, negative ahead of the clock. */
  daysAgo: number
}

/** One steady user of the API. `per` is what a request holds on average. */
export type Traffic = {
  name: string
  apiKeyId: string | null
  workspaceId: string
  product: string | null
  /** Since which UTC day which model; nothing before the first. */
  models: readonly (readonly [since: string, model: string])[]
  requestsPerHour(hour: Hour): number
  per: Partial<Tokens> & { webSearches?: number; codeHours?: number; agentHours?: number }
  batch?: boolean
  fast?: boolean
  usOnly?: boolean
  longContext?: boolean
  actorId?: string | null
  discountPercent?(hour: Hour): number
}

/** All facts of a story; a key is not used before it was created. */
export function tellTraffic(
  frame: StoryFrame,
  traffic: readonly Traffic[],
  keys: readonly { id: string; created_at: string }[],
): Fact[] {
  const bornAt = new Map<string | null, number>(
    keys.map((key) => [key.id, Date.parse(key.created_at) / 60_000]),
  )
  return traffic.flatMap((one) => {
    const since = bornAt.get(one.apiKeyId) ?? -Infinity
    return factsOf(frame, one).filter((fact) => fact.minute >= since)
  })
}

function factsOf(frame: StoryFrame, traffic: Traffic): Fact[] {
  const seed = frame.noiseSeed ^ hashText(traffic.name)
  const minuteOfHour = Math.floor(noise(seed, 0, 9) * 50)
  const eras = traffic.models.map(([since, model]) => ({ since: Date.parse(since) / 60_000, model }))
  const facts: Fact[] = []
  for (let start = frame.startMinute; start < frame.endMinute; start += HOUR_MINUTES) {
    const model = eras.findLast((era) => era.since <= start)?.model
    if (model === undefined) continue
    const weekday = (Math.floor(start / DAY_MINUTES) + 4) % 7
    const hour: Hour = {
      hour: (start % DAY_MINUTES) / HOUR_MINUTES,
      isWeekend: weekday === 0 || weekday === 6,
      daysAgo: Math.round((frame.todayMinute - Math.floor(start / DAY_MINUTES) * DAY_MINUTES) / DAY_MINUTES),
    }
    const expected = traffic.requestsPerHour(hour)
    const position = start / HOUR_MINUTES
    const isSteady = Number.isInteger(expected) && expected <= 1
    const spread = isSteady
      ? expected
      : expected * (0.55 + 0.9 * noise(seed, position, 0)) + noise(seed, position, 1) - 0.5
    const requests = Math.max(0, Math.round(spread))
    if (requests === 0) continue
    const minute = start + minuteOfHour
    const jitter = (channel: number) => 0.8 + 0.4 * noise(seed, position, channel)
    facts.push(...factsOfHour(traffic, { minute, model, requests, hour, jitter }))
  }
  return facts
}

type BusyHour = {
  minute: number
  model: string
  requests: number
  hour: Hour
  jitter(channel: number): number
}

function factsOfHour(traffic: Traffic, busy: BusyHour): Fact[] {
  const { per } = traffic
  const { minute, model, requests, jitter } = busy
  const count = (mean: number | undefined, channel: number) =>
    mean === undefined ? 0 : Math.round(mean * requests * jitter(channel))
  const discountPercent = traffic.discountPercent?.(busy.hour) ?? 0
  const tokens = {
    uncachedInput: count(per.uncachedInput, 2),
    cacheRead: count(per.cacheRead, 3),
    cacheWrite5m: count(per.cacheWrite5m, 4),
    cacheWrite1h: count(per.cacheWrite1h, 5),
    output: count(per.output, 6),
  }
  const webSearches = count(per.webSearches, 7)
  const agentHours = count(per.agentHours, 8)
  const codeHours = count(per.codeHours, 9)
  const batch = traffic.batch ?? false
  const fast = traffic.fast ?? false
  const usOnly = traffic.usOnly ?? false
  const costs = priceTokens({ model, minute, batch, usOnly, fast, discountPercent }, tokens)
  const extra = (costType: string, units: number, nano: bigint): CostLine[] =>
    units === 0 ? [] : [priceExtra(costType, BigInt(units) * nano, discountPercent)]
  const actorId = traffic.actorId === undefined ? traffic.apiKeyId : traffic.actorId
  const messages: Fact = {
    minute,
    apiKeyId: traffic.apiKeyId,
    workspaceId: traffic.workspaceId,
    model,
    product: traffic.product,
    serviceTier: batch ? 'batch' : 'standard',
    speed: fast ? 'fast' : 'standard',
    contextWindow: traffic.longContext ? '200k-1M' : '0-200k',
    inferenceGeo: usOnly ? 'us' : 'global',
    actorId,
    uncachedInput: tokens.uncachedInput,
    cacheRead: tokens.cacheRead,
    cacheWrite5m: tokens.cacheWrite5m,
    cacheWrite1h: tokens.cacheWrite1h,
    output: tokens.output,
    webSearches,
    requests,
    costs: costs.concat(
      extra('web_search', webSearches, WEB_SEARCH_NANO),
      extra('session_usage', agentHours, AGENT_SESSION_HOUR_NANO),
    ),
  }
  if (codeHours === 0) return [messages]
  return [
    messages,
    codeExecution(messages, codeHours, extra('code_execution', codeHours, CODE_EXECUTION_HOUR_NANO)),
  ]
}

/** Its cost belongs to no model and no product; `requests` counts execution spans. */
function codeExecution(beside: Fact, spans: number, costs: CostLine[]): Fact {
  return {
    minute: beside.minute,
    apiKeyId: beside.apiKeyId,
    workspaceId: beside.workspaceId,
    model: null,
    product: null,
    serviceTier: null,
    speed: null,
    contextWindow: null,
    inferenceGeo: null,
    actorId: beside.actorId,
    uncachedInput: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: 0,
    webSearches: 0,
    requests: spans,
    costs,
  }
}

export function officeHours(hour: Hour, requests: number, weekendShare = 0): number {
  if (hour.hour < 7 || hour.hour > 18) return 0
  return hour.isWeekend ? requests * weekendShare : requests
}

/** Round the clock with a day rhythm; weekends keep the given share. */
export function dayAndNight(hour: Hour, peak: number, weekendShare: number): number {
  const rhythm = 0.25 + 0.75 * Math.max(0, Math.sin(((hour.hour - 5) / 16) * Math.PI))
  return peak * rhythm * (hour.isWeekend ? weekendShare : 1)
}
