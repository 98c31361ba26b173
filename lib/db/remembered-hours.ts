import { addDays } from '@/lib/domain/day'
import type { KeyHours } from '@/lib/domain/findings/evidence'
import type { Horizon } from './finding-horizon'
import { readKeyHours } from './finding-use'

/** Hours of days that do not grow any more, by key; a key without any has an empty one. */
interface Remembered {
  /** Of the days they are of: where it differs, nothing of it holds. */
  print: string
  hours: Map<string, KeyHours>
}

/** A busy one of a thousand keys takes about ten megabytes. */
const MOST_ORGANIZATIONS = 8
const GROWING_DAYS = 2

// One per process, also where Next loads this file twice.
const holder = globalThis as unknown as { onebillKeyHours?: Map<string, Remembered> }

/**
 * Hours of these keys, or of all, within what the rules look back on. Of the days before yesterday they are read once a process
 * and key as long as `print`, of all there is to those days, stays the same: reading them again after each sync would take most
 * of the time an evaluation has.
 */
export async function readRememberedHours(
  horizon: Horizon,
  keys: readonly string[] | null,
  print: string,
): Promise<KeyHours[]> {
  const growing = addDays(horizon.lastDay, 1 - GROWING_DAYS)
  const past = pastHours(horizon.organizationId, print)
  const unknown = keys?.filter((key) => !past.has(key)) ?? null
  const [older, recent] = await Promise.all([
    unknown?.length === 0 ? [] : readKeyHours(horizon, unknown, { from: horizon.from, to: growing }),
    readKeyHours(horizon, keys, { from: growing, to: addDays(horizon.openDay, 1) }),
  ])
  if (unknown === null) past.clear()
  for (const keyId of unknown ?? []) past.set(keyId, { keyId, ...NO_HOURS })
  for (const hours of older) past.set(hours.keyId, hours)
  const latest = new Map(recent.map((hours) => [hours.keyId, hours]))
  return [...new Set([...(keys ?? past.keys()), ...latest.keys()])].flatMap((keyId) => {
    const [before, after] = [past.get(keyId), latest.get(keyId)]
    const all = before && after ? joined(before, after) : (before ?? after)
    return all && all.hour.length > 0 ? [all] : []
  })
}

const NO_HOURS = {
  ...{ hour: new Int32Array(), cost: new BigInt64Array(), requests: new Float64Array() },
  ...{ input: new Float64Array(), output: new Float64Array() },
}

function pastHours(organizationId: string, print: string): Map<string, KeyHours> {
  const all = (holder.onebillKeyHours ??= new Map<string, Remembered>())
  const known = all.get(organizationId)
  const remembered = known?.print === print ? known : { print, hours: new Map<string, KeyHours>() }
  // The one asked for longest ago is the first to go.
  all.delete(organizationId)
  all.set(organizationId, remembered)
  const [oldest] = all.keys()
  if (all.size > MOST_ORGANIZATIONS && oldest !== undefined) all.delete(oldest)
  return remembered.hours
}

function joined(a: KeyHours, b: KeyHours): KeyHours {
  const floats = (one: Float64Array, other: Float64Array) => {
    const both = new Float64Array(one.length + other.length)
    both.set(one)
    both.set(other, one.length)
    return both
  }
  const hour = new Int32Array(a.hour.length + b.hour.length)
  hour.set(a.hour)
  hour.set(b.hour, a.hour.length)
  const cost = new BigInt64Array(hour.length)
  cost.set(a.cost)
  cost.set(b.cost, a.hour.length)
  return {
    ...{ keyId: a.keyId, hour, cost, requests: floats(a.requests, b.requests) },
    ...{ input: floats(a.input, b.input), output: floats(a.output, b.output) },
  }
}
