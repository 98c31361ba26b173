import { transact } from '@/lib/db/transact'
import { PUBLIC_GUIDES } from '@/lib/domain/guides/public-guides'
import type { Actor } from '@/lib/domain/viewer'
import { requireAllowed } from '@/lib/require-allowed'

/** Whether anybody may read the guides without signing in; they then see nothing of this installation. */
export function openGuides(actor: Actor, open: boolean, now: Date): Promise<void> {
  requireAllowed(actor, 'open_guides')
  return transact(actor, now, async (tx, audit) => {
    const before = await tx.setting.findUnique({ where: { key: PUBLIC_GUIDES } })
    await tx.setting.upsert({
      where: { key: PUBLIC_GUIDES },
      create: { key: PUBLIC_GUIDES, value: open, changedAt: now },
      update: { value: open, changedAt: now },
    })
    await audit({
      action: 'setting.changed',
      subjectType: 'setting',
      subjectId: PUBLIC_GUIDES,
      before: { guides_public: before?.value === true },
      after: { guides_public: open },
    })
  })
}
