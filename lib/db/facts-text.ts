/** A usage fact of one organisation-day; a null dimension is Anthropic's own null. */
export interface UsageFact {
  startsAt: Date
  apiKeyId: string | null
  workspaceId: string | null
  model: string | null
  product: string | null
  serviceTier: string | null
  uncachedInput: bigint
  cacheRead: bigint
  cacheWrite5m: bigint
  cacheWrite1h: bigint
  output: bigint
  webSearches: bigint
  requests: bigint | null
}

/** A cost fact of one organisation-day, in nano-dollars. */
export interface CostFact {
  startsAt: Date
  apiKeyId: string | null
  workspaceId: string | null
  model: string | null
  product: string | null
  serviceTier: string | null
  costType: string | null
  tokenType: string | null
  amount: bigint
  listAmount: bigint | null
}

/** Columns in the order of the lines below; organisation and day go in front of them. */
export const USAGE_COLUMNS =
  'starts_at, api_key_id, workspace_id, model, product, service_tier, ' +
  'uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, requests'
export const COST_COLUMNS =
  'starts_at, api_key_id, workspace_id, model, product, service_tier, cost_type, token_type, ' +
  'amount_nano, list_amount_nano'

const SPECIAL = /[\\\t\n\r\v\f\b\0]/
const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\v': '\\v',
  '\f': '\\f',
  '\b': '\\b',
}

/** One field of PostgreSQL's COPY text format. Throws RangeError on NUL, which no PostgreSQL text can hold. */
export function copyField(value: string | null): string {
  if (value === null) return '\\N'
  if (!SPECIAL.test(value)) return value
  return value.replace(new RegExp(SPECIAL, 'g'), (character) => {
    const escaped = ESCAPES[character]
    if (escaped === undefined) throw new RangeError('PostgreSQL cannot store a NUL character')
    return escaped
  })
}

type Grouped = Pick<
  UsageFact & CostFact,
  'startsAt' | 'apiKeyId' | 'workspaceId' | 'model' | 'product' | 'serviceTier'
>

/** What makes a usage row one row: its bucket and group, as COPY fields. */
export function usageKey(row: Grouped): string {
  return `${instantField(row.startsAt)}\t${copyField(row.apiKeyId)}\t${copyField(row.workspaceId)}\t${copyField(row.model)}\t${copyField(row.product)}\t${copyField(row.serviceTier)}`
}

export function usageMeasures(row: UsageFact): string {
  return `${row.uncachedInput}\t${row.cacheRead}\t${row.cacheWrite5m}\t${row.cacheWrite1h}\t${row.output}\t${row.webSearches}\t${row.requests ?? '\\N'}`
}

/** What makes a cost row one row: its bucket, group, cost type and token type, as COPY fields. */
export function costKey(row: CostFact): string {
  return `${usageKey(row)}\t${copyField(row.costType)}\t${copyField(row.tokenType)}`
}

export function costMeasures(row: CostFact): string {
  return `${row.amount}\t${row.listAmount ?? '\\N'}`
}

let lastInstant: Date | undefined
let lastInstantText = ''

/** Rows arrive bucket by bucket and share the instant, so one remembered text serves nearly all of them. */
function instantField(at: Date): string {
  if (at !== lastInstant) {
    lastInstant = at
    lastInstantText = at.toISOString()
  }
  return lastInstantText
}
