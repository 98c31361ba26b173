import type { Budget } from '@/lib/domain/budget'
import type { Day } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import type { Notice } from '@/lib/domain/notice'
import { prisma } from './client'
import { recordNotices } from './notices'

/** Thresholds of a period that were written before; those of an earlier amount, scope or period do not count. */
export async function readCrossed({ id, revision }: Budget, periodStart: Day): Promise<Set<number>> {
  const rows = await prisma().budgetCrossing.findMany({ where: { budgetId: id, revision, periodStart } })
  return new Set(rows.map(({ threshold }) => threshold))
}

export interface CrossingInput {
  budget: Budget
  periodStart: Day
  /** Gone over and not written before, ascending. */
  thresholds: readonly number[]
  spent: Nano
  /** For the highest that is new: several at once are one thing to be told. Null for a told story. */
  noticeOf: ((threshold: number) => Notice) | null
}

/** Writes each threshold once, whoever comes first, and with those that are new what people are told. Answers those. */
export async function recordCrossings(
  { budget, periodStart, thresholds, spent, noticeOf }: CrossingInput,
  now: Date,
): Promise<number[]> {
  return prisma().$transaction(async (tx) => {
    // A budget that is edited or deleted meanwhile is judged anew at the next sync.
    const [stands] = await tx.$queryRaw<unknown[]>`
      select 1 from budgets where id = ${budget.id} and revision = ${budget.revision} and deleted_at is null for share`
    if (!stands) return []
    const written = await tx.budgetCrossing.createManyAndReturn({
      data: thresholds.map((threshold) => ({
        ...{ budgetId: budget.id, revision: budget.revision, periodStart, threshold, crossedAt: now },
        ...{ spentNano: spent, amountNano: budget.amount },
      })),
      skipDuplicates: true,
      select: { threshold: true },
    })
    const fresh = written.map(({ threshold }) => threshold).sort((a, b) => a - b)
    const highest = fresh.at(-1)
    if (highest !== undefined && noticeOf) await recordNotices(tx, [noticeOf(highest)], now)
    return fresh
  })
}

/** The same for what is no threshold: told once under its key. */
export async function recordBudgetNotices(notices: readonly Notice[], now: Date): Promise<void> {
  await prisma().$transaction((tx) => recordNotices(tx, notices, now))
}
