import { readCrossed, recordBudgetNotices, recordCrossings } from '@/lib/db/budget-crossings'
import { readBudgetGround, readBudgetStanding, type BudgetGround } from '@/lib/db/budget-figures'
import { readBudgets } from '@/lib/db/budget-rows'
import { prisma } from '@/lib/db/client'
import { readScopeNames } from '@/lib/db/scope-names'
import type { Budget } from '@/lib/domain/budget'
import { forecastNotice, thresholdNotice, type ToldBudget } from '@/lib/domain/budget-notices'
import { scopeWords } from '@/lib/domain/budget-words'
import type { BudgetStanding } from '@/lib/domain/budget-standing'
import { addDays, dayOf, daysBetween } from '@/lib/domain/day'
import { guardKey, type GuardSettings } from './guard-keys'

/** A period that is over is looked at so long: its last hours are told after its end. */
const LOOKED_BACK_DAYS = 2

/**
 * Judges every budget the organisation can be part of, after it was read: thresholds gone over are written and told once a
 * period, and a guard deactivates its key. What is stale waits until it is not. Nobody is told anything of a told story.
 */
export async function evaluateBudgets(organizationId: string, settings: GuardSettings): Promise<void> {
  const organization = await prisma().organization.findUnique({ where: { id: organizationId } })
  if (!organization) return
  const { isDemo } = organization
  const about = (await readBudgets(isDemo)).filter(
    ({ scope }) => scope.organization === undefined || scope.organization === organizationId,
  )
  if (about.length === 0) return
  const ground = await readBudgetGround(isDemo ? 'demo' : 'real', settings.clock())
  for (const budget of about) {
    settings.signal.throwIfAborted()
    await evaluateBudget(budget, organizationId, ground, settings)
  }
}

async function evaluateBudget(
  budget: Budget,
  organizationId: string,
  ground: BudgetGround,
  settings: GuardSettings,
): Promise<void> {
  const current = await readBudgetStanding(budget, ground)
  await tellThresholds(budget, current, ground)
  const told = await toldBudget(budget, current, ground)
  if (!budget.isDemo) {
    const { forecast, state, known } = current
    const isTold = state !== 'stale' && state !== 'no_data' && known !== 'exceeded'
    if (isTold && forecast && forecast.low > budget.amount)
      await recordBudgetNotices([forecastNotice(told, forecast)], settings.clock())
    await guardKey(told, organizationId, settings)
  }
  await tellThePeriodBefore(budget, current, ground)
}

async function tellThePeriodBefore(
  budget: Budget,
  { period }: BudgetStanding,
  ground: BudgetGround,
): Promise<void> {
  if (daysBetween(period.from, dayOf(ground.now)) >= LOOKED_BACK_DAYS) return
  const { createdAt } = await prisma().budget.findUniqueOrThrow({ where: { id: budget.id } })
  if (dayOf(createdAt) >= period.from) return
  const before = await readBudgetStanding(budget, ground, addDays(period.from, -1))
  if (before.period.from < period.from) await tellThresholds(budget, before, ground)
}

async function tellThresholds(budget: Budget, standing: BudgetStanding, ground: BudgetGround): Promise<void> {
  if (standing.state === 'stale' || standing.state === 'no_data' || standing.over.length === 0) return
  const periodStart = standing.period.from
  const crossed = await readCrossed(budget, periodStart)
  const thresholds = standing.over.filter((threshold) => !crossed.has(threshold))
  if (thresholds.length === 0) return
  const told = await toldBudget(budget, standing, ground)
  await recordCrossings(
    {
      ...{ budget, periodStart, thresholds, spent: standing.spent },
      noticeOf: budget.isDemo ? null : (threshold) => thresholdNotice(told, threshold),
    },
    ground.now,
  )
}

async function toldBudget(
  budget: Budget,
  standing: BudgetStanding,
  { now }: BudgetGround,
): Promise<ToldBudget> {
  const scope = scopeWords(budget.scope, await readScopeNames(budget.scope, now))
  return { budget, standing, scope, organizationId: budget.scope.organization ?? null }
}
