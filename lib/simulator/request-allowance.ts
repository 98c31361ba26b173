import { ApiError } from './api-error'

export type RateLimitOptions = {
  adminPerMinute?: number
  analyticsPerMinute?: number
  /** What a refusal tells: retry-after; nothing; or only a reset instant that is already past. */
  tells?: 'retry-after' | 'nothing' | 'stale-reset'
  /** Milliseconds; the pace of requests is real time even when the told clock is frozen. */
  milliseconds?: () => number
}

type Bucket = { tokens: number; filledAt: number }

/** A token bucket per family of endpoints. */
export function createAllowance(options: RateLimitOptions, now: () => Date) {
  const milliseconds = options.milliseconds ?? (() => performance.now())
  const capacities = {
    admin: options.adminPerMinute ?? 100,
    analytics: options.analyticsPerMinute ?? 60,
    spendLimits: 60,
  }
  const buckets = new Map<keyof typeof capacities, Bucket>()

  return function spend(path: string): void {
    const family = path.startsWith('analytics/')
      ? 'analytics'
      : path.startsWith('spend_limits')
        ? 'spendLimits'
        : 'admin'
    const capacity = capacities[family]
    const at = milliseconds()
    const before = buckets.get(family) ?? { tokens: capacity, filledAt: at }
    const tokens = Math.min(capacity, before.tokens + ((at - before.filledAt) * capacity) / 60_000)
    if (tokens < 1) {
      buckets.set(family, { tokens, filledAt: at })
      const waitMs = ((1 - tokens) * 60_000) / capacity
      throw new ApiError(429, RATE_LIMIT_MESSAGE, limitHeaders(options.tells ?? 'retry-after', waitMs, now()))
    }
    buckets.set(family, { tokens: tokens - 1, filledAt: at })
  }
}

export const RATE_LIMIT_MESSAGE =
  "This request would exceed your organization's rate limit. Please slow down and try again."

function limitHeaders(tells: NonNullable<RateLimitOptions['tells']>, waitMs: number, now: Date) {
  const headers: Record<string, string> = {}
  if (tells === 'retry-after') headers['retry-after'] = String(Math.ceil(waitMs / 1000))
  if (tells === 'stale-reset') headers['anthropic-ratelimit-requests-reset'] = staleReset(now)
  return headers
}

export function staleReset(now: Date): string {
  return new Date(now.getTime() - 60_000).toISOString()
}
