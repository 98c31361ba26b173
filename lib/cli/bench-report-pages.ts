const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const PAGE_GROUPS = 1000
const KEYS = 200
const MODELS = [
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-opus-5',
  'claude-sonnet-5',
  'claude-haiku-5',
]
const TOKEN_TYPES = [
  'uncached_input_tokens',
  'cache_read_input_tokens',
  'cache_creation.ephemeral_5m_input_tokens',
  'output_tokens',
]
const UNUSED = [
  'actor',
  'actor_type',
  'agent_id',
  'claude_tag_category',
  'claude_tag_user_id',
  'context_window',
  'deployment_id',
]
  .concat([
    'environment_id',
    'inference_geo',
    'organization_id',
    'rbac_group_id',
    'session_id',
    'slack_channel_id',
    'speed',
    'user_profile_id',
  ])
  .map((dimension) => `"${dimension}":null`)
  .join(',')

/** The Admin API's report pages of one window, written once so that serving them costs nothing. */
export interface RenderedWindow {
  usage: Buffer[]
  cost: Buffer[]
  usageTotals: Buffer
  costTotals: Buffer
}

export interface RenderedRows {
  usageRows: number
  costRows: number
}

/** One usage row and four cost rows for each of `groupsPerHour` groups of every hour, newest first. */
export function renderWindow(
  from: Date,
  to: Date,
  groupsPerHour: number,
  refreshedAt: Date,
  counted: RenderedRows,
): RenderedWindow {
  const usage: string[] = []
  const cost: string[] = []
  const days = new Map<number, { output: number; requests: number; amount: bigint }>()
  for (let hour = to.getTime() - HOUR_MS; hour >= from.getTime(); hour -= HOUR_MS) {
    const bounds = boundsText(hour, HOUR_MS)
    const day = Math.floor(hour / DAY_MS) * DAY_MS
    const sums = days.get(day) ?? { output: 0, requests: 0, amount: 0n }
    days.set(day, sums)
    for (let index = 0; index < groupsPerHour; index++) {
      const number = ((hour / HOUR_MS) * 7919 + index * 104_729) % 1_000_003
      const group = groupText(index)
      usage.push(`{${bounds},"group":{${UNUSED},${group}},"usage":${usageText(number, 3)}}`)
      sums.output += number
      sums.requests += 3
      const lines = TOKEN_TYPES.map((type, offset) => {
        const amount = BigInt(number) * 1_000_003n + BigInt(offset)
        sums.amount += amount
        return `{${bounds},"group":{${UNUSED},${group},"cost_type":"tokens","token_type":"${type}"},"cost":${costText(amount)}}`
      })
      cost.push(lines.join(','))
    }
  }
  counted.usageRows += usage.length
  counted.costRows += cost.length * TOKEN_TYPES.length
  const none = `${UNUSED},"api_key_id":null,"workspace_id":null,"model":null,"product":null,"service_tier":null`
  const total = (measures: (sums: { output: number; requests: number; amount: bigint }) => string) =>
    [...days].map(([day, sums]) => `{${boundsText(day, DAY_MS)},"group":{${none}},${measures(sums)}}`)
  const [usageTotals] = pagesOf(
    total(({ output, requests }) => `"usage":${usageText(output, requests)}`),
    refreshedAt,
  )
  const [costTotals] = pagesOf(
    total(({ amount }) => `"cost":${costText(amount)}`),
    refreshedAt,
  )
  return {
    usage: pagesOf(usage, refreshedAt),
    cost: pagesOf(cost, refreshedAt),
    usageTotals: usageTotals as Buffer,
    costTotals: costTotals as Buffer,
  }
}

function pagesOf(groups: string[], refreshedAt: Date): Buffer[] {
  const pages: Buffer[] = []
  const count = Math.max(1, Math.ceil(groups.length / PAGE_GROUPS))
  for (let page = 0; page < count; page++) {
    const data = groups.slice(page * PAGE_GROUPS, (page + 1) * PAGE_GROUPS).join(',')
    const next =
      page + 1 < count ? `"has_more":true,"next_page":"${page + 1}"` : `"has_more":false,"next_page":null`
    pages.push(Buffer.from(`{"data":[${data}],${next},"data_refreshed_at":"${refreshedAt.toISOString()}"}`))
  }
  return pages
}

function groupText(index: number): string {
  const key = index % KEYS
  const id = (prefix: string, number: number) => `"${prefix}_01Bench${String(number).padStart(17, '0')}"`
  return (
    `"api_key_id":${id('apikey', key)},"workspace_id":${id('wrkspc', key % 12)},"model":"${MODELS[Math.floor(index / KEYS) % MODELS.length]}",` +
    `"product":"messages_api","service_tier":"standard"`
  )
}

function boundsText(at: number, length: number): string {
  const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
  return `"starting_at":"${instant(at)}","ending_at":"${instant(at + length)}"`
}

function usageText(output: number, requests: number): string {
  return `{"total_tokens":${output},"uncached_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_1h_input_tokens":0,"ephemeral_5m_input_tokens":0},"output_tokens":${output},"server_tool_use":{"web_search_requests":0},"requests":${requests}}`
}

/** `micros` are millionths of a cent. */
function costText(micros: bigint): string {
  const digits = micros.toString().padStart(7, '0')
  const cents = `${digits.slice(0, -6)}.${digits.slice(-6)}`
  return `{"amount":"${cents}","list_amount":"${cents}","currency":"USD","requests":null}`
}
