import { apiKey, member, workspace } from './directory-entries'
import { createFrame, type Story, type StoryCover, type StoryOptions } from './story'
import { monthlyPlan, tellCompany } from './tell-company'
import { officeHours, type Traffic } from './traffic'

export const keyOverPlanCover: StoryCover = {
  company: 'Adler Software',
  title: 'A Max user whose ANTHROPIC_API_KEY overrides the plan',
  whatToSee:
    'Jonas pays for Max. Two weeks ago he exported ANTHROPIC_API_KEY in his shell; since then Claude Code uses that key instead of the plan and bills the API every working hour, most of all on the day he let it start subagents. Group by product: claude_code appears two weeks ago and never before.',
}

const KEY_EXPORTED = 14

/** A Max user whose shell exports ANTHROPIC_API_KEY since two weeks, so Claude Code bills the API. */
export function tellKeyOverPlan(options: StoryOptions): Story {
  const frame = createFrame('key-over-plan', options, 220)
  const jonas = member(frame, 'Jonas Adler', 'jonas@adler.example', 'admin', 320)
  const home = workspace(frame, 'Default', 320)
  const laptop = apiKey(frame, 'laptop-env', home, jonas, 214)
  const newsletter = apiKey(frame, 'newsletter-digest', home, jonas, 160)
  const oldTrial = apiKey(frame, 'trial', home, null, 300, { status: 'archived' })

  const claudeCode = {
    apiKeyId: laptop.id,
    workspaceId: home.id,
    product: 'claude_code',
    actorId: jonas.id,
  }
  const isExported = (daysAgo: number) => daysAgo <= KEY_EXPORTED
  const traffic: Traffic[] = [
    {
      ...claudeCode,
      name: 'claude code main loop',
      models: [
        ['2026-07-24', 'claude-opus-5'],
        ['2026-09-22', 'claude-opus-5-5'],
      ],
      requestsPerHour: (hour) => (isExported(hour.daysAgo) ? officeHours(hour, 78, 0.3) : 0),
      per: { uncachedInput: 310, cacheRead: 61000, cacheWrite5m: 2400, output: 640 },
    },
    {
      ...claudeCode,
      name: 'claude code helpers',
      models: [
        ['2025-10-15', 'claude-haiku-4-5'],
        ['2026-10-07', 'claude-haiku-5-5'],
      ],
      requestsPerHour: (hour) => (isExported(hour.daysAgo) ? officeHours(hour, 22, 0.3) : 0),
      per: { uncachedInput: 3900, output: 130 },
    },
    {
      ...claudeCode,
      name: 'claude code subagents',
      models: [
        ['2026-06-30', 'claude-sonnet-5'],
        ['2026-09-28', 'claude-sonnet-5-5'],
      ],
      requestsPerHour: (hour) => (hour.daysAgo === 6 && hour.hour >= 9 && hour.hour <= 16 ? 420 : 0),
      per: { uncachedInput: 900, cacheRead: 48000, cacheWrite1h: 1900, output: 520 },
    },
    {
      name: 'scripts',
      apiKeyId: laptop.id,
      workspaceId: home.id,
      product: 'messages_api',
      models: [
        ['2026-02-17', 'claude-sonnet-4-6'],
        ['2026-06-30', 'claude-sonnet-5'],
      ],
      requestsPerHour: (hour) => officeHours(hour, 0.4, 0.2),
      per: { uncachedInput: 2100, output: 380 },
    },
    {
      name: 'newsletter',
      apiKeyId: newsletter.id,
      workspaceId: home.id,
      product: 'message_batches_api',
      batch: true,
      models: [
        ['2025-10-15', 'claude-haiku-4-5'],
        ['2026-10-07', 'claude-haiku-5-5'],
      ],
      requestsPerHour: (hour) => (hour.daysAgo <= 158 && hour.hour === 5 ? 40 : 0),
      per: { uncachedInput: 5200, output: 350 },
    },
  ]
  return tellCompany(frame, {
    cover: keyOverPlanCover,
    members: [jonas],
    workspaces: [home],
    apiKeys: [laptop, newsletter, oldTrial],
    traffic,
    coder: {
      actor: { type: 'user_actor', email_address: jonas.email },
      customerType: 'api',
      subscriptionType: null,
      places: [{ terminalType: 'vscode' }, { terminalType: 'iTerm.app' }, { terminalType: 'vscode' }],
    },
    plans: [monthlyPlan(frame, { holder_email: jonas.email, plan: 'max', seats: 1, price: '100.00' }, 163)],
  })
}
