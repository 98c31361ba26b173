import { transact } from '@/lib/db/transact'
import { REQUIRE_TWO_FACTOR } from '@/lib/domain/two-factor'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/** Whether admins and owners have to set up two-factor before they can change anything. */
export function requireTwoFactor(actor: Actor, required: boolean, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_security')
  return transact(actor, now, async (tx, audit) => {
    const before = await tx.setting.findUnique({ where: { key: REQUIRE_TWO_FACTOR } })
    if (required && actor.kind === 'user') {
      const self = await tx.user.findUniqueOrThrow({ where: { id: actor.id ?? '' } })
      if (!self.totpSince) {
        const sentence =
          'Set up your own two-factor first: it would be asked of you, too. Nothing was changed.'
        throw new ExpectedError('conflict', sentence)
      }
    }
    await tx.setting.upsert({
      where: { key: REQUIRE_TWO_FACTOR },
      create: { key: REQUIRE_TWO_FACTOR, value: required, changedAt: now },
      update: { value: required, changedAt: now },
    })
    await audit({
      action: 'setting.changed',
      subjectType: 'setting',
      subjectId: REQUIRE_TWO_FACTOR,
      before: { required: before?.value === true },
      after: { required },
    })
  })
}
