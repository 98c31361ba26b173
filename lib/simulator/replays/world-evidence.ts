import { addDays, type Day, day, dayOf, daysIn } from '@/lib/domain/day'
import { DAY_HOURS, dayOfHour, hourInstant, type HourNumber } from '@/lib/domain/findings/closed-hour'
import {
  CLAUDE_CODE_DAYS,
  type Evidence,
  type KeyEntry,
  type KeyHours,
  type KeyPerson,
  PEOPLE_DAYS,
  type RateDay,
  REACH_DAYS,
  RECONCILED_DAYS,
  type UseDay,
} from '@/lib/domain/findings/evidence'
import { nano, parseUsd, zero } from '@/lib/domain/money'
import { CATALOGUE_DEFAULTS } from '@/lib/domain/plan-catalogue'
import type { StoredPlan } from '@/lib/domain/plan-record'
import type { PriceableUsage } from '@/lib/domain/pricing'
import type { Story } from '../stories/story'
import type { Fact, World } from '../world'

/** What the rules are told from elsewhere. */
export type Told = Pick<Evidence, 'prices' | 'retirements' | 'limits'>

const MINUTES_PER_HOUR = 60
const COST_COLUMNS: Record<string, 'inputCost' | 'readCost' | 'write5mCost' | 'write1hCost'> = {
  uncached_input_tokens: 'inputCost',
  cache_read_input_tokens: 'readCost',
  'cache_creation.ephemeral_5m_input_tokens': 'write5mCost',
  'cache_creation.ephemeral_1h_input_tokens': 'write1hCost',
}

/**
 * The evidence as it stands when `until` is the first hour that is not closed. Keys that are made later, plans that begin later
 * and facts from then on are not in it; who is a member is the same at all times.
 */
export function worldEvidence({ world, plans }: Story, until: HourNumber, told: Told): Evidence {
  const lastDay = dayOfHour(until - 1)
  const closed = world.facts.slice(0, firstAtOrAfter(world.facts, until * MINUTES_PER_HOUR))
  const [oldest] = world.facts
  const reach = daysIn({ from: addDays(lastDay, 1 - REACH_DAYS), to: addDays(lastDay, 1) })
  const parts = reach.map((day) =>
    day < dayOfHour(until) ? wholeDay(world, day) : partsOf(world, factsOn(closed, day)),
  )
  const reconciled = parts
    .filter((_, index) => (reach[index] ?? lastDay) < dayOfHour(until))
    .slice(-RECONCILED_DAYS)
  return {
    organization: { id: world.organization.id, name: world.organization.name },
    until,
    knownSince: oldest ? dayOfFact(oldest) : lastDay,
    keys: keyEntries(world, closed, until),
    workspaces: world.workspaces.map(({ id, name }) => ({ id, name })),
    members: new Map(world.members.map(({ id, email }) => [id, email.toLowerCase()])),
    hours: keyHours(closed.slice(firstAtOrAfter(closed, minuteOf(reach[0] ?? lastDay)))),
    days: parts.flatMap(({ days }) => days),
    rates: parts.flatMap(({ rates }) => rates),
    keyPeople: mergePeople(parts.slice(-PEOPLE_DAYS).flatMap(({ people }) => people)),
    claudeCode: (world.claudeCode ?? []).flatMap(({ minute, actor, customerType, models }) => {
      const on = dayOf(new Date(minute * 60_000))
      if (minute >= until * MINUTES_PER_HOUR || on <= addDays(lastDay, -CLAUDE_CODE_DAYS)) return []
      if (actor.type !== 'user_actor' || customerType !== 'api') return []
      const cents = models.reduce((sum, { estimatedCents }) => sum + Math.round(estimatedCents), 0)
      return [
        { day: on, email: actor.email_address.toLowerCase(), estimated: nano(BigInt(cents) * 10_000_000n) },
      ]
    }),
    priceable: reconciled.flatMap(({ usage }) => usage),
    billed: reconciled.flatMap(({ amounts }) => amounts),
    plans: plans
      .filter(({ starts_on }) => starts_on <= lastDay)
      .map((held, index) => storedPlan(held, index, world, lastDay)),
    catalogue: CATALOGUE_DEFAULTS,
    ...told,
  }
}

interface DayParts {
  days: UseDay[]
  rates: RateDay[]
  people: KeyPerson[]
  usage: PriceableUsage[]
  amounts: Evidence['billed'][number][]
}

const knownDays = new WeakMap<World, Map<Day, DayParts>>()

function partsOf(world: World, facts: readonly Fact[]): DayParts {
  return {
    days: useDays(facts),
    rates: rateDays(facts),
    people: keyPeople(world, facts),
    usage: priceable(facts),
    amounts: billed(facts),
  }
}

/** A day that is over is summed once for a world. */
function wholeDay(world: World, day: Day): DayParts {
  const days = knownDays.get(world) ?? new Map<Day, DayParts>()
  knownDays.set(world, days)
  const parts = days.get(day) ?? partsOf(world, factsOn(world.facts, day))
  days.set(day, parts)
  return parts
}

