import { formatUsdExact, nano } from '@/lib/domain/money'
import { formatCount } from '@/lib/format'

/** A fact before and after; see lib/queries/revisions.ts. */
export interface ChangedFact {
  kind: 'cost' | 'usage'
  startsAt: Date
  apiKeyId: string | null
  workspaceId: string | null
  model: string | null
  product: string | null
  serviceTier: string | null
  costType: string | null
  tokenType: string | null
  before: object | null
  after: object | null
}

export interface ChangeLine {
  id: number
  hour: string
  what: string
  about: string
  before: string
  after: string
}

const COUNTS: Record<string, string> = {
  uncached_input: 'uncached input',
  cache_read: 'cache read',
  cache_write_5m: '5 min write',
  cache_write_1h: '1 h write',
  output: 'output',
  web_searches: 'web searches',
  requests: 'requests',
}

/** Each changed fact as a line: of usage only the counts that differ. */
export function prepareChanges(changes: readonly ChangedFact[]): ChangeLine[] {
  return changes.map((change, id) => {
    const { kind, startsAt, model, apiKeyId, tokenType, costType, serviceTier } = change
    const [before, after] = kind === 'cost' ? amounts(change) : counts(change)
    return {
      id,
      hour: `${startsAt.toISOString().slice(11, 13)}:00`,
      what: kind === 'cost' ? (tokenType ?? costType ?? 'cost') : 'usage',
      about: [model ?? 'no model', apiKeyId ?? 'no key', serviceTier].filter(Boolean).join(' · '),
      before,
      after,
    }
  })
}

const ABSENT = 'not there'

function amounts({ before, after }: ChangedFact): [string, string] {
  const amount = (fact: object | null) =>
    fact && 'amount' in fact && typeof fact.amount === 'string'
      ? `$${formatUsdExact(nano(BigInt(fact.amount)))}`.replace('$-', '−$')
      : ABSENT
  return [amount(before), amount(after)]
}

function counts({ before, after }: ChangedFact): [string, string] {
  const value = (fact: object | null, name: string) => (fact as Record<string, number | null> | null)?.[name]
  const changed = Object.keys(COUNTS).filter((name) => value(before, name) !== value(after, name))
  const words = (fact: object | null) =>
    fact === null
      ? ABSENT
      : changed
          .map((name) => {
            const count = value(fact, name)
            return `${typeof count === 'number' ? formatCount(BigInt(count)).title : 'unknown'} ${COUNTS[name]}`
          })
          .join(', ')
  return [words(before), words(after)]
}
