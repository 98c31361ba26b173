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

/** How many fields of a line, from the left, make a row one row: its bucket and group. */
export const USAGE_KEY_FIELDS = 6
/** The same, and its cost type and token type. */
export const COST_KEY_FIELDS = 8

/** Where the key of a line stands. */
const KEY_FIELD = 1

/** A usage row as COPY text: its key fields, then its measures. */
export function usageLine(row: UsageFact): string {
  return `${groupFields(row)}\t${row.uncachedInput}\t${row.cacheRead}\t${row.cacheWrite5m}\t${row.cacheWrite1h}\t${row.output}\t${row.webSearches}\t${row.requests ?? '\\N'}`
}

/** A cost row as COPY text: its key fields, then its amounts. */
export function costLine(row: CostFact): string {
  return `${groupFields(row)}\t${copyField(row.costType)}\t${copyField(row.tokenType)}\t${row.amount}\t${row.listAmount ?? '\\N'}`
}

function groupFields(row: Grouped): string {
  return `${instantField(row.startsAt)}\t${copyField(row.apiKeyId)}\t${copyField(row.workspaceId)}\t${copyField(row.model)}\t${copyField(row.product)}\t${copyField(row.serviceTier)}`
}

/** The first fields of a line, with the tab that ends them. */
function keyOf(line: string, fields: number): string {
  let end = 0
  for (let field = 0; field < fields; field++) end = line.indexOf('\t', end) + 1
  return line.slice(0, end)
}

export interface SettledLines {
  /** Sorted; one line for each key. */
  lines: string[]
  /** Lines received for a key that had one already: pages shifted while they were read. The later line counts. */
  repeats: number
}

/** Brings lines into one order whatever order they were received in, and finds keys that came more than once. */
export function settleLines(received: readonly string[], keyFields: number): SettledLines {
  const lines = [...received].sort()
  const hasRepeats = lines.some(
    (line, index) => index > 0 && line.startsWith(keyOf(lines[index - 1] as string, keyFields)),
  )
  if (!hasRepeats) return { lines, repeats: 0 }
  const last = new Map(received.map((line) => [keyOf(line, keyFields), line]))
  return { lines: [...last.values()].sort(), repeats: received.length - last.size }
}

/** Cost lines of whatever keys as those of one, `key`: lines that differ in their key alone are summed. */
export function costLinesUnderOneKey(lines: readonly string[], key: string): string[] {
  const sums = new Map<string, { amount: bigint; list: bigint | null }>()
  for (const line of lines) {
    const fields = line.split('\t')
    fields[KEY_FIELD] = key
    const [amount, list] = fields.splice(COST_KEY_FIELDS)
    const name = fields.join('\t')
    const there = sums.get(name) ?? { amount: 0n, list: 0n }
    sums.set(name, {
      amount: there.amount + BigInt(amount ?? 0),
      list: there.list === null || list === '\\N' ? null : there.list + BigInt(list ?? 0),
    })
  }
  return [...sums].map(([name, { amount, list }]) => `${name}\t${amount}\t${list ?? '\\N'}`)
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
