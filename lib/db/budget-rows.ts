import { z } from 'zod'
import { BUDGET_PERIODS, GUARD_MODES, type Budget, type BudgetScope } from '@/lib/domain/budget'
import { nano } from '@/lib/domain/money'
import { POOLS } from '@/lib/domain/timeline-request'
import { pool } from './client'
import type { Budget as BudgetRow } from './generated/client'

const text = z.string().optional()
const storedScope = z.object({
  pool: z.array(z.enum(POOLS)).optional(),
  organization: text,
  workspace: text,
  key: text,
  model: text,
  owner: text,
  tag: text,
  plan: text,
})

/** A budget as it is stored; an odd scope is a bug, since only the command writes it. */
export function storedBudget(row: Omit<BudgetRow, 'createdAt' | 'createdBy' | 'deletedAt'>): Budget {
  return {
    id: row.id,
    name: row.name,
    scope: scopeWithout(storedScope.parse(row.scope)),
    amount: nano(row.amountNano),
    period: z.enum(BUDGET_PERIODS).parse(row.period),
    thresholds: [...row.thresholds],
    guard: z.enum(GUARD_MODES).parse(row.guard),
    revision: row.revision,
    isDemo: row.isDemo,
  }
}

function scopeWithout(scope: z.output<typeof storedScope>): BudgetScope {
  return Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined))
}

/** Those that stand, oldest first. */
export async function readBudgets(isDemo: boolean): Promise<Budget[]> {
  const { rows } = await pool().query<Parameters<typeof storedBudget>[0]>(
    `select id, name, scope, amount_nano as "amountNano", period, thresholds, guard, revision, is_demo as "isDemo"
     from budgets where is_demo = $1 and deleted_at is null order by id`,
    [isDemo],
  )
  return rows.map(storedBudget)
}
