import { hourOf, type HourNumber } from '@/lib/domain/findings/closed-hour'
import type { SpendLimit } from '@/lib/domain/findings/evidence'
import type { RuleId, Severity } from '@/lib/domain/findings/finding'
import { NANO_PER_USD, nano } from '@/lib/domain/money'
import { type Story, tellStory, type StoryName } from '../stories/tell-story'
import { type Fact, type FactFilter, truthTotal, type World } from '../world'
import { tellConsoleLogin, tellOverridingKey, tellTwoPlans } from './billed-beside-a-plan'
import {
  BLOCKED_DAYS_AGO,
  tellBlockedRequests,
  tellOrphanedWorkspace,
  tellRetiringModel,
  tellStuckOnLong,
  tellUnreadCache,
} from './costly-habits'
import { GROWING_CAP, tellAgentInCircles, tellDormantKey, tellGrowingSpend } from './runaway-keys'
import { CASE_NOW } from './tell-case'

/** The real case of a rule, told; and when it could be seen at the earliest, reckoned from the facts alone. */
export interface Replay {
  rule: RuleId
  /** Where it comes from. */
  source: string
  tell(): Story
  limits?(world: World): SpendLimit[]
  /** Id of the subject. */
  subject(story: Story): string
  /** What it is when it can first be seen; it may get worse. */
  severity: Severity
  /** The first instant, as the hour that begins there, at which the hours closed by then show it. */
  couldShow(story: Story): HourNumber
  /** How often it happens; 1 where nothing else is said. */
  episodes?: number
}

const HOUR_MS = 3_600_000
const DAY_HOURS = 24
const USD = NANO_PER_USD
const told = (name: StoryName) => () => tellStory(name, { seed: 1, now: CASE_NOW })
const keyNamed = (name: string) => (story: Story) =>
  story.world.apiKeys.find((key) => key.name === name)?.id ?? ''
const todayHour = Math.floor(hourOf(CASE_NOW) / DAY_HOURS) * DAY_HOURS
const daysAgo = (days: number): HourNumber => todayHour - days * DAY_HOURS
const costOf = (fact: Fact) => fact.costs.reduce((sum, { amount }) => sum + amount, 0n)
const hourOfFact = ({ minute }: Fact): HourNumber => Math.floor(minute / 60)

/** When the facts of the last `days` UTC days first cost at least `least`: the end of the hour that brings it there. */
function whenCost(world: World, where: FactFilter, days: number, least: bigint): HourNumber {
  const facts = world.facts.filter(where)
  let sum = 0n
  let oldest = 0
  for (const fact of facts) {
    sum += costOf(fact)
    const from = (Math.floor(hourOfFact(fact) / DAY_HOURS) + 1 - days) * DAY_HOURS
    for (let first = facts[oldest]; first && hourOfFact(first) < from; first = facts[oldest]) {
      sum -= costOf(first)
      oldest++
    }
    if (sum >= least) return hourOfFact(fact) + 1
  }
  throw new RangeError('The case never costs that much.')
}

/** The end of the hour of the first such fact. */
function whenFirst(world: World, where: FactFilter): HourNumber {
  return whenCost(world, where, 1, 1n)
}

/** When a hour of these facts alone first costs more than five dollars. */
function whenDearHour(world: World, where: FactFilter): HourNumber {
  const hours = new Map<HourNumber, bigint>()
  for (const fact of world.facts.filter(where)) {
    const cost = (hours.get(hourOfFact(fact)) ?? 0n) + costOf(fact)
    hours.set(hourOfFact(fact), cost)
    if (cost > 5n * USD) return hourOfFact(fact) + 1
  }
  throw new RangeError('No hour is dear.')
}

/** Month to date and the mean of seven closed days over the hours left, at four fifths of the cap. */
function whenPaceReaches(world: World, cap: bigint): HourNumber {
  const at = (hour: HourNumber) => new Date(hour * HOUR_MS)
  const spent = (from: HourNumber, to: HourNumber) => truthTotal(world, { from: at(from), to: at(to) }).amount
  for (let until = daysAgo(20); until <= hourOf(CASE_NOW); until++) {
    const last = at(until - 1)
    const month = hourOf(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 1)))
    const end = hourOf(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 1)))
    const midnight = Math.floor(until / DAY_HOURS) * DAY_HOURS
    const week = spent(midnight - 7 * DAY_HOURS, midnight)
    if ((spent(month, until) + (week * BigInt(end - until)) / 168n) * 5n >= cap * 4n) return until
  }
  throw new RangeError('The pace never reaches the cap.')
}

