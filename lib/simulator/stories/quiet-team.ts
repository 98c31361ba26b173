import { apiKey, member, workspace } from './directory-entries'
import { HAIKU, SONNET } from './model-eras'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { tellCompany } from './tell-company'
import { dayAndNight, officeHours, type Traffic } from './traffic'

export const quietTeamCover: StoryCover = {
  company: 'Alder & Finch',
  title: 'A quiet and healthy team',
  whatToSee:
    'Nothing is wrong here, and that is worth seeing once. Every key is used, belongs to somebody who is still there and expires some day; long prompts are cached; weekends are quiet; the month looks like the month before. This is what an uneventful bill looks like.',
}

/** Keys that are used, owned and expire; no month unlike another. */
export function tellQuietTeam(options: StoryOptions): Story {
  const frame = createFrame('quiet-team', options, 230)
  const ruth = member(frame, 'Ruth Alder', 'ruth@alderfinch.example', 'admin', 320)
  const sam = member(frame, 'Sam Finch', 'sam@alderfinch.example', 'developer', 318)
  const lena = member(frame, 'Lena Ortiz', 'lena@alderfinch.example', 'developer', 240)
  const home = workspace(frame, 'Default', 320)
  const production = workspace(frame, 'Production', 316)
  const help = apiKey(frame, 'help-centre', production, sam, 228, { expiresDaysAgo: -137 })
  const quotes = apiKey(frame, 'quote-reader', production, lena, 226, { expiresDaysAgo: -139 })
  const review = apiKey(frame, 'code-review', home, sam, 224, { expiresDaysAgo: -141 })
  const traffic: Traffic[] = [
    {
      name: 'help',
      apiKeyId: help.id,
      workspaceId: production.id,
      product: 'messages_api',
      models: HAIKU,
      requestsPerHour: (hour) => dayAndNight(hour, 90, 0.4),
      per: { uncachedInput: 500, cacheRead: 6200, cacheWrite1h: 140, output: 300 },
    },
    {
      name: 'quotes',
      apiKeyId: quotes.id,
      workspaceId: production.id,
      product: 'message_batches_api',
      batch: true,
      models: SONNET,
      requestsPerHour: (hour) => (hour.hour === 4 && !hour.isWeekend ? 110 : 0),
      per: { uncachedInput: 1800, cacheRead: 5200, output: 420 },
    },
    {
      name: 'review',
      apiKeyId: review.id,
      workspaceId: home.id,
      product: 'messages_api',
      models: SONNET,
      requestsPerHour: (hour) => officeHours(hour, 8),
      per: { uncachedInput: 600, cacheRead: 18000, cacheWrite5m: 900, output: 520 },
    },
  ]
  return tellCompany(frame, {
    cover: quietTeamCover,
    members: [ruth, sam, lena],
    workspaces: [home, production],
    apiKeys: [help, quotes, review],
    traffic,
    plans: [
      {
        holder_email: ruth.email,
        plan: 'team_standard',
        seats: 3,
        price: '720.00',
        currency: 'USD',
        cycle: 'annual',
        starts_on: frame.day(233),
      },
    ],
  })
}
