import { pool, prisma } from '@/lib/db/client'
import { readBudgets } from '@/lib/db/budget-rows'
import { creditableSpend } from '@/lib/db/creditable-spend'
import { loadPlans, readCatalogue } from '@/lib/db/plan-rows'
import type { DataScope } from '@/lib/domain/data-scope'
import { addDays, type Day, dayOf, daysIn, earlier, isWithin } from '@/lib/domain/day'
import type { OwnNumbers } from '@/lib/domain/guides/own-numbers'
import type { Key } from '@/lib/domain/key-list'
import { type Nano, sum, zero } from '@/lib/domain/money'
import { creditPeriods, useCredit } from '@/lib/domain/plan-credit'
import { type Quality, weaker } from '@/lib/domain/quality'
import type { Viewer } from '@/lib/domain/viewer'
import { STANDS_SQL } from './findings'
import { listKeys } from './keys'
import { listOwnLimits } from './own-limits'
import { listPlans } from './plans'

const DAYS = 30
const MOST_KEYS = 200
const NAMED_KEYS = 3

/** What the guides show of the reader's own money, as it stands at `now`: only of what is real, or only of what is told. */
export async function getOwnNumbers(viewer: Viewer, data: DataScope, now: Date): Promise<OwnNumbers> {
  const today = dayOf(now)
  const range = { from: addDays(today, -DAYS), to: today }
  const search = {
    ...{ range, before: { from: addDays(range.from, -DAYS), to: range.from }, data },
    ...{ sort: { by: 'spend' as const, descending: true }, limit: MOST_KEYS, offset: 0 },
  }
  const [{ keys, sums }, list, limits, credit, missingDays, unlimited, leaks] = await Promise.all([
    listKeys(viewer, search, now),
    listPlans(viewer, now, data),
    listOwnLimits(viewer, now, data),
    creditOf(data, today),
    unreadDays(data, range.from, today),
    unlimitedKeys(data, now),
    openLeaks(data, now),
  ])
  const running = list.plans.filter(({ state }) => state === 'active')
  const holders = new Set(running.map(({ plan }) => plan.holderEmail))
  const besidePlans = keys.filter(
    ({ owner, spend }) => owner !== null && holders.has(owner) && (spend ?? zero) > 0n,
  )
  const next = running
    .flatMap(({ nextCharge }) => (nextCharge ? [nextCharge] : []))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0]
  return {
    range,
    organizations: sums.organizations,
    missingDays,
    api: { amount: sums.billed, quality: qualityOf(keys, sums.hasEstimates) },
    withoutKey: sums.withoutKey,
    besidePlans: {
      amount: sum(besidePlans.map(({ spend }) => spend ?? zero)),
      keys: besidePlans.slice(0, NAMED_KEYS).map(namedKey),
      partial: sums.matching > keys.length,
    },
    keys: {
      ...unlimited,
      idle: sums.cards.idle,
      idleDays: sums.idleDays,
      neverExpires: sums.cards.never_expires,
    },
    plans: {
      running: list.running,
      perMonth: list.perMonth,
      next: next ? { on: next.on, amount: next.amountUsd } : null,
    },
    credit: {
      ...credit,
      unlinked: sum(
        running.flatMap(({ plan, apiCredit }) => (plan.apiCredit || !apiCredit ? [] : [apiCredit])),
      ),
    },
    limits: {
      known: limits.length,
      reached: limits.filter(({ state }) => state === 'warning' || state === 'exceeded').length,
    },
    leaks,
  }
}

function namedKey({ organizationId, id, name, spend }: Key) {
  const href = `/keys/${encodeURIComponent(organizationId)}/${encodeURIComponent(id)}`
  return { name, href, amount: spend ?? zero }
}

function qualityOf(keys: readonly Key[], hasEstimates: boolean): Quality {
  const start: Quality = hasEstimates ? 'estimated' : 'billed'
  return keys.reduce<Quality>((worst, { quality }) => (quality ? weaker(worst, quality) : worst), start)
}

async function creditOf(
  data: DataScope,
  today: Day,
): Promise<{ granted: Nano; used: Nano; lostOn: Day | null }> {
  const [plans, catalogue] = await Promise.all([loadPlans(data), readCatalogue()])
  const periods = plans.flatMap((plan) => creditPeriods(plan, catalogue, today))
  const { balances } = useCredit(periods, await creditableSpend(periods, today))
  const open = balances.filter((balance) => isWithin(today, balance))
  const [first, ...others] = open
  return {
    granted: sum(open.map(({ granted }) => granted)),
    used: sum(open.map(({ used }) => used)),
    lostOn: first ? others.reduce((on, { to }) => earlier(on, to), first.to) : null,
  }
}

/** Days of which some organisation was read by then and another, or the same, was not. */
async function unreadDays(data: DataScope, from: Day, to: Day): Promise<number> {
  const { rows } = await pool().query<{ day: Day; read: number; all: number }>(
    `select c.day, count(*) filter (where c.state in ('synced', 'provisional'))::int as read,
       (select count(*) from organizations where is_demo = $3)::int as all
     from coverage c join organizations o on o.id = c.organization_id
     where o.is_demo = $3 and c.day >= $1::date and c.day < $2::date group by c.day`,
    [from, to, data === 'demo'],
  )
  const whole = new Set(rows.filter(({ read, all }) => read >= all).map(({ day }) => day))
  return daysIn({ from, to }).filter((day) => !whole.has(day)).length
}

/** Active keys, and those that neither a limit somebody set nor a budget of theirs is known for. */
async function unlimitedKeys(data: DataScope, now: Date): Promise<{ active: number; unlimited: number }> {
  const [keys, limits, budgets] = await Promise.all([
    prisma().apiKey.findMany({
      where: {
        status: 'active',
        goneAt: null,
        organization: { isDemo: data === 'demo' },
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      },
      select: { id: true, organizationId: true, workspaceId: true },
    }),
    prisma().spendLimit.findMany({ where: { source: { not: 'usage_tier' } } }),
    readBudgets(data === 'demo'),
  ])
  const limited = new Set(
    limits.map(({ organizationId, subjectType, subjectId }) =>
      [organizationId, subjectType === 'workspace' ? subjectId : null].join(' '),
    ),
  )
  const budgeted = new Set(budgets.flatMap(({ scope }) => (scope.key === undefined ? [] : [scope.key])))
  const unlimited = keys.filter(
    ({ id, organizationId, workspaceId }) =>
      !budgeted.has(id) &&
      !limited.has(`${organizationId} `) &&
      !(workspaceId && limited.has(`${organizationId} ${workspaceId}`)),
  )
  return { active: keys.length, unlimited: unlimited.length }
}

async function openLeaks(data: DataScope, now: Date): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `select count(*)::int as count from findings f join organizations o on o.id = f.organization_id
     where f.rule = 'leaked-key' and o.is_demo = $2 and ${STANDS_SQL} = 'open'`,
    [now, data === 'demo'],
  )
  return rows[0]?.count ?? 0
}
