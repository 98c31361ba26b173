import { priceBook } from '@/lib/prices/price-book'
import { addDays, type Day, day, daysIn } from '@/lib/domain/day'
import { NANO_PER_USD, nano, type Nano, zero } from '@/lib/domain/money'
import { CATALOGUE_DEFAULTS } from '@/lib/domain/plan-catalogue'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { DAY_HOURS, dayNumber } from './closed-hour'
import type { Evidence, KeyEntry, KeyHours, RateDay, UseDay } from './evidence'

/** Evidence of tests ends with this day, a Sunday, closed. */
export const LAST_DAY = day('2026-11-22')

export const dollars = (amount: number): Nano =>
  nano(BigInt(Math.round(amount * 1000)) * (NANO_PER_USD / 1000n))

export const ago = (days: number): Day => addDays(LAST_DAY, -days)

/** A key of ana@example.com, made 80 days ago and used nowhere. */
export function keyEntry(parts: Partial<KeyEntry> = {}): KeyEntry {
  return {
    id: 'key',
    name: 'service',
    flag: 'active',
    workspaceId: 'home',
    createdAt: new Date(`${ago(80)}T10:00:00Z`),
    expiresAt: null,
    owner: 'ana@example.com',
    ownerGone: false,
    purpose: null,
    used: usedOn(daysIn({ from: ago(59), to: addDays(LAST_DAY, 1) })),
    ...parts,
  }
}

export function usedOn(
  days: readonly Day[],
  costOf: (day: Day) => Nano = () => dollars(1),
): KeyEntry['used'] {
  return { day: Int32Array.from(days, dayNumber), cost: BigInt64Array.from(days, costOf) }
}

/** What an organisation of one key looks like that does nothing. */
export function evidenceOf(parts: Partial<Evidence> = {}): Evidence {
  return {
    organization: { id: 'org', name: 'Test' },
    until: (dayNumber(LAST_DAY) + 1) * DAY_HOURS,
    knownSince: ago(200),
    keys: [keyEntry()],
    workspaces: [{ id: 'home', name: 'Default' }],
    members: new Map([['ana', 'ana@example.com']]),
    hours: [],
    days: [],
    rates: [],
    keyPeople: [],
    claudeCode: [],
    priceable: [],
    billed: [],
    plans: [],
    catalogue: CATALOGUE_DEFAULTS,
    limits: [],
    prices: priceBook(),
    retirements: [],
    ...parts,
  }
}

const NO_TOKENS = { uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n }

export function useDay(parts: Partial<UseDay> = {}): UseDay {
  return {
    day: LAST_DAY,
    keyId: 'key',
    workspaceId: 'home',
    model: 'claude-opus-5-5',
    product: 'messages_api',
    cost: zero,
    requests: 10,
    inputCost: zero,
    readCost: zero,
    write5mCost: zero,
    write1hCost: zero,
    ...NO_TOKENS,
    ...parts,
  }
}

export function rateDay(parts: Partial<RateDay> = {}): RateDay {
  return {
    day: LAST_DAY,
    keyId: 'key',
    model: 'claude-opus-5-5',
    speed: 'standard',
    contextWindow: '0-200k',
    inferenceGeo: 'global',
    cost: zero,
    ...NO_TOKENS,
    ...parts,
  }
}

export interface HourOfTest {
  cost: Nano
  requests?: number
  input?: number
  output?: number
}

/** Every hour of the last `days` days for which `of` gives something; `of` gets the day's distance and the hour. */
export function keyHours(days: number, of: (daysAgo: number, hour: number) => HourOfTest | null): KeyHours {
  const rows: (HourOfTest & { at: number })[] = []
  for (let back = days - 1; back >= 0; back--) {
    for (let hour = 0; hour < DAY_HOURS; hour++) {
      const row = of(back, hour)
      if (row) rows.push({ ...row, at: dayNumber(ago(back)) * DAY_HOURS + hour })
    }
  }
  return {
    keyId: 'key',
    hour: Int32Array.from(rows, ({ at }) => at),
    cost: BigInt64Array.from(rows, ({ cost }) => cost),
    requests: Float64Array.from(rows, ({ requests }) => requests ?? 10),
    input: Float64Array.from(rows, ({ input }) => input ?? 10_000),
    output: Float64Array.from(rows, ({ output }) => output ?? 1_000),
  }
}

/** A plan of ana@example.com by the month. */
export function planOf(code: string, parts: Partial<StoredPlan> = {}, price = 100): StoredPlan {
  const startsOn = parts.startsOn ?? ago(100)
  const term = {
    id: 'term',
    effectiveOn: startsOn,
    planCode: code,
    seats: 1,
    price: dollars(price),
    priceUsd: dollars(price),
    paused: false,
  }
  return {
    id: `plan ${code}`,
    holderEmail: 'ana@example.com',
    cycle: 'monthly',
    currency: 'USD',
    startsOn,
    endsOn: null,
    terms: [term],
    apiCredit: null,
    ...parts,
  }
}
