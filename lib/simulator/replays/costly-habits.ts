import { apiKey, member, workspace } from '../stories/directory-entries'
import { HAIKU, OPUS, SONNET } from '../stories/model-eras'
import { officeHours } from '../stories/traffic'
import { createWorld } from '../world'
import { tellCase } from './tell-case'

/** CC#50804: a session stuck on the model with a million tokens, about $130, since eight days. */
export function tellStuckOnLong() {
  return tellCase('stuck-on-long', 'Harrow Translations', ({ frame, owner, home }) => {
    const key = apiKey(frame, 'robin-laptop', home, owner, 60)
    const coding = {
      apiKeyId: key.id,
      workspaceId: home.id,
      product: 'claude_code',
      actorId: owner.id,
      models: OPUS,
    }
    return {
      apiKeys: [key],
      traffic: [
        {
          ...coding,
          name: 'usual',
          requestsPerHour: (hour) => (hour.daysAgo > 8 ? officeHours(hour, 9) : 0),
          per: { uncachedInput: 310, cacheRead: 61000, cacheWrite5m: 2400, output: 640 },
        },
        {
          ...coding,
          name: 'stuck',
          longContext: true,
          requestsPerHour: (hour) => (hour.daysAgo <= 8 ? officeHours(hour, 10) : 0),
          per: { uncachedInput: 900, cacheRead: 420000, cacheWrite5m: 16000, output: 700 },
        },
      ],
    }
  })
}

/** CC#46829: everything written to the cache for an hour and hardly ever read, since nine days. */
export function tellUnreadCache() {
  return tellCase('unread-cache', 'Penrose Tutors', ({ frame, owner, home }) => {
    const key = apiKey(frame, 'essay-feedback', home, owner, 50)
    return {
      apiKeys: [key],
      traffic: [
        {
          name: 'essays',
          apiKeyId: key.id,
          workspaceId: home.id,
          product: 'messages_api',
          models: SONNET,
          requestsPerHour: (hour) => officeHours(hour, 8, 1),
          per: { uncachedInput: 2600, output: 500 },
        },
        {
          name: 'cached essays',
          apiKeyId: key.id,
          workspaceId: home.id,
          product: 'messages_api',
          models: SONNET,
          requestsPerHour: (hour) => (hour.daysAgo <= 9 ? officeHours(hour, 12, 1) : 0),
          per: { uncachedInput: 150, cacheRead: 900, cacheWrite1h: 7000, output: 500 },
        },
      ],
    }
  })
}

/** Sonnet 4.5 still in use three weeks before its last day, 2026-11-30. */
export function tellRetiringModel() {
  return tellCase('retiring-model', 'Gannet Insurance', ({ frame, owner, home }) => {
    const key = apiKey(frame, 'claims-intake', home, owner, 98)
    return {
      apiKeys: [key],
      traffic: [
        {
          name: 'claims',
          apiKeyId: key.id,
          workspaceId: home.id,
          product: 'messages_api',
          models: [['2025-09-29', 'claude-sonnet-4-5']],
          requestsPerHour: (hour) => officeHours(hour, 6, 0.3),
          per: { uncachedInput: 2400, output: 420 },
        },
      ],
    }
  })
}

/** A workspace of somebody who left, billing.md §13, 20: its service began forty days ago and nobody asks what it is for. */
export function tellOrphanedWorkspace() {
  return tellCase('orphaned-workspace', 'Bramble Foods', ({ frame, owner, home }) => {
    const left = member(frame, 'Dana Ruiz', 'dana@orphaned-workspace.example', 'developer', 200)
    const pilot = workspace(frame, 'Recipes pilot', 60)
    const key = apiKey(frame, 'recipes', pilot, left, 58)
    const own = apiKey(frame, 'orders', home, owner, 85)
    const api = { product: 'messages_api', models: HAIKU }
    return {
      left: [left],
      workspaces: [pilot],
      apiKeys: [key, own],
      traffic: [
        {
          ...api,
          name: 'recipes',
          apiKeyId: key.id,
          workspaceId: pilot.id,
          models: SONNET,
          requestsPerHour: (hour) => (hour.daysAgo <= 40 ? officeHours(hour, 16, 0.4) : 0),
          per: { uncachedInput: 2300, output: 700 },
        },
        {
          ...api,
          name: 'orders',
          apiKeyId: own.id,
          workspaceId: home.id,
          requestsPerHour: (hour) => officeHours(hour, 30, 0.5),
          per: { uncachedInput: 1500, output: 260 },
        },
      ],
    }
  })
}

export const BLOCKED_DAYS_AGO = 6

/** anthropics/claude-quickstarts#431: on one day Opus requests were blocked, counted as usage and not billed. */
export function tellBlockedRequests() {
  const story = tellCase('blocked-requests', 'Teasel Health', ({ frame, owner, home }) => {
    const key = apiKey(frame, 'triage', home, owner, 75)
    const api = { apiKeyId: key.id, workspaceId: home.id, product: 'messages_api', models: OPUS }
    const per = { uncachedInput: 5200, output: 800 }
    return {
      apiKeys: [key],
      traffic: [
        { ...api, name: 'triage', requestsPerHour: (hour) => officeHours(hour, 4, 0.5), per },
        {
          ...api,
          name: 'blocked',
          usOnly: true,
          requestsPerHour: ({ daysAgo, hour }) =>
            daysAgo === BLOCKED_DAYS_AGO && hour >= 9 && hour < 12 ? 30 : 0,
          per,
        },
      ],
    }
  })
  const facts = story.world.facts.map((fact) => (fact.inferenceGeo === 'us' ? { ...fact, costs: [] } : fact))
  return { ...story, world: createWorld({ ...story.world, facts }) }
}
