import { IDLE_DAYS_SETTING, readIdleDays } from '@/lib/db/stored-idle-days'
import { transact } from '@/lib/db/transact'
import { MOST_IDLE_DAYS } from '@/lib/domain/key-audit'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/** After how many days without use a key counts as idle, for everybody. 'invalid' outside 1 to 365. */
export function setIdleDays(actor: Actor, days: number, now: Date): Promise<void> {
  requireAllowed(actor, 'manage_settings')
  if (!Number.isInteger(days) || days < 1 || days > MOST_IDLE_DAYS)
    throw new ExpectedError('invalid', `Choose from 1 to ${MOST_IDLE_DAYS} days. Nothing was changed.`, {
      parameter: 'days',
    })
  return transact(actor, now, async (tx, audit) => {
    const before = await readIdleDays()
    const value = { value: days, changedAt: now }
    await tx.setting.upsert({
      where: { key: IDLE_DAYS_SETTING },
      create: { key: IDLE_DAYS_SETTING, ...value },
      update: value,
    })
    await audit({
      ...{ action: 'setting.changed', subjectType: 'setting', subjectId: IDLE_DAYS_SETTING },
      ...{ before: { days: before }, after: { days } },
    })
  })
}
