import { apiKey, member, workspace } from '../stories/directory-entries'
import { FABLE, HAIKU, OPUS, SONNET } from '../stories/model-eras'
import { createFrame, type HeldPlan, type Story, type StoryFrame } from '../stories/story'
import { monthlyPlan, tellCompany } from '../stories/tell-company'
import { dayAndNight, type Hour, officeHours, type Traffic } from '../stories/traffic'
import type { World } from '../world'
import { CASE_NOW } from './tell-case'

const DAYS = 100
type Habit = (
  frame: StoryFrame,
  size: number,
) => Pick<Traffic, 'models' | 'product' | 'requestsPerHour' | 'per'> & Partial<Traffic>

/** A day of a campaign, a fortnight of holidays, a slow growth: what happens to a service that is well. */
function lifeOf({ random }: StoryFrame): (hour: Hour) => number {
  const campaign = random.int(1, 90)
  const away = random.int(-60, 80)
  const growth = random.int(0, 60) / 100
  return ({ daysAgo }) =>
    (1 + growth * (1 - daysAgo / DAYS)) *
    (daysAgo === campaign ? 2.5 : 1) *
    (daysAgo <= away && daysAgo > away - 14 ? 0.2 : 1)
}

/** What organisations do with keys without anything being wrong. */
const HABITS: readonly Habit[] = [
  (frame, size) => {
    const life = lifeOf(frame)
    return {
      models: frame.random.pick([HAIKU, SONNET]),
      product: 'messages_api',
      requestsPerHour: (hour) => dayAndNight(hour, 30 * size, 0.5) * life(hour),
      per: { uncachedInput: 900, cacheRead: 5200, cacheWrite5m: 400, output: 310 },
    }
  },
  (frame, size) => {
    const life = lifeOf(frame)
    return {
      models: frame.random.pick([SONNET, OPUS, FABLE]),
      product: 'messages_api',
      requestsPerHour: (hour) => officeHours(hour, 5 * size, 0.1) * life(hour),
      per: { uncachedInput: 2100, cacheRead: 9000, output: 700 },
    }
  },
  (frame, size) => {
    const at = frame.random.int(0, 23)
    const onWeekends = frame.random.chance(0.5)
    return {
      models: SONNET,
      product: 'message_batches_api',
      batch: true,
      requestsPerHour: (hour) => (hour.hour === at && (onWeekends || !hour.isWeekend) ? 60 * size : 0),
      per: { uncachedInput: 1800, output: 420 },
    }
  },
  (frame, size) => {
    const first = frame.random.int(0, 30)
    return {
      models: OPUS,
      product: 'messages_api',
      requestsPerHour: ({ daysAgo, hour }) =>
        daysAgo % 31 === first && hour >= 8 && hour < 10 ? 40 * size : 0,
      per: { uncachedInput: 22000, output: 1500 },
    }
  },
  (frame, size) => {
    const weekday = frame.random.int(0, 6)
    return {
      models: SONNET,
      product: 'messages_api',
      requestsPerHour: ({ daysAgo, hour }) => (daysAgo % 7 === weekday && hour === 5 ? 90 * size : 0),
      per: { uncachedInput: 6000, output: 900 },
    }
  },
  (frame, size) => {
    const life = lifeOf(frame)
    return {
      models: OPUS,
      product: 'claude_code',
      requestsPerHour: (hour) =>
        officeHours(hour, 4 * size, 0.1) * life(hour) * frame.random.pick([0, 0.5, 1, 1, 2]),
      per: { uncachedInput: 310, cacheRead: 61000, cacheWrite5m: 2400, output: 640 },
    }
  },
  (frame, size) => {
    const began = frame.random.int(5, 60)
    return {
      models: HAIKU,
      product: 'messages_api',
      requestsPerHour: (hour) => (hour.daysAgo <= began ? officeHours(hour, 10 * size, 0.3) : 0),
      per: { uncachedInput: 2400, output: 200 },
    }
  },
  (frame, size) => {
    const switched = frame.random.int(10, 80)
    return {
      models: [
        ['2025-10-15', 'claude-haiku-4-5'],
        [frame.day(switched), 'claude-sonnet-5'],
      ],
      product: 'messages_api',
      requestsPerHour: (hour) => dayAndNight(hour, 8 * size, 0.8),
      per: { uncachedInput: 1200, output: 380 },
    }
  },
]

/**
 * An organisation in which nothing is wrong: steady services, office work, nightly, weekly and monthly jobs, Claude Code on a
 * key of people without a plan of their own, new keys, changes of model, growth, campaigns and holidays, of all sizes.
 */
export function tellQuietOrganization(seed: number): Story {
  const frame = createFrame('quiet organisation', { seed, now: CASE_NOW, daysAhead: 0 }, DAYS)
  const { random } = frame
  const owner = member(frame, 'Robin Hale', `robin@quiet-${seed}.example`, 'admin', 400)
  const colleague = member(frame, 'Sasha Lind', `sasha@quiet-${seed}.example`, 'developer', 300)
  const office = member(frame, 'Kim Osei', `kim@quiet-${seed}.example`, 'billing', 300)
  const home = workspace(frame, 'Default', 400)
  const production = workspace(frame, 'Production', 300)
  const size = random.pick([0.3, 1, 1, 3, 8])
  const apiKeys: World['apiKeys'][number][] = []
  const traffic: Traffic[] = []
  for (let index = random.int(2, 6); index > 0; index--) {
    const key = apiKey(
      frame,
      `service-${index}`,
      production,
      random.pick([owner, colleague]),
      random.int(30, 200),
    )
    apiKeys.push(key)
    traffic.push({
      name: key.name,
      apiKeyId: key.id,
      workspaceId: production.id,
      ...random.pick(HABITS)(frame, size),
    })
  }
  traffic.push({
    name: 'playground',
    apiKeyId: null,
    actorId: colleague.id,
    workspaceId: home.id,
    product: 'claude_console',
    models: SONNET,
    requestsPerHour: (hour) => officeHours(hour, 0.4),
    per: { uncachedInput: 1600, output: 700 },
  })
  const isCoding = traffic.some(({ product }) => product === 'claude_code')
  const plans: HeldPlan[] = isCoding
    ? [
        monthlyPlan(
          frame,
          { holder_email: office.email, plan: 'team_standard', seats: 3, price: '75.00' },
          150,
        ),
      ]
    : [monthlyPlan(frame, { holder_email: owner.email, plan: 'pro', seats: 1, price: '20.00' }, 150)]
  return tellCompany(frame, {
    cover: { company: `Quiet ${seed}`, title: 'Nothing is wrong', whatToSee: 'Nothing is wrong.' },
    members: [owner, colleague, office],
    workspaces: [home, production],
    apiKeys,
    traffic,
    plans,
  })
}
