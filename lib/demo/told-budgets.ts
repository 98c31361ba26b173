import { type BudgetInput, createBudget } from '@/lib/commands/budgets'
import { addDays, dayOf, firstOfMonth, mondayOf, type Day } from '@/lib/domain/day'
import { nano, NANO_PER_USD, parseUsd, type Nano } from '@/lib/domain/money'
import type { Actor } from '@/lib/domain/viewer'
import type { Story } from '@/lib/simulator/stories/tell-story'
import { truthMoney } from '@/lib/simulator/world'

const THRESHOLDS = [50, 75, 90, 100]

/**
 * Three budgets of a told story, by what it tells: all of it with room to spare, its dearest key beyond its month with the
 * guard in dry run, and the next key within its week.
 */
export async function enterBudgets(
  teller: Actor,
  { world, plans }: Story,
  organizationId: string,
  now: Date,
): Promise<void> {
  const today = dayOf(now)
  const spentSince = (from: Day) => {
    const range = { from, to: addDays(today, 1), asOf: now }
    const byKey = [...truthMoney(world, 'key', range)].map(([key, { amount }]) => ({ key, amount }))
    return byKey.sort((a, b) => (a.amount > b.amount ? -1 : a.amount < b.amount ? 1 : 0))
  }
  const month = spentSince(firstOfMonth(today))
  const lately = spentSince(addDays(today, -30)).reduce((total, { amount }) => total + amount, 0n)
  const fees = plans.reduce((total, { price }) => total + (parseUsd(price) ?? 0n), 0n)
  const [dearest, next] = month.filter(({ key }) => key !== null)
  const nextInWeek = spentSince(mondayOf(today)).find(({ key }) => key === next?.key)

  const budgets: Omit<BudgetInput, 'thresholds'>[] = [
    {
      name: 'Claude, all of it',
      scope: {},
      amount: dollars((lately + fees) * 13n, 10n),
      period: 'month',
      guard: 'off',
    },
  ]
  const nameOf = (id: string) => world.apiKeys.find((key) => key.id === id)?.name ?? id
  if (dearest?.key)
    budgets.push({
      ...{
        name: `${nameOf(dearest.key)}, a month`,
        scope: { key: dearest.key, organization: organizationId },
      },
      ...{ amount: dollars(dearest.amount * 4n, 5n), period: 'month', guard: 'dry_run' },
    })
  if (next?.key)
    budgets.push({
      ...{ name: `${nameOf(next.key)}, a week`, scope: { key: next.key, organization: organizationId } },
      ...{ amount: dollars((nextInWeek?.amount ?? 0n) * 5n, 4n), period: 'week', guard: 'off' },
    })
  for (const budget of budgets)
    await createBudget(teller, { ...budget, thresholds: THRESHOLDS }, now, { isDemo: true })
}

/** A share of an amount in whole dollars, at least one. */
function dollars(amount: bigint, parts: bigint): Nano {
  const whole = amount / parts / NANO_PER_USD
  return nano((whole > 0n ? whole : 1n) * NANO_PER_USD)
}
