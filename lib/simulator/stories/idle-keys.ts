import { apiKey, member, workspace } from './directory-entries'
import { HAIKU, OPUS, SONNET } from './model-eras'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { monthlyPlan, tellCompany } from './tell-company'
import { officeHours, type Traffic } from './traffic'

export const idleKeysCover: StoryCover = {
  company: 'Ossian Analytics',
  title: 'Fourteen active keys, three of them used',
  whatToSee:
    'Three keys do all the work of the last two months. Eleven more are active: some were used for a project that ended, some never, and four belong to somebody who left. Each would still be accepted by Anthropic from whoever finds it. Group by key over 12 months and watch them stop one after the other.',
}

/** Name, created so many days ago, and the days between which it was used; null = never. */
const IDLE: [name: string, created: number, used: [first: number, last: number] | null, home: Home][] = [
  ['poc-contracts', 215, [214, 187], 'labs'],
  ['poc-contracts-2', 190, [189, 171], 'labs'],
  ['slack-bot-old', 212, [210, 143], 'home'],
  ['grant-report', 160, [159, 131], 'home'],
  ['summer-intern', 141, [140, 84], 'labs'],
  ['hiring-quiz', 118, [117, 96], 'labs'],
  ['webinar-june', 166, [165, 160], 'home'],
  ['zapier', 201, null, 'home'],
  ['test', 198, null, 'labs'],
  ['test-2', 198, null, 'labs'],
  ['spare', 97, null, 'home'],
]
const LEFT_BEHIND = ['poc-contracts', 'poc-contracts-2', 'slack-bot-old', 'zapier']
type Home = 'home' | 'labs'

/** Keys nobody took back. */
export function tellIdleKeys(options: StoryOptions): Story {
  const frame = createFrame('idle-keys', options, 220)
  const moira = member(frame, 'Moira Grant', 'moira@ossian.example', 'admin', 320)
  const adil = member(frame, 'Adil Rahman', 'adil@ossian.example', 'developer', 240)
  const left = member(frame, 'Jorun Bakke', 'jorun@ossian.example', 'developer', 310)
  const homes = { home: workspace(frame, 'Default', 320), labs: workspace(frame, 'Labs', 219) }
  const reports = apiKey(frame, 'report-writer', homes.home, adil, 219)
  const questions = apiKey(frame, 'data-questions', homes.home, moira, 175)
  const nightly = apiKey(frame, 'nightly-labels', homes.home, adil, 150)
  const idle = IDLE.map(([name, created, used, home]) => ({
    used,
    key: apiKey(frame, name, homes[home], LEFT_BEHIND.includes(name) ? left : adil, created),
    workspaceId: homes[home].id,
  }))
  const api = { workspaceId: homes.home.id, product: 'messages_api' }
  const traffic: Traffic[] = [
    {
      ...api,
      name: 'reports',
      apiKeyId: reports.id,
      models: SONNET,
      requestsPerHour: (hour) => officeHours(hour, 14, 0.05),
      per: { uncachedInput: 2400, cacheRead: 9000, cacheWrite5m: 700, output: 1100 },
    },
    {
      ...api,
      name: 'questions',
      apiKeyId: questions.id,
      models: OPUS,
      requestsPerHour: (hour) => officeHours(hour, 3, 0.1),
      per: { uncachedInput: 3100, cacheRead: 12000, output: 800 },
    },
    {
      ...api,
      name: 'labels',
      apiKeyId: nightly.id,
      product: 'message_batches_api',
      batch: true,
      models: HAIKU,
      requestsPerHour: (hour) => (hour.hour === 2 ? 600 : 0),
      per: { uncachedInput: 900, output: 60 },
    },
    ...idle.flatMap(({ key, used, workspaceId }): Traffic[] => {
      if (!used) return []
      const [first, last] = used
      return [
        {
          name: key.name,
          apiKeyId: key.id,
          workspaceId,
          product: 'messages_api',
          models: SONNET,
          requestsPerHour: (hour) =>
            hour.daysAgo <= first && hour.daysAgo >= last ? officeHours(hour, 5) : 0,
          per: { uncachedInput: 2800, output: 700 },
        },
      ]
    }),
  ]
  return tellCompany(frame, {
    cover: idleKeysCover,
    members: [moira, adil],
    left: [left],
    workspaces: [homes.home, homes.labs],
    apiKeys: [reports, questions, nightly, ...idle.map(({ key }) => key)],
    traffic,
    plans: [
      monthlyPlan(frame, { holder_email: moira.email, plan: 'team_standard', seats: 3, price: '75.00' }, 239),
    ],
  })
}
