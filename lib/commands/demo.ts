import { randomUUID } from 'node:crypto'
import { prisma } from '@/lib/db/client'
import { acquireLease, beatLeases, HEARTBEAT_MS, releaseLease } from '@/lib/db/lease'
import { transact } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'
import { DELETE_TIMEOUT_MS, deleteOrganizationData, takeFromSync } from './organization-data'

/** In the table of leases, beside those of organisations. */
const DEMO_LEASE = 'demo'

export interface DemoClaim {
  release(): Promise<void>
}

/** One at a time loads or removes the demo, across app instances; whoever comes second is refused with a sentence. */
export async function claimDemo(actor: Actor): Promise<DemoClaim> {
  requireAllowed(actor, 'manage_demo')
  const lease = { organizationId: DEMO_LEASE, runId: randomUUID() }
  if (!(await acquireLease(lease)))
    throw new ExpectedError(
      'conflict',
      'The demo is being loaded or removed right now. Wait until that is done; nothing was changed.',
    )
  const heartbeat = setInterval(() => void beatLeases(lease.runId).catch(() => {}), HEARTBEAT_MS)
  heartbeat.unref()
  return {
    async release() {
      clearInterval(heartbeat)
      await releaseLease(lease)
    },
  }
}

/**
 * For whoever claimed the demo: everything it brought is gone, which is its plans, its budgets, its reviews, its organisations and all that was read
 * of them, and nothing else. One transaction for the plans and one for each organisation. False when there was nothing.
 */
export async function removeDemoData(actor: Actor, now: Date): Promise<boolean> {
  requireAllowed(actor, 'manage_demo')
  const [plans, rules, budgets, notes, reviews, organizations] = await Promise.all([
    prisma().plan.count({ where: { isDemo: true } }),
    prisma().keyRule.count({ where: { isDemo: true } }),
    prisma().budget.count({ where: { isDemo: true } }),
    prisma().timelineNote.count({ where: { isDemo: true } }),
    prisma().review.count({ where: { isDemo: true } }),
    prisma().organization.findMany({ where: { isDemo: true }, select: { id: true }, orderBy: { id: 'asc' } }),
  ])
  if (plans > 0) await removePlans(actor, now)
  if (rules > 0) await removeKeyRules(actor, now)
  if (budgets > 0) await removeBudgets(actor, now)
  if (notes > 0) await removeNotes(actor, now)
  if (reviews > 0) await removeReviews(actor, now)
  for (const { id } of organizations) await removeOrganization(actor, id, now)
  return [plans, rules, budgets, notes, reviews, organizations.length].some((count) => count > 0)
}

function removePlans(actor: Actor, now: Date): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    const { count } = await tx.plan.deleteMany({ where: { isDemo: true } })
    await audit({ action: 'demo.plans_removed', subjectType: 'demo', before: { plans: count } })
  })
}

function removeKeyRules(actor: Actor, now: Date): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    const { count } = await tx.keyRule.deleteMany({ where: { isDemo: true } })
    await audit({ action: 'demo.key_rules_removed', subjectType: 'demo', before: { rules: count } })
  })
}

function removeBudgets(actor: Actor, now: Date): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    const { count } = await tx.budget.deleteMany({ where: { isDemo: true } })
    await audit({ action: 'demo.budgets_removed', subjectType: 'demo', before: { budgets: count } })
  })
}

function removeNotes(actor: Actor, now: Date): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    const { count } = await tx.timelineNote.deleteMany({ where: { isDemo: true } })
    await audit({ action: 'demo.notes_removed', subjectType: 'demo', before: { notes: count } })
  })
}

function removeReviews(actor: Actor, now: Date): Promise<void> {
  return transact(actor, now, async (tx, audit) => {
    const { count } = await tx.review.deleteMany({ where: { isDemo: true } })
    await audit({ action: 'demo.reviews_removed', subjectType: 'demo', before: { reviews: count } })
  })
}

function removeOrganization(actor: Actor, organizationId: string, now: Date): Promise<void> {
  return transact(
    actor,
    now,
    async (tx, audit) => {
      await takeFromSync(tx, organizationId)
      const { name } = await tx.organization.findUniqueOrThrow({ where: { id: organizationId } })
      // Nobody else loads: a run still called running is of a process that was cut off.
      await tx.syncRun.deleteMany({ where: { organizationId } })
      const removed = await deleteOrganizationData(tx, organizationId, now)
      await audit({
        action: 'demo.organization_removed',
        subjectType: 'organization',
        subjectId: organizationId,
        before: { name, ...removed },
      })
    },
    { timeoutMs: DELETE_TIMEOUT_MS },
  )
}
