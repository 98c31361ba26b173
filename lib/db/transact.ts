import type { AuditAction } from '@/lib/domain/audit-words'
import type { Actor } from '@/lib/domain/viewer'
import { prisma } from './client'
import type { Prisma } from './generated/client'

export interface AuditRecord {
  /** What was done, as `subject.verb`; one that has no words for people yet does not compile. */
  action: AuditAction
  subjectType: string
  subjectId?: string | null
  organizationId?: string | null
  before?: Prisma.InputJsonValue
  after?: Prisma.InputJsonValue
  /** Of the demo, whoever did it: shown in no log, and gone with it. */
  isDemo?: boolean
}

export type Transaction = Prisma.TransactionClient

/** Who stands in the audit log: an actor, or one remembered with what is being finished for them. */
export type Named = Pick<Actor, 'kind' | 'id' | 'name' | 'tellsDemo'>

/**
 * The only door to writing for commands: one transaction that refuses to commit without an audit entry, so the log can
 * neither record what did not happen nor miss what did. `audit` answers the id of its entry. Never put a secret into
 * `before` or `after`.
 */
export async function transact<T>(
  actor: Named,
  now: Date,
  change: (tx: Transaction, audit: (record: AuditRecord) => Promise<string>) => Promise<T>,
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<T> {
  return prisma().$transaction(
    async (tx) => {
      let audited = false
      const result = await change(tx, async (record) => {
        const { id } = await tx.auditEntry.create({
          data: {
            ...{ at: now, actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
            ...{ isDemo: actor.tellsDemo ?? false, ...record },
          },
        })
        audited = true
        return id
      })
      if (!audited) throw new Error('a change must be audited')
      return result
    },
    { timeout: timeoutMs, maxWait: 10_000 },
  )
}
