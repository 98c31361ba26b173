import { addDays, type Day, daysBetween } from '@/lib/domain/day'
import { divideHalfEven, nano } from '@/lib/domain/money'
import { formatShortDay, formatUsd } from '@/lib/domain/written'
import type { Evidence, ModelRetirement, UseDay } from './evidence'
import type { Detected, Rule } from './finding'
import { lastDayOf, sumCost } from './key-days'
import type { Thresholds } from './thresholds'

const RULE = 'retiring-model'
type Limits = Thresholds[typeof RULE]
const MONTH_DAYS = 30n

/**
 * A model that is still used and soon stops answering: every request to it then fails.
 * Real case: Sonnet 4.5, whose last day is 2026-11-30. The days are data (`lib/prices/model-retirements.ts`).
 * billing.md §13, 18.
 */
export const retiringModel: Rule = (evidence, { [RULE]: limits }) => ({
  detected: evidence.retirements.flatMap((retirement) => oneModel(evidence, retirement, limits)),
  learning: [],
})

function oneModel(
  evidence: Evidence,
  { model, lastDay: ends, successor, source }: ModelRetirement,
  { leadDays, mediumDays, usedWithinDays }: Limits,
): Detected[] {
  const lastDay = lastDayOf(evidence)
  const daysLeft = daysBetween(lastDay, ends)
  if (daysLeft < 0 || daysLeft > leadDays) return []
  const since = addDays(lastDay, 1 - usedWithinDays)
  const rows = evidence.days.filter((row) => row.day >= since && row.cost > 0n && isNamed(row.model, model))
  if (rows.length === 0) return []
  const week = sumCost(rows)
  const monthly = nano(divideHalfEven(week * MONTH_DAYS, BigInt(usedWithinDays)))
  const names = new Map(evidence.keys.map(({ id, name }) => [id, name]))
  const keys = [...new Set(rows.map(({ keyId }) => keyId))]
  const inDays = daysLeft === 0 ? 'today' : daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`
  return [
    {
      rule: RULE,
      subject: { type: 'model', id: model, organizationId: evidence.organization.id },
      episode: ends,
      lastDay: ends,
      severity: daysLeft <= mediumDays ? 'medium' : 'low',
      atStake: { amount: monthly, means: 'monthly' },
      sentence: `${model} stops answering ${inDays}, on ${formatShortDay(ends)}; ${keys.length === 1 ? 'one key' : `${keys.length} keys`} used it in the last ${usedWithinDays} days for ${formatUsd(week).text}.`,
      evidence: keys.map((keyId) =>
        rowOf(
          rows.filter((row) => row.keyId === keyId),
          keyId,
          names,
          since,
          lastDay,
        ),
      ),
      cannotSee: `Programs that call it less often than every ${usedWithinDays} days. The day comes from: ${source}`,
      steps: [
        {
          say: `Change the model to ${successor} and try it; its answers and its tokenizer may differ.`,
          copy: successor,
        },
        { say: 'Look for the name in code and settings.', copy: `grep -rn ${model} .` },
      ],
    },
  ]
}

function isNamed(name: string | null, model: string): boolean {
  return name !== null && (name === model || (name.startsWith(`${model}-`) && /-\d{8}$/.test(name)))
}

function rowOf(
  rows: readonly UseDay[],
  keyId: string | null,
  names: ReadonlyMap<string, string>,
  from: Day,
  to: Day,
): Detected['evidence'][number] {
  const [first] = rows
  return {
    what: keyId === null ? 'Without a key' : (names.get(keyId) ?? keyId),
    when: first?.day ?? from,
    amount: sumCost(rows),
    look: { from, to, bucket: 'day', key: keyId, ...(first?.model && { model: first.model }) },
  }
}
