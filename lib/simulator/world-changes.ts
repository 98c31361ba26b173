import type { BetaAPIKey } from '@anthropic-ai/sdk/resources/beta/organization'
import { MINUTE_MS } from './instants'
import { createWorld, type Fact, type World } from './world'

/** `percent` of every amount of the UTC day remains (110 = a tenth more); `usage` scales tokens and requests as well. */
export type Restatement = { day: string; percent: number; usage?: boolean; api_key_id?: string | null }

/** Removes rows with `from` ≤ start < `to`; with `every: 3` only each third of them. */
export type Vanishing = { from: string; to: string; every?: number; api_key_id?: string | null }

export function restateDay(world: World, restatement: Restatement): World {
  const { day, percent, usage = false } = restatement
  const unit = world.amountDecimals === 6 ? 10n : 1n
  const scaleAmount = (amount: bigint) => (((amount / unit) * BigInt(percent)) / 100n) * unit
  const scaleCount = (count: number) => (usage ? Math.floor((count * percent) / 100) : count)
  const from = Date.parse(`${day}T00:00:00Z`) / MINUTE_MS
  const facts = world.facts.map((fact) =>
    isTouched(fact, from, from + 1440, restatement.api_key_id)
      ? {
          ...fact,
          uncachedInput: scaleCount(fact.uncachedInput),
          cacheRead: scaleCount(fact.cacheRead),
          cacheWrite5m: scaleCount(fact.cacheWrite5m),
          cacheWrite1h: scaleCount(fact.cacheWrite1h),
          output: scaleCount(fact.output),
          requests: scaleCount(fact.requests),
          costs: fact.costs.map((line) => ({
            ...line,
            amount: scaleAmount(line.amount),
            listAmount: scaleAmount(line.listAmount),
          })),
        }
      : fact,
  )
  return createWorld({ ...world, facts })
}

export function vanishRows(world: World, vanishing: Vanishing): World {
  const from = Date.parse(vanishing.from) / MINUTE_MS
  const to = Date.parse(vanishing.to) / MINUTE_MS
  const every = vanishing.every ?? 1
  let seen = 0
  const facts = world.facts.filter((fact) => {
    if (!isTouched(fact, from, to, vanishing.api_key_id)) return true
    return seen++ % every !== 0
  })
  return createWorld({ ...world, facts })
}

/** A key that stops being active stops being used: its rows from that minute on never come to be. */
export function updateKey(world: World, changed: BetaAPIKey, now: Date): World {
  const apiKeys = world.apiKeys.map((key) => (key.id === changed.id ? changed : key))
  if (changed.status === 'active') return { ...world, apiKeys }
  const nowMinute = Math.floor(now.getTime() / MINUTE_MS)
  const ends = (fact: Fact) => fact.apiKeyId === changed.id && fact.minute >= nowMinute
  return world.facts.some(ends)
    ? { ...world, apiKeys, facts: world.facts.filter((fact) => !ends(fact)) }
    : { ...world, apiKeys }
}

function isTouched(fact: Fact, from: number, to: number, apiKeyId: string | null | undefined): boolean {
  if (fact.minute < from || fact.minute >= to) return false
  return apiKeyId === undefined || fact.apiKeyId === apiKeyId
}
