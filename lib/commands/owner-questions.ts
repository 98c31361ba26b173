import { transact } from '@/lib/db/transact'
import type { AuditAction } from '@/lib/domain/audit-words'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Mails one person can have sent within an hour, and mails one owner gets within a day. */
const MOST_BY_ONE = 30
const MOST_TO_ONE = 3

export interface OwnerQuestionSubject {
  /** A mail address. */
  owner: string
  keys: readonly { organizationId: string; keyId: string }[]
}

/** Records that an owner is going to be asked, before the mail is handed over. 'rate_limited' where that would be too often. */
export async function recordOwnerQuestion(
  actor: Actor,
  subject: OwnerQuestionSubject,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'ask_owners')
  await transact(actor, now, async (tx, audit) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('onebill.owner_question', 0))`
    const action = 'key.owner_asking'
    const byOne = await tx.auditEntry.count({
      where: {
        ...{ action, actorKind: actor.kind, actorId: actor.id },
        at: { gt: new Date(now.getTime() - HOUR_MS) },
      },
    })
    if (byOne >= MOST_BY_ONE)
      throw new ExpectedError(
        'rate_limited',
        `You had ${MOST_BY_ONE} owners asked within the last hour. Please go on later, or copy the message.`,
        { retryAfterSeconds: HOUR_MS / 1000 },
      )
    const toOne = await tx.auditEntry.count({
      where: { action, subjectId: subject.owner, at: { gt: new Date(now.getTime() - DAY_MS) } },
    })
    if (toOne >= MOST_TO_ONE)
      throw new ExpectedError(
        'rate_limited',
        `${subject.owner} was asked ${MOST_TO_ONE} times within the last day. Please wait for an answer, or copy the message.`,
        { retryAfterSeconds: DAY_MS / 1000 },
      )
    await audit(entryOf(action, subject))
  })
}

/** What became of it. */
export async function concludeOwnerQuestion(
  actor: Actor,
  subject: OwnerQuestionSubject,
  outcome: 'asked' | 'not_asked',
  now: Date,
): Promise<void> {
  await transact(actor, now, (_tx, audit) => audit(entryOf(`key.owner_${outcome}`, subject)))
}

function entryOf(action: AuditAction, { owner, keys }: OwnerQuestionSubject) {
  const [first, ...others] = [...new Set(keys.map(({ organizationId }) => organizationId))]
  return {
    ...{ action, subjectType: 'owner', subjectId: owner },
    ...(first !== undefined && others.length === 0 && { organizationId: first }),
    after: { keys: keys.map(({ keyId }) => keyId) },
  }
}
