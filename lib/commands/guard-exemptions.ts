import { type ExemptKey, GUARD_EXEMPTIONS, readGuardExemptions } from '@/lib/db/guard-exemptions'
import { transact } from '@/lib/db/transact'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/** Puts a key on the list of those no guard ever deactivates, or takes it off. 'not_found' for a key that is not there. */
export async function setGuardExemption(
  actor: Actor,
  { organizationId, keyId, isExempt }: ExemptKey & { isExempt: boolean },
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_guard')
  await transact(actor, now, async (tx, audit) => {
    await tx.setting.createMany({
      data: [{ key: GUARD_EXEMPTIONS, value: [], changedAt: now }],
      skipDuplicates: true,
    })
    await tx.$queryRaw`select 1 from settings where key = ${GUARD_EXEMPTIONS} for update`
    const key = await tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id: keyId } } })
    if (!key && isExempt) throw new ExpectedError('not_found', 'There is no such key.', { parameter: 'key' })
    const others = (await readGuardExemptions(tx)).filter(
      (each) => each.keyId !== keyId || each.organizationId !== organizationId,
    )
    const value = [...others, ...(isExempt ? [{ organizationId, keyId }] : [])].map((each) => ({ ...each }))
    await tx.setting.update({ where: { key: GUARD_EXEMPTIONS }, data: { value, changedAt: now } })
    await audit({
      action: isExempt ? 'guard.key_exempted' : 'guard.key_not_exempted',
      subjectType: 'api_key',
      subjectId: keyId,
      organizationId,
      after: { 'never deactivated by a guard': isExempt },
    })
  })
}
