import type { Key, KeySums } from '@/lib/domain/key-list'
import { formatUsdExact, nano } from '@/lib/domain/money'
import { csvLine } from './csv'

const COLUMNS: [name: string, value: (key: Key) => string | null][] = [
  ['key', ({ name }) => name],
  ['id', ({ id }) => id],
  ['hint', ({ hint }) => hint],
  ['organization', ({ organizationName }) => organizationName],
  ['workspace', ({ workspaceName, workspaceId }) => workspaceName ?? workspaceId],
  ['status', ({ status }) => status],
  ['owner', ({ owner }) => owner],
  ['owner_gone', ({ ownerGone }) => (ownerGone ? 'yes' : 'no')],
  ['purpose', ({ purpose }) => purpose],
  ['application', ({ application }) => application],
  ['environment', ({ environment }) => environment],
  ['cost_centre', ({ costCentre }) => costCentre],
  ['tags', ({ tags }) => tags.join(', ')],
  ['created_at', ({ createdAt }) => createdAt?.toISOString() ?? null],
  ['expires_at', ({ expiresAt }) => expiresAt?.toISOString() ?? null],
  ['last_used_on', ({ lastUsedOn }) => lastUsedOn],
  ['known_since', ({ knownSince }) => knownSince],
  ['spend_usd', ({ spend }) => (spend === null ? null : formatUsdExact(spend))],
  ['before_usd', ({ before }) => formatUsdExact(before)],
  ['quality', ({ quality }) => quality],
  ['total_usd', ({ total }) => (total === null ? null : formatUsdExact(total))],
  ['audit', ({ audit }) => audit.cards.join(', ')],
  ['safe_to_remove', ({ audit }) => (audit.safeToRemove ? 'yes' : 'no')],
]

/**
 * The keys of a list as they are shown, in their order, with exact figures; what nobody told is an empty cell. `sums`, of a
 * list without filters, adds what has no key, so that spend_usd adds up to the bill.
 */
export function keysCsv(keys: readonly Key[], sums: KeySums | null): string {
  const lines = keys.map((key) => COLUMNS.map(([, value]) => value(key) ?? ''))
  return [COLUMNS.map(([name]) => name), ...lines, ...(sums ? withoutKey(sums) : [])].map(csvLine).join('')
}

function withoutKey(sums: KeySums): string[][] {
  const rest = (name: string, spend: KeySums['withoutKey'], total: KeySums['withoutKey']) =>
    COLUMNS.map(([column]) => {
      if (column === 'key') return name
      if (column === 'spend_usd') return formatUsdExact(spend)
      return column === 'total_usd' ? formatUsdExact(total) : ''
    })
  const rows = [rest('No key (Console, Playground)', sums.withoutKey, sums.withoutKeyTotal)]
  if (sums.hasLegacy || sums.unattributed !== nano(0n))
    rows.push(rest('Not told by key (legacy reports)', sums.unattributed, sums.unattributedTotal))
  return rows
}