function factsOn(facts: readonly Fact[], day: Day): Fact[] {
  return facts.slice(firstAtOrAfter(facts, minuteOf(day)), firstAtOrAfter(facts, minuteOf(addDays(day, 1))))
}

const minuteOf = (day: Day) => Date.parse(`${day}T00:00:00Z`) / 60_000

function dayOfFact({ minute }: Fact): Day {
  return dayOfHour(Math.floor(minute / MINUTES_PER_HOUR))
}

function firstAtOrAfter(facts: readonly Fact[], minute: number): number {
  let low = 0
  let high = facts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((facts[middle]?.minute ?? 0) < minute) low = middle + 1
    else high = middle
  }
  return low
}

const costOf = ({ costs }: Fact) => costs.reduce((sum, { amount }) => sum + amount, 0n)

type DayCosts = Map<string, Map<number, bigint>>
const knownDayCosts = new WeakMap<World, DayCosts>()

/** Cost by key and day number. */
function dayCosts(facts: readonly Fact[]): DayCosts {
  const keys: DayCosts = new Map()
  for (const fact of facts) {
    if (fact.apiKeyId === null) continue
    const days = keys.get(fact.apiKeyId) ?? new Map<number, bigint>()
    const on = Math.floor(fact.minute / (MINUTES_PER_HOUR * DAY_HOURS))
    days.set(on, (days.get(on) ?? 0n) + costOf(fact))
    keys.set(fact.apiKeyId, days)
  }
  return keys
}

/** Whole days come from a sum that is made once for a world; the last day is summed up to `until`. */
function keyEntries(world: World, closed: readonly Fact[], until: HourNumber): KeyEntry[] {
  const current = new Map(world.members.map(({ id, email }) => [id, email]))
  const former = new Map(world.formerMembers.map(({ id, email }) => [id, email]))
  const whole = knownDayCosts.get(world) ?? dayCosts(world.facts)
  knownDayCosts.set(world, whole)
  const lastDay = Math.floor((until - 1) / DAY_HOURS)
  const begun = dayCosts(closed.slice(firstAtOrAfter(closed, lastDay * DAY_HOURS * MINUTES_PER_HOUR)))
  const now = new Date(hourInstant(until)).getTime()
  return world.apiKeys
    .filter(({ created_at }) => Date.parse(created_at) < now)
    .map((key) => {
      const days = [
        ...[...(whole.get(key.id) ?? [])].filter(([on]) => on < lastDay),
        ...(begun.get(key.id) ?? []),
      ]
      const creator = key.created_by?.id ?? null
      const email = creator === null ? undefined : (current.get(creator) ?? former.get(creator))
      return {
        id: key.id,
        name: key.name,
        flag: key.status,
        workspaceId: key.scope.type === 'workspace' ? key.scope.workspace_id : null,
        createdAt: new Date(key.created_at),
        expiresAt: key.expires_at === null ? null : new Date(key.expires_at),
        owner: email?.toLowerCase() ?? null,
        ownerGone: creator !== null && !current.has(creator),
        purpose: null,
        used: {
          day: Int32Array.from(days, ([on]) => on),
          cost: BigInt64Array.from(days, ([, cost]) => cost),
        },
      }
    })
}

function keyHours(facts: readonly Fact[]): KeyHours[] {
  const keys = new Map<
    string,
    Map<number, { cost: bigint; requests: number; input: number; output: number }>
  >()
  for (const fact of facts) {
    if (fact.apiKeyId === null) continue
    const hours =
      keys.get(fact.apiKeyId) ??
      new Map<number, { cost: bigint; requests: number; input: number; output: number }>()
    keys.set(fact.apiKeyId, hours)
    const hour = Math.floor(fact.minute / MINUTES_PER_HOUR)
    const sums = hours.get(hour) ?? { cost: 0n, requests: 0, input: 0, output: 0 }
    hours.set(hour, sums)
    sums.cost += costOf(fact)
    sums.requests += fact.requests
    sums.input += fact.uncachedInput + fact.cacheRead + fact.cacheWrite5m + fact.cacheWrite1h
    sums.output += fact.output
  }
  return [...keys].map(([keyId, hours]) => {
    const sums = [...hours.values()]
    return {
      keyId,
      hour: Int32Array.from(hours.keys()),
      cost: BigInt64Array.from(sums, ({ cost }) => cost),
      requests: Float64Array.from(sums, ({ requests }) => requests),
      input: Float64Array.from(sums, ({ input }) => input),
      output: Float64Array.from(sums, ({ output }) => output),
    }
  })
}

/** Sums of facts that agree in what `start` gives them, in order of time. */
function sumsOf<Row extends object>(
  facts: readonly Fact[],
  start: (fact: Fact) => Row,
  add: (row: Row, fact: Fact) => void,
): Row[] {
  const rows = new Map<string, Row>()
  for (const fact of facts) {
    const empty = start(fact)
    const id = Object.values(empty).join('|')
    const row = rows.get(id) ?? empty
    rows.set(id, row)
    add(row, fact)
  }
  return [...rows.values()]
}

