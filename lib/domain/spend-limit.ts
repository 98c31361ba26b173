import type { SpendLimit } from './findings/evidence'
import { type Nano, NANO_PER_USD } from './money'

export type LimitSource = 'usage_tier' | 'anthropic' | 'entered'

/** A limit of a calendar month (UTC), and who says so. */
export interface StatedLimit extends SpendLimit {
  source: LimitSource
  /** Read from Anthropic, or entered. */
  statedAt: Date
  /** Of an entered one. */
  statedBy: string | null
}

/** What Anthropic calls the tiers by their monthly caps. Source: billing.md §4, since 2026-06-26. */
const TIERS = new Map<bigint, string>([
  [500n, 'Start tier'],
  [1_000n, 'Build tier'],
  [200_000n, 'Scale tier'],
])

/** Follows "the": the tier's name where its cap is one of the published ones, else "usage tier". */
export function usageTierCalled(amount: Nano): string {
  const isWhole = amount % NANO_PER_USD === 0n
  return (isWhole && TIERS.get(amount / NANO_PER_USD)) || 'usage tier'
}

/**
 * The one limit that holds for each organisation and workspace: the smallest, where what somebody entered counts only as long
 * as Anthropic itself tells none for the same. Of equal ones the first. Order of the subjects as given.
 */
export function limitsInForce<L extends StatedLimit>(stated: readonly L[]): L[] {
  const bySubject = new Map<string, L[]>()
  for (const limit of stated) {
    const key = JSON.stringify([limit.subject.type, limit.subject.id])
    bySubject.set(key, [...(bySubject.get(key) ?? []), limit])
  }
  return [...bySubject.values()].flatMap((all) => {
    const told = all.filter(({ source }) => source !== 'entered')
    const [first, ...others] = told.length > 0 ? told : all
    if (!first) return []
    return [others.reduce((least, limit) => (limit.amount < least.amount ? limit : least), first)]
  })
}
