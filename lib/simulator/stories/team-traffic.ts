import { FABLE, HAIKU, OPUS, SONNET } from './model-eras'
import { dayAndNight, type Hour, officeHours, type Traffic } from './traffic'

const SPIKE_DAY = 9
const CONTRACT_SINCE = 120

type TeamPlaces = {
  production: string
  staging: string
  research: string
  home: string
  hackathon: string
  keys: Record<TeamKey, string>
  playgroundUser: string
}
export type TeamKey =
  | 'billing-service'
  | 'support-bot'
  | 'search-indexer'
  | 'contract-reader'
  | 'mobile-assistant'
  | 'translation-worker'
  | 'staging-e2e'
  | 'ci-review'
  | 'research-notebooks'
  | 'evals-nightly'
  | 'agents-runner'
  | 'ada-laptop'
  | 'hackathon-2026'

export function teamTraffic(places: TeamPlaces): Traffic[] {
  const { production, staging, research, home, hackathon, keys } = places
  const api = { product: 'messages_api' }
  const discountPercent = (hour: Hour) => (hour.daysAgo <= CONTRACT_SINCE ? 8 : 0)
  const key = (name: TeamKey) => ({ name, apiKeyId: keys[name], discountPercent })
  return [
    {
      ...key('billing-service'),
      ...api,
      workspaceId: production,
      models: SONNET,
      requestsPerHour: (hour) => dayAndNight(hour, 90, 0.3),
      per: { uncachedInput: 700, cacheRead: 5200, cacheWrite5m: 900, output: 310 },
    },
    {
      ...key('support-bot'),
      ...api,
      workspaceId: production,
      models: HAIKU,
      requestsPerHour: (hour) =>
        dayAndNight(hour, 160, 0.4) *
        (hour.daysAgo === SPIKE_DAY && hour.hour >= 13 && hour.hour <= 19 ? 40 : 1),
      per: { uncachedInput: 2300, cacheRead: 4100, output: 420, webSearches: 0.06 },
    },
    {
      ...key('search-indexer'),
      product: 'message_batches_api',
      batch: true,
      workspaceId: production,
      models: HAIKU,
      requestsPerHour: (hour) => (hour.hour >= 1 && hour.hour <= 4 ? 900 : 0),
      per: { uncachedInput: 3100, output: 210 },
    },
    {
      ...key('contract-reader'),
      ...api,
      workspaceId: production,
      models: OPUS,
      requestsPerHour: (hour) => officeHours(hour, 7, 0.05),
      per: { uncachedInput: 4200, cacheRead: 38000, cacheWrite1h: 6100, output: 1500 },
    },
    {
      ...key('contract-reader'),
      name: 'contract-reader bundles',
      ...api,
      workspaceId: production,
      longContext: true,
      models: OPUS,
      requestsPerHour: (hour) => (hour.hour === 10 && !hour.isWeekend ? 2 : 0),
      per: { uncachedInput: 260000, output: 2600 },
    },
    {
      ...key('mobile-assistant'),
      ...api,
      workspaceId: production,
      models: HAIKU,
      requestsPerHour: (hour) => dayAndNight(hour, 60, 0.6),
      per: { uncachedInput: 1400, cacheRead: 900, output: 260 },
    },
    {
      ...key('translation-worker'),
      ...api,
      workspaceId: home,
      models: SONNET,
      requestsPerHour: (hour) => dayAndNight(hour, 14, 0.1),
      per: { uncachedInput: 2600, output: 2300 },
    },
    {
      ...key('staging-e2e'),
      ...api,
      workspaceId: staging,
      models: SONNET,
      requestsPerHour: (hour) => officeHours(hour, 5),
      per: { uncachedInput: 1500, output: 300 },
    },
    {
      ...key('ci-review'),
      product: 'claude_code',
      workspaceId: staging,
      models: SONNET,
      requestsPerHour: (hour) => officeHours(hour, 24, 0.08),
      per: { uncachedInput: 420, cacheRead: 29000, cacheWrite5m: 2100, output: 580 },
    },
    {
      ...key('research-notebooks'),
      ...api,
      usOnly: true,
      workspaceId: research,
      models: FABLE,
      requestsPerHour: (hour) => officeHours(hour, 2.2, 0.3),
      per: { uncachedInput: 5200, cacheRead: 14000, cacheWrite5m: 2600, output: 1900, webSearches: 0.3 },
    },
    {
      ...key('evals-nightly'),
      product: 'message_batches_api',
      batch: true,
      workspaceId: research,
      models: OPUS,
      requestsPerHour: (hour) => (hour.hour === 2 && !hour.isWeekend ? 260 : 0),
      per: { uncachedInput: 2200, cacheRead: 3000, output: 900 },
    },
    {
      ...key('agents-runner'),
      product: 'managed_agents_api',
      workspaceId: research,
      models: OPUS,
      requestsPerHour: (hour) => (hour.daysAgo <= 70 ? officeHours(hour, 3, 0.2) : 0),
      per: {
        uncachedInput: 1900,
        cacheRead: 52000,
        cacheWrite5m: 3300,
        output: 1200,
        agentHours: 0.25,
        codeHours: 0.2,
      },
    },
    {
      ...key('ada-laptop'),
      ...api,
      fast: true,
      workspaceId: home,
      models: [['2026-10-15', 'claude-opus-5-5']],
      requestsPerHour: (hour) => officeHours(hour, 1.2),
      per: { uncachedInput: 2800, output: 900 },
    },
    {
      ...key('hackathon-2026'),
      ...api,
      workspaceId: hackathon,
      models: OPUS,
      requestsPerHour: (hour) => (hour.daysAgo <= 152 && hour.daysAgo > 149 ? 30 : 0),
      per: { uncachedInput: 3600, output: 1300 },
    },
    {
      name: 'playground',
      apiKeyId: null,
      actorId: places.playgroundUser,
      product: 'claude_console',
      workspaceId: home,
      discountPercent,
      models: OPUS,
      requestsPerHour: (hour) => officeHours(hour, 0.6),
      per: { uncachedInput: 2100, output: 950 },
    },
  ]
}
