import { randomUUID } from 'node:crypto'
import { prisma } from '@/lib/db/client'
import { acquireLease, beatLeases, HEARTBEAT_MS, releaseLease } from '@/lib/db/lease'
import { transact, type Transaction } from '@/lib/db/transact'
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

/** Says in the log that a demo is being loaded: the one entry people read of it, in the name of whoever asked. */
export async function noteDemoLoaded(actor: Actor, company: string, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_demo')
  await transact(actor, now, (_, audit) =>
    audit({ action: 'demo.loaded', subjectType: 'demo', after: { organization: company } }),
  )
}

const DEMO = { where: { isDemo: true } } as const

/**
 * For whoever claimed the demo: everything it brought is gone, which is its plans, its budgets, its reviews, its organisations, all that was read
 * of them and what it wrote into the audit log, and nothing else. One transaction for each kind and one for each organization, their
 * entries marked; the last takes the marked ones away and leaves one entry of the removal. False when there was nothing.
 */
export async function removeDemoData(actor: Actor, now: Date): Promise<boolean> {
  requireAllowed(actor, 'manage_demo')
  const [plans, rules, budgets, notes, reviews, entries, organizations] = await Promise.all([
    prisma().plan.count(DEMO),
    prisma().keyRule.count(DEMO),
    prisma().budget.count(DEMO),
    prisma().timelineNote.count(DEMO),
    prisma().review.count(DEMO),
    prisma().auditEntry.count(DEMO),
    prisma().organization.findMany({ ...DEMO, select: { id: true, name: true }, orderBy: { id: 'asc' } }),
  ])
  const counts = { plans, rules, budgets, notes, reviews }
  if ([...Object.values(counts), entries, organizations.length].every((count) => count === 0)) return false
  const teller: Actor = { ...actor, tellsDemo: true }
  if (plans > 0) await removeRows(teller, 'plans', (tx) => tx.plan.deleteMany(DEMO), now)
  if (rules > 0) await removeRows(teller, 'key_rules', (tx) => tx.keyRule.deleteMany(DEMO), now)
  if (budgets > 0) await removeRows(teller, 'budgets', (tx) => tx.budget.deleteMany(DEMO), now)
  if (notes > 0) await removeRows(teller, 'notes', (tx) => tx.timelineNote.deleteMany(DEMO), now)
  if (reviews > 0) await removeRows(teller, 'reviews', (tx) => tx.review.deleteMany(DEMO), now)
  for (const { id } of organizations) await removeOrganization(teller, id, now)
  await transact(actor, now, async (tx, audit) => {
    await tx.auditEntry.deleteMany(DEMO)
    const before = { organizations: organizations.map(({ name }) => name), ...counts }
    await audit({ action: 'demo.removed', subjectType: 'demo', before })
  })
  return true
}

function removeRows(
  teller: Actor,
  what: 'plans' | 'key_rules' | 'budgets' | 'notes' | 'reviews',
  remove: (tx: Transaction) => Promise<{ count: number }>,
  now: Date,
): Promise<void> {
  return transact(teller, now, async (tx, audit) => {
    const { count } = await remove(tx)
    await audit({ action: `demo.${what}_removed`, subjectType: 'demo', before: { [what]: count } })
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
