import { apiKey } from '../stories/directory-entries'
import { FABLE, HAIKU, OPUS, SONNET } from '../stories/model-eras'
import { officeHours } from '../stories/traffic'
import { createWorld, type Fact } from '../world'
import { tellCase } from './tell-case'

/** devcowboy newsletter, 2026-05-11: $16,713.95 in twelve days on a key dormant for a year; here since 14:00 thirteen days ago. */
export function tellDormantKey() {
  return tellCase('dormant-key', 'Corral Software', ({ frame, owner, home }) => {
    const old = apiKey(frame, 'hack-weekend', home, owner, 380)
    const site = apiKey(frame, 'site', home, owner, 90)
    const api = { workspaceId: home.id, product: 'messages_api' }
    return {
      apiKeys: [old, site],
      traffic: [
        {
          ...api,
          name: 'site',
          apiKeyId: site.id,
          models: HAIKU,
          requestsPerHour: (hour) => officeHours(hour, 20, 0.6),
          per: { uncachedInput: 1500, output: 260 },
        },
        {
          ...api,
          name: 'resold',
          apiKeyId: old.id,
          models: FABLE,
          requestsPerHour: ({ daysAgo, hour }) =>
            (daysAgo === 13 && hour >= 14) || (daysAgo < 13 && daysAgo > 1) || (daysAgo === 1 && hour < 14)
              ? 175
              : 0,
          per: { uncachedInput: 12000, output: 6000 },
        },
      ],
    }
  })
}

/** CC#85912: Cowork in circles, $1,031.92 in 48 hours, since 19:00 five days ago, on a key of every working day. */
export function tellAgentInCircles() {
  const story = tellCase('agent-in-circles', 'Tandem Research', ({ frame, owner, home }) => {
    const key = apiKey(frame, 'cowork', home, owner, 80)
    const api = { apiKeyId: key.id, workspaceId: home.id, product: 'cowork', models: OPUS }
    return {
      apiKeys: [key],
      traffic: [
        {
          ...api,
          name: 'work',
          requestsPerHour: (hour) => officeHours(hour, 14, 0.2),
          per: { uncachedInput: 500, cacheRead: 38000, cacheWrite5m: 2100, output: 700 },
        },
        {
          ...api,
          name: 'circles',
          requestsPerHour: ({ daysAgo, hour }) =>
            (daysAgo === 5 && hour >= 19) || daysAgo === 4 || (daysAgo === 3 && hour < 19) ? 620 : 0,
          per: { uncachedInput: 900, cacheRead: 118000, cacheWrite5m: 1300, output: 90 },
        },
      ],
    }
  })
  const facts = story.world.facts.flatMap((fact) => (fact.requests > 200 ? everyOtherMinute(fact) : [fact]))
  return { ...story, world: createWorld({ ...story.world, facts }) }
}

/** The same in thirty parts over its hour: an agent in circles sends request after request. */
function everyOtherMinute(fact: Fact): Fact[] {
  const PARTS = 30
  const hour = fact.minute - (fact.minute % 60)
  const share = (whole: number, index: number) =>
    Math.floor((whole * (index + 1)) / PARTS) - Math.floor((whole * index) / PARTS)
  /** In tenths of a millionth of a cent, so that an amount keeps its six decimals. */
  const part = (whole: bigint, index: number) => BigInt(share(Number(whole / 10n), index)) * 10n
  return Array.from({ length: PARTS }, (_, index) => ({
    ...fact,
    minute: hour + index * 2,
    requests: share(fact.requests, index),
    uncachedInput: share(fact.uncachedInput, index),
    cacheRead: share(fact.cacheRead, index),
    cacheWrite5m: share(fact.cacheWrite5m, index),
    output: share(fact.output, index),
    costs: fact.costs.map((line) => ({
      ...line,
      amount: part(line.amount, index),
      listAmount: part(line.listAmount, index),
    })),
  }))
}

/** CC#59858: far over a cap without notice; the pace grew since eighteen days. Its limit is `GROWING_CAP` dollars a month. */
export const GROWING_CAP = 100n
export function tellGrowingSpend() {
  return tellCase('growing-spend', 'Saltmarsh Maps', ({ frame, owner, home }) => {
    const key = apiKey(frame, 'tiles', home, owner, 90)
    return {
      apiKeys: [key],
      traffic: [
        {
          name: 'tiles',
          apiKeyId: key.id,
          workspaceId: home.id,
          product: 'messages_api',
          models: SONNET,
          requestsPerHour: (hour) => officeHours(hour, hour.daysAgo <= 18 ? 55 : 9, 0.5),
          per: { uncachedInput: 3000, output: 900 },
        },
      ],
    }
  })
}
