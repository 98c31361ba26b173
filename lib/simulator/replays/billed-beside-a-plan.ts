import { apiKey, workspace } from '../stories/directory-entries'
import { OPUS, SONNET } from '../stories/model-eras'
import { monthlyPlan } from '../stories/tell-company'
import { officeHours } from '../stories/traffic'
import { tellCase } from './tell-case'

const CODING = { uncachedInput: 310, cacheRead: 61000, cacheWrite5m: 2400, output: 640 }

/** anthropics/claude-code#37686: `claude -p` on a key beside Max, $1,800 in two days, from 08:00 nine days ago. */
export function tellOverridingKey() {
  return tellCase('overriding-key', 'Larch Automations', ({ frame, owner, home }) => {
    const key = apiKey(frame, 'pipeline', home, owner, 95)
    const api = { apiKeyId: key.id, workspaceId: home.id }
    return {
      apiKeys: [key],
      traffic: [
        {
          ...api,
          name: 'scripts',
          product: 'messages_api',
          models: SONNET,
          requestsPerHour: (hour) => officeHours(hour, 3, 0.2),
          per: { uncachedInput: 2100, output: 380 },
        },
        {
          ...api,
          name: 'claude -p',
          product: 'claude_code',
          actorId: owner.id,
          models: OPUS,
          requestsPerHour: ({ daysAgo, hour }) =>
            (daysAgo === 9 && hour >= 8) || daysAgo === 8 || (daysAgo === 7 && hour < 8) ? 960 : 0,
          per: CODING,
        },
      ],
      coder: {
        actor: { type: 'user_actor', email_address: owner.email },
        customerType: 'api',
        subscriptionType: null,
        places: [{ terminalType: 'tmux' }],
      },
      plans: [monthlyPlan(frame, { holder_email: owner.email, plan: 'max', seats: 1, price: '100.00' }, 90)],
    }
  })
}

/** CC#84545: the desktop app logged in with Console and billed the key that login made, since 13 days. */
export function tellConsoleLogin() {
  return tellCase('console-login', 'Quill & Compass', ({ frame, owner, home }) => {
    const coding = workspace(frame, 'Claude Code', 14)
    const key = apiKey(frame, 'claude_code_key_robin.hale_qkzt', coding, owner, 14)
    return {
      workspaces: [coding],
      apiKeys: [key, apiKey(frame, 'site', home, owner, 70, { expiresDaysAgo: -90 })],
      traffic: [
        {
          name: 'desktop app',
          apiKeyId: key.id,
          workspaceId: coding.id,
          product: 'claude_code',
          actorId: owner.id,
          models: OPUS,
          requestsPerHour: (hour) => (hour.daysAgo <= 13 ? officeHours(hour, 12) : 0),
          per: CODING,
        },
      ],
      plans: [monthlyPlan(frame, { holder_email: owner.email, plan: 'pro', seats: 1, price: '20.00' }, 140)],
    }
  })
}

/** Two subscriptions of one person, billing.md §13, 19: Max was bought twenty days ago and Pro was never cancelled. */
export function tellTwoPlans() {
  return tellCase('two-plans', 'Elm Street Letters', ({ frame, owner, home }) => {
    const key = apiKey(frame, 'letters', home, owner, 80)
    return {
      apiKeys: [key],
      traffic: [
        {
          name: 'letters',
          apiKeyId: key.id,
          workspaceId: home.id,
          product: 'messages_api',
          models: SONNET,
          requestsPerHour: (hour) => officeHours(hour, 2),
          per: { uncachedInput: 1900, output: 640 },
        },
      ],
      plans: [
        monthlyPlan(frame, { holder_email: owner.email, plan: 'pro', seats: 1, price: '20.00' }, 200),
        monthlyPlan(frame, { holder_email: owner.email, plan: 'max', seats: 1, price: '100.00' }, 20),
      ],
    }
  })
}
