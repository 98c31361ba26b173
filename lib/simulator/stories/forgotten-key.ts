import { apiKey, member, workspace } from './directory-entries'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { monthlyPlan, tellCompany } from './tell-company'
import { officeHours, type Traffic } from './traffic'

export const forgottenKeyCover: StoryCover = {
  company: 'Mara Lindqvist',
  title: 'A Pro user whose forgotten experiment key bills',
  whatToSee:
    'Mara pays twenty dollars a month for Pro and thinks that is all. Her key experiment-march, made eight months ago, is still called once an hour by a script nobody remembers, at night and at weekends, and by now costs more than the plan. Group by key: one bar of the same height every day.',
}

const CREATED = 256
const LAST_WORKED_ON = 236

/** A Pro user whose key `experiment-march` is still called each hour by a script nobody remembers. */
export function tellForgottenKey(options: StoryOptions): Story {
  const frame = createFrame('forgotten-key', options, CREATED)
  const mara = member(frame, 'Mara Lindqvist', 'mara@lindqvist.example', 'admin', 290)
  const home = workspace(frame, 'Default', 290)
  const experiments = workspace(frame, 'Experiments', CREATED)
  const experiment = apiKey(frame, 'experiment-march', experiments, mara, CREATED)
  const thesis = apiKey(frame, 'thesis-summaries', home, mara, 120)
  const portfolio = apiKey(frame, 'portfolio-site', home, mara, 210, { status: 'inactive' })
  const workshop = apiKey(frame, 'workshop', home, mara, 180, { status: 'expired', expiresDaysAgo: 173 })

  const traffic: Traffic[] = [
    {
      name: 'experiment built',
      apiKeyId: experiment.id,
      workspaceId: experiments.id,
      product: 'messages_api',
      models: [['2026-02-17', 'claude-sonnet-4-6']],
      requestsPerHour: (hour) => (hour.daysAgo > LAST_WORKED_ON ? officeHours(hour, 6, 0.5) : 0),
      per: { uncachedInput: 2400, output: 420 },
    },
    {
      name: 'experiment forgotten',
      apiKeyId: experiment.id,
      workspaceId: experiments.id,
      product: 'messages_api',
      models: [['2026-02-17', 'claude-sonnet-4-6']],
      requestsPerHour: (hour) => (hour.daysAgo <= LAST_WORKED_ON ? 1 : 0),
      per: { uncachedInput: 17800, output: 610 },
    },
    {
      name: 'thesis',
      apiKeyId: thesis.id,
      workspaceId: home.id,
      product: 'messages_api',
      models: [
        ['2026-06-30', 'claude-sonnet-5'],
        ['2026-09-28', 'claude-sonnet-5-5'],
      ],
      requestsPerHour: (hour) => (hour.daysAgo <= 118 ? officeHours(hour, 0.7, 1.4) : 0),
      per: { uncachedInput: 9200, output: 880 },
    },
    {
      name: 'portfolio',
      apiKeyId: portfolio.id,
      workspaceId: home.id,
      product: 'messages_api',
      models: [['2025-10-15', 'claude-haiku-4-5']],
      requestsPerHour: (hour) => (hour.daysAgo <= 208 && hour.daysAgo > 95 ? 0.8 : 0),
      per: { uncachedInput: 1100, output: 240 },
    },
    {
      name: 'playground',
      apiKeyId: null,
      actorId: mara.id,
      workspaceId: home.id,
      product: 'claude_console',
      models: [
        ['2026-02-05', 'claude-opus-4-6'],
        ['2026-09-22', 'claude-opus-5-5'],
      ],
      requestsPerHour: (hour) => (hour.hour >= 17 && hour.hour <= 20 ? 0.5 : 0),
      per: { uncachedInput: 1600, output: 700 },
    },
  ]
  return tellCompany(frame, {
    cover: forgottenKeyCover,
    members: [mara],
    workspaces: [home, experiments],
    apiKeys: [experiment, thesis, portfolio, workshop],
    traffic,
    plans: [monthlyPlan(frame, { holder_email: mara.email, plan: 'pro', seats: 1, price: '20.00' }, 404)],
  })
}