/** Written for an hour and not read: when that cost a dollar more than sending it, and writes are most of the input. */
function whenCacheLoses(world: World): HourNumber {
  const SONNET_INPUT = 2000n
  const week: Fact[] = []
  const amountOf = (fact: Fact, type: string) =>
    fact.costs.reduce((sum, { tokenType, amount }) => (tokenType === type ? sum + amount : sum), 0n)
  for (const fact of world.facts) {
    week.push(fact)
    const from = (Math.floor(hourOfFact(fact) / DAY_HOURS) - 6) * DAY_HOURS
    while (week[0] && hourOfFact(week[0]) < from) week.shift()
    let [writes, others, cached] = [0n, 0n, 0n]
    for (const one of week) {
      const read = amountOf(one, 'cache_read_input_tokens')
      writes += amountOf(one, 'cache_creation.ephemeral_1h_input_tokens')
      others += read + amountOf(one, 'uncached_input_tokens')
      cached += BigInt(one.cacheWrite1h + one.cacheRead) * SONNET_INPUT - read
    }
    if (writes > others && writes - cached >= USD) return hourOfFact(fact) + 1
  }
  throw new RangeError('The cache never loses a dollar.')
}

export const REPLAYS: readonly Replay[] = [
  {
    rule: 'key-overrides-plan',
    source: 'anthropics/claude-code#37686, $1,800 in two days',
    tell: tellOverridingKey,
    subject: keyNamed('pipeline'),
    severity: 'high',
    couldShow: ({ world }) => whenCost(world, ({ product }) => product === 'claude_code', 1, USD),
  },
  {
    rule: 'console-login',
    source: 'CC#84545, the desktop app on a Console key',
    tell: tellConsoleLogin,
    subject: keyNamed('claude_code_key_robin.hale_qkzt'),
    severity: 'high',
    couldShow: ({ world }) => whenCost(world, ({ product }) => product === 'claude_code', 1, USD),
  },
  {
    rule: 'leaked-key',
    source: 'devcowboy newsletter, $16,713.95 on a dormant key',
    tell: tellDormantKey,
    subject: keyNamed('hack-weekend'),
    severity: 'high',
    couldShow: ({ world }) => whenCost(world, ({ requests }) => requests > 90, 1, 5n * USD),
  },
  {
    rule: 'leaked-key',
    source: 'CC#96048, the probe',
    tell: told('leaked-key'),
    subject: keyNamed('photo-captions'),
    severity: 'low',
    couldShow: ({ world }) => whenFirst(world, ({ model }) => model?.includes('fable') ?? false),
    episodes: 2,
  },
  {
    rule: 'leaked-key',
    source: 'CC#96048, the burst of the next night',
    tell: told('leaked-key'),
    subject: keyNamed('photo-captions'),
    severity: 'high',
    couldShow: ({ world }) => whenDearHour(world, ({ model }) => model?.includes('fable') ?? false),
    episodes: 2,
  },
  {
    rule: 'forgotten-job',
    source: 'CC#74547, soleur#6266: a cron for nobody',
    tell: told('forgotten-cron'),
    subject: keyNamed('kpi-digest'),
    severity: 'medium',
    couldShow: (story) => {
      const key = keyNamed('kpi-digest')(story)
      const nights = story.world.facts.filter(({ apiKeyId }) => apiKeyId === key)
      return hourOfFact(nights[6] as Fact) + 1
    },
  },
  {
    rule: 'agent-loop',
    source: 'CC#85912, $1,031.92 in 48 hours',
    tell: tellAgentInCircles,
    subject: keyNamed('cowork'),
    severity: 'high',
    couldShow: ({ world }) => whenDearHour(world, () => true),
  },
  {
    rule: 'fast-mode',
    source: 'CC#41428, fast mode beside a Max plan',
    tell: told('fast-mode'),
    subject: keyNamed('claude-code-fast'),
    severity: 'medium',
    couldShow: ({ world }) => whenFirst(world, ({ speed }) => speed === 'fast'),
  },
  {
    rule: 'long-context',
    source: 'CC#50804, $130 on the model with a million tokens',
    tell: tellStuckOnLong,
    subject: keyNamed('robin-laptop'),
    severity: 'low',
    couldShow: ({ world }) =>
      whenCost(world, ({ contextWindow }) => contextWindow === '200k-1M', 7, 10n * USD + 1n),
  },
  {
    rule: 'cache-waste',
    source: 'CC#46829, one-hour writes nobody reads',
    tell: tellUnreadCache,
    subject: keyNamed('essay-feedback'),
    severity: 'low',
    couldShow: ({ world }) => whenCacheLoses(world),
  },
  {
    rule: 'playground-use',
    source: 'SUP 8977456, the Playground bills the API',
    tell: told('forgotten-key'),
    subject: ({ world }) => world.organization.id,
    severity: 'low',
    couldShow: ({ world }) => whenFirst(world, ({ apiKeyId }) => apiKeyId === null),
  },
  {
    rule: 'key-hygiene',
    source: 'CommandCodeAI/command-code#718, old keys',
    tell: told('idle-keys'),
    subject: keyNamed('webinar-june'),
    severity: 'low',
    couldShow: (story) => {
      const key = keyNamed('webinar-june')(story)
      const last = story.world.facts.findLast(({ apiKeyId }) => apiKeyId === key) as Fact
      return (Math.floor(hourOfFact(last) / DAY_HOURS) + 61) * DAY_HOURS
    },
  },
  {
    rule: 'cap-run-rate',
    source: 'CC#59858, 250 % of a cap without notice',
    tell: tellGrowingSpend,
    limits: ({ organization }) => [
      {
        subject: { type: 'organization', id: organization.id },
        amount: nano(GROWING_CAP * USD),
        called: 'limit entered here',
      },
    ],
    subject: ({ world }) => world.organization.id,
    severity: 'low',
    couldShow: ({ world }) => whenPaceReaches(world, GROWING_CAP * USD),
  },
  {
    rule: 'unclaimed-api-credit',
    source: 'SUP 17154008, the credit has to be claimed',
    tell: told('key-over-plan'),
    subject: () => 'plan 1',
    severity: 'low',
    couldShow: ({ world }) => {
      const since = Date.parse('2026-10-07T00:00:00Z') / 60_000
      return whenFirst(world, ({ minute }) => minute >= since)
    },
  },
  {
    rule: 'usage-cost-gap',
    source: 'anthropics/claude-quickstarts#431, blocked requests',
    tell: tellBlockedRequests,
    subject: () => 'claude-opus-5-5',
    severity: 'low',
    couldShow: () => daysAgo(BLOCKED_DAYS_AGO - 1),
  },
  {
    rule: 'retiring-model',
    source: 'Sonnet 4.5, last day 2026-11-30',
    tell: tellRetiringModel,
    subject: () => 'claude-sonnet-4-5',
    severity: 'low',
    couldShow: () => hourOf(new Date('2026-10-31T01:00:00Z')),
  },
  {
    rule: 'forgotten-workspace',
    source: 'billing.md §13, 20: a workspace of somebody who left',
    tell: tellOrphanedWorkspace,
    subject: ({ world }) => world.workspaces.find(({ name }) => name === 'Recipes pilot')?.id ?? '',
    severity: 'medium',
    couldShow: ({ world }) => {
      const pilot = world.workspaces.find(({ name }) => name === 'Recipes pilot')?.id
      return whenCost(world, ({ workspaceId }) => workspaceId === pilot, 30, 20n * USD + 1n)
    },
  },
  {
    rule: 'double-subscription',
    source: 'billing.md §13, 19: Pro and Max at once',
    tell: tellTwoPlans,
    subject: ({ owner }) => owner.email,
    severity: 'medium',
    couldShow: () => daysAgo(20) + 1,
  },
]
