import { apiKey, member, workspace } from './directory-entries'
import { OPUS, SONNET } from './model-eras'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { tellCompany } from './tell-company'
import { officeHours, type Traffic } from './traffic'
import { upgradeInMidCycle } from './upgrade'

export const planUpgradeCover: StoryCover = {
  company: 'Kestrel Notes',
  title: 'From Max to Ultra in the middle of a month, with API credit',
  whatToSee:
    'Femi has paid for Max for half a year. Nine days ago, in the middle of a billing cycle, he went up to Ultra: the rest of the cycle was charged at once, and the days before it stay what they were. His monthly API credit is linked to this organisation, so part of the API usage was paid by the plan. Compare “spread” with “on the day charged”.',
}

/** A change of plan within a cycle. */
export function tellPlanUpgrade(options: StoryOptions): Story {
  const frame = createFrame('plan-upgrade', options, 215)
  const femi = member(frame, 'Femi Adeyemi', 'femi@kestrelnotes.example', 'admin', 260)
  const home = workspace(frame, 'Default', 260)
  const agents = apiKey(frame, 'agent-experiments', home, femi, 212)
  const sync = apiKey(frame, 'notes-backend', home, femi, 208)
  const api = { workspaceId: home.id, product: 'messages_api' }
  const traffic: Traffic[] = [
    {
      ...api,
      name: 'agents',
      apiKeyId: agents.id,
      models: OPUS,
      requestsPerHour: (hour) => officeHours(hour, hour.daysAgo <= 20 ? 11 : 6, 0.7),
      per: { uncachedInput: 900, cacheRead: 31000, cacheWrite5m: 2600, output: 700 },
    },
    {
      ...api,
      name: 'notes',
      apiKeyId: sync.id,
      models: SONNET,
      requestsPerHour: (hour) => (hour.hour % 3 === 0 ? 9 : 4),
      per: { uncachedInput: 1300, output: 240 },
    },
  ]
  return tellCompany(frame, {
    cover: planUpgradeCover,
    members: [femi],
    workspaces: [home],
    apiKeys: [agents, sync],
    traffic,
    plans: [upgradeInMidCycle(frame, femi.email)],
  })
}
