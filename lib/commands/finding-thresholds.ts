import { FINDING_THRESHOLDS_SETTING, readChosenThresholds } from '@/lib/db/finding-thresholds'
import { transact } from '@/lib/db/transact'
import {
  type ChosenThresholds,
  parseThreshold,
  soundThresholds,
  THRESHOLD_FIELDS,
  type ThresholdField,
  thresholdKey,
} from '@/lib/domain/findings/chosen-thresholds'
import type { RuleId } from '@/lib/domain/findings/finding'
import type { Actor } from '@/lib/domain/viewer'
import { ExpectedError } from '@/lib/errors'
import { requireAllowed } from '@/lib/require-allowed'

/**
 * Sets thresholds of one rule, by name; those not given go back to their default. Only what differs from the defaults is
 * stored. 'invalid' at the first that is no value of its field. Counts from the next sync on.
 */
export async function setThresholds(
  actor: Actor,
  rule: RuleId,
  values: Readonly<Record<string, string>>,
  now: Date,
): Promise<void> {
  requireAllowed(actor, 'manage_settings')
  const chosen: ChosenThresholds = {}
  for (const field of THRESHOLD_FIELDS.filter((one) => one.rule === rule)) {
    const given = values[field.name]
    if (given === undefined) continue
    const value = parseThreshold(field, given)
    if (value === null) throw new ExpectedError('invalid', refusal(field), { parameter: field.name })
    chosen[thresholdKey(field)] = value
  }
  await transact(actor, now, async (tx, audit) => {
    await tx.$queryRaw`select 1 from settings where key = ${FINDING_THRESHOLDS_SETTING} for update`
    const before = await readChosenThresholds()
    const others = Object.entries(before).filter(([key]) => !key.startsWith(`${rule}.`))
    const after = soundThresholds({ ...Object.fromEntries(others), ...chosen })
    const value = { value: after, changedAt: now }
    await tx.setting.upsert({
      where: { key: FINDING_THRESHOLDS_SETTING },
      create: { key: FINDING_THRESHOLDS_SETTING, ...value },
      update: value,
    })
    await audit({
      ...{ action: 'setting.changed', subjectType: 'setting', subjectId: FINDING_THRESHOLDS_SETTING },
      ...{ before, after },
    })
  })
}

const WORDS = {
  usd: 'dollars',
  days: 'days',
  hours: 'hours',
  percent: 'percent',
  times: 'times',
  tokens: 'tokens',
}

function refusal({ unit, least, most }: ThresholdField): string {
  const number = unit === 'usd' ? 'an amount' : 'a whole number'
  return `Give ${number} from ${least} to ${most.toLocaleString('en-US')} ${WORDS[unit]}. Nothing was changed.`
}
