import { readBudgetGround, readBudgetStanding } from '@/lib/db/budget-figures'
import { prisma } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import { nano } from '@/lib/domain/money'
import type { OwnLimit } from '@/lib/domain/own-limit'
import type { Viewer } from '@/lib/domain/viewer'

export async function listOwnLimits(_viewer: Viewer, now: Date, data: DataScope): Promise<OwnLimit[]> {
  const [limits, organizations] = await Promise.all([
    prisma().spendLimit.findMany({
      orderBy: [{ organizationId: 'asc' }, { subjectType: 'asc' }, { subjectId: 'asc' }],
    }),
    prisma().organization.findMany({ where: { isDemo: data === 'demo' }, include: { workspaces: true } }),
  ])
  const shown = limits.flatMap((limit) => {
    const organization = organizations.find(({ id }) => id === limit.organizationId)
    return organization ? [{ limit, organization }] : []
  })
  if (shown.length === 0) return []
  const ground = await readBudgetGround(data, now)
  return Promise.all(
    shown.map(async ({ limit, organization }): Promise<OwnLimit> => {
      const isWorkspace = limit.subjectType === 'workspace'
      const scope = {
        pool: ['api' as const],
        organization: organization.id,
        ...(isWorkspace && { workspace: limit.subjectId }),
      }
      const amount = nano(limit.amountNano)
      const budget = { scope, amount, period: 'month' as const, thresholds: [80] }
      const { spent, state } = await readBudgetStanding(budget, ground)
      const named = organization.workspaces.find(({ id }) => id === limit.subjectId)
      return {
        organization: organization.name,
        workspace: isWorkspace ? (named?.name ?? limit.subjectId) : null,
        called: limit.called,
        isEntered: limit.source === 'entered',
        ...{ amount, spent, state },
      }
    }),
  )
}
