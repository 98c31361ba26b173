import { apiKey, member, workspace } from './directory-entries'
import { HAIKU } from './model-eras'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { monthlyPlan, tellCompany } from './tell-company'
import { type Hour, officeHours, type Traffic } from './traffic'

export const fastModeCover: StoryCover = {
  company: 'Ines Moreau',
  title: 'A Max user who pays double for speed',
  whatToSee:
    'Ines pays for Max. No plan covers fast mode, so before deadlines she lets Claude Code run in fast mode on an API key of hers: the same model, sooner, at twice the price of every token. One such afternoon costs about as much as a week of the plan. Group by key or model, and look at single days.',
}

/** The weeks before her deadlines. */
function hurries({ daysAgo, isWeekend }: Hour): boolean {
  return !isWeekend && (daysAgo <= 6 || (daysAgo >= 19 && daysAgo <= 23) || (daysAgo >= 58 && daysAgo <= 62))
}

/** Twice the price per token. */
export function tellFastMode(options: StoryOptions): Story {
  const frame = createFrame('fast-mode', options, 225)
  const ines = member(frame, 'Ines Moreau', 'ines@moreau.example', 'admin', 300)
  const home = workspace(frame, 'Default', 300)
  const fast = apiKey(frame, 'claude-code-fast', home, ines, 90)
  const recipes = apiKey(frame, 'recipe-parser', home, ines, 222)
  const traffic: Traffic[] = [
    {
      name: 'fast sessions',
      apiKeyId: fast.id,
      actorId: ines.id,
      workspaceId: home.id,
      product: 'claude_code',
      fast: true,
      models: [
        ['2026-05-28', 'claude-opus-4-8'],
        ['2026-07-24', 'claude-opus-5'],
        ['2026-10-15', 'claude-opus-5-5'],
      ],
      requestsPerHour: (hour) => (hurries(hour) && hour.hour >= 12 && hour.hour <= 17 ? 48 : 0),
      per: { uncachedInput: 310, cacheRead: 61000, cacheWrite5m: 2400, output: 640 },
    },
    {
      name: 'recipes',
      apiKeyId: recipes.id,
      workspaceId: home.id,
      product: 'messages_api',
      models: HAIKU,
      requestsPerHour: (hour) => officeHours(hour, 4, 1),
      per: { uncachedInput: 2100, output: 380 },
    },
  ]
  return tellCompany(frame, {
    cover: fastModeCover,
    members: [ines],
    workspaces: [home],
    apiKeys: [fast, recipes],
    traffic,
    coder: {
      actor: { type: 'user_actor', email_address: ines.email },
      customerType: 'api',
      subscriptionType: null,
      places: [{ terminalType: 'WezTerm' }],
    },
    plans: [monthlyPlan(frame, { holder_email: ines.email, plan: 'max', seats: 1, price: '100.00' }, 204)],
  })
}