const noTokens = () => ({ uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n })

function addTokens(row: ReturnType<typeof noTokens>, fact: Fact): void {
  row.uncachedInput += BigInt(fact.uncachedInput)
  row.cacheRead += BigInt(fact.cacheRead)
  row.cacheWrite5m += BigInt(fact.cacheWrite5m)
  row.cacheWrite1h += BigInt(fact.cacheWrite1h)
  row.output += BigInt(fact.output)
}

function useDays(facts: readonly Fact[]): UseDay[] {
  return sumsOf<UseDay>(
    facts,
    (fact) => ({
      day: dayOfFact(fact),
      keyId: fact.apiKeyId,
      workspaceId: fact.workspaceId,
      model: fact.model,
      product: fact.product,
      cost: zero,
      requests: 0,
      inputCost: zero,
      readCost: zero,
      write5mCost: zero,
      write1hCost: zero,
      ...noTokens(),
    }),
    (row, fact) => {
      addTokens(row, fact)
      row.cost = nano(row.cost + costOf(fact))
      row.requests += fact.requests
      for (const { tokenType, amount } of fact.costs) {
        const column = tokenType === null ? undefined : COST_COLUMNS[tokenType]
        if (column) row[column] = nano(row[column] + amount)
      }
    },
  )
}

function rateDays(facts: readonly Fact[]): RateDay[] {
  return sumsOf<RateDay>(
    facts,
    (fact) => ({
      day: dayOfFact(fact),
      keyId: fact.apiKeyId,
      model: fact.model,
      speed: fact.speed,
      contextWindow: fact.contextWindow,
      inferenceGeo: fact.inferenceGeo,
      cost: zero,
      ...noTokens(),
    }),
    (row, fact) => {
      addTokens(row, fact)
      for (const { costType, amount } of fact.costs)
        if (costType === 'tokens') row.cost = nano(row.cost + amount)
    },
  )
}

function keyPeople(world: World, facts: readonly Fact[]): KeyPerson[] {
  const emails = new Map(
    [...world.members, ...world.formerMembers].map(({ id, email }) => [id, email.toLowerCase()]),
  )
  return sumsOf<KeyPerson>(
    facts,
    (fact) => ({
      keyId: fact.apiKeyId,
      workspaceId: fact.workspaceId,
      email: (fact.actorId !== null && emails.get(fact.actorId)) || null,
      cost: zero,
      lastDay: dayOfFact(fact),
    }),
    (row, fact) => {
      row.cost = nano(row.cost + costOf(fact))
    },
  )
}

/** Days in order of time to one row for each who and where. */
function mergePeople(rows: readonly KeyPerson[]): KeyPerson[] {
  const people = new Map<string, KeyPerson>()
  for (const row of rows) {
    const id = `${row.keyId} ${row.workspaceId} ${row.email}`
    people.set(id, { ...row, cost: nano((people.get(id)?.cost ?? 0n) + row.cost) })
  }
  return [...people.values()]
}

function priceable(facts: readonly Fact[]): PriceableUsage[] {
  return sumsOf<PriceableUsage>(
    facts,
    ({ model, serviceTier, speed, contextWindow, inferenceGeo, ...fact }) => ({
      day: dayOfFact(fact as Fact),
      model,
      serviceTier,
      speed,
      contextWindow,
      inferenceGeo,
      ...noTokens(),
    }),
    addTokens,
  )
}

function billed(facts: readonly Fact[]): { day: Day; model: string | null; listAmount: typeof zero }[] {
  return sumsOf(
    facts,
    (fact) => ({ day: dayOfFact(fact), model: fact.model, listAmount: zero }),
    (row, { costs }) => {
      for (const { costType, listAmount } of costs)
        if (costType === 'tokens') row.listAmount = nano(row.listAmount + listAmount)
    },
  )
}

function storedPlan(held: Story['plans'][number], index: number, world: World, lastDay: Day): StoredPlan {
  const startsOn = day(held.starts_on)
  const id = `plan ${index + 1}`
  const term = (
    effectiveOn: Day,
    { plan, seats, price }: { plan: string; seats: number; price: string },
  ) => ({
    id: `${id} ${effectiveOn}`,
    effectiveOn,
    planCode: plan,
    seats,
    price: parseUsd(price) ?? zero,
    priceUsd: parseUsd(price) ?? zero,
    paused: false,
  })
  return {
    id,
    holderEmail: held.holder_email.toLowerCase(),
    cycle: held.cycle,
    currency: held.currency,
    startsOn,
    endsOn: null,
    terms: [
      term(startsOn, held),
      ...(held.changes ?? []).map((change) => term(day(change.effective_on), change)),
    ],
    apiCredit:
      held.credit_claimed_on && held.credit_claimed_on <= lastDay
        ? { organizationId: world.organization.id, claimedOn: day(held.credit_claimed_on) }
        : null,
  }
}
