import { parseDay } from './day'
import { formatUsdExact, nano, type Nano, parseUsd } from './money'
import { formatDay, formatUsd, groupDigits } from './written'

export interface AuditChange {
  field: string
  /** Null: was not there. */
  before: string | null
  after: string | null
}

/**
 * What differs between an entry's `before` and `after`, field by field in the order they were written; nested fields
 * are joined with a dot, lists stand as they are. Dollars are written as dollars, to the digit where somebody entered them; the
 * terms of a plan as one sentence each, under the day they begin on. A field only in one of them has null in the other.
 */
export function auditChanges(before: unknown, after: unknown): AuditChange[] {
  const old = flatten(before)
  const now = flatten(after)
  const fields = [...new Set([...old.keys(), ...now.keys()])]
  return fields.flatMap((field) => {
    const change = { field, before: old.get(field) ?? null, after: now.get(field) ?? null }
    return change.before === change.after ? [] : [change]
  })
}

type Fields = Map<string, string>

function flatten(value: unknown, path = '', into: Fields = new Map()): Fields {
  if (isRecord(value)) {
    for (const [name, inner] of Object.entries(value))
      if (name === 'terms' && Array.isArray(inner) && inner.every(isRecord))
        for (const term of inner) into.set(`from ${dayOf(term)}`, termInWords(term, value.currency))
      else flatten(inner, path ? `${path}.${name}` : name, into)
  } else if (value !== null && value !== undefined) into.set(fieldName(path), inWords(path, value))
  else if (path) into.set(fieldName(path), 'nothing')
  return into
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The dollar sign says what `_usd` says. */
function fieldName(path: string): string {
  return spaced(path.replace(/_usd$/, '')) || 'value'
}

function inWords(path: string, value: unknown): string {
  if (typeof value === 'string') return dollarsOf(path, value) ?? (CHOSEN.test(path) ? spaced(value) : value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ')
  return JSON.stringify(value)
}

/** Fields whose values are names in the code: `dry_run`, `plan_cycle`. */
const CHOSEN = /^(guard|period|cycle|decision|state|action)$/

/** Budgets write `amount`; the total of a review was written in nano-dollars before it was `total_usd`. */
function dollarsOf(path: string, text: string): string | null {
  if (path === 'total' && /^-?\d+$/.test(text)) return formatUsd(nano(BigInt(text))).text
  if (!/(^|\.)amount$|_usd$/.test(path)) return null
  const amount = parseUsd(text)
  if (amount === null) return null
  return path === 'total_usd' ? formatUsd(amount).text : exactly(amount)
}

/** "$1,234.50", "$0.0375": what somebody entered is not rounded. */
function exactly(amount: Nano): string {
  const [whole = '', fraction] = formatUsdExact(nano(amount < 0n ? -amount : amount)).split('.')
  return `${amount < 0n ? '−' : ''}$${groupDigits(BigInt(whole))}.${fraction}`
}

function dayOf({ effective_on: on }: Record<string, unknown>): string {
  const day = typeof on === 'string' ? parseDay(on) : null
  return day === null ? String(on) : formatDay(day)
}

/** "max, 2 seats, $200.00" or "pro, 1 seat, 18.00 EUR ($19.53), paused". */
function termInWords(term: Record<string, unknown>, currency: unknown): string {
  const { plan, seats, price, price_usd: priceUsd, paused } = term
  const dollars = dollarsOf('price_usd', String(priceUsd)) ?? String(priceUsd)
  const known = typeof currency === 'string' ? currency : 'USD'
  return [
    spaced(String(plan)),
    `${String(seats)} ${seats === 1 ? 'seat' : 'seats'}`,
    known === 'USD' ? dollars : `${String(price)} ${known} (${dollars})`,
    ...(paused === true ? ['paused'] : []),
  ].join(', ')
}

function spaced(name: string): string {
  return name.replaceAll('_', ' ')
}
