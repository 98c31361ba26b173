import type { GuardMode } from './budget'
import type { BudgetStanding } from './budget-standing'

/**
 * What a guard has to do about its key. `waits`: the budget looks exceeded, but the figures do not carry a deactivation.
 * `exempt` and `inactive` end the matter for the period like an act does.
 */
export type GuardVerdict =
  { kind: 'nothing' | 'exempt' | 'inactive' | 'act' } | { kind: 'waits'; reason: string }

/**
 * Judges one period of a budget whose scope is one key. A key is deactivated only over 100 %, and only on figures that are
 * fresh, whole and billed: never where a day is missing, partial or old, never where the cost of the key is split by us.
 * Days that Anthropic may still add to count: they are billed as far as they are told. Source: issue 4, section 2, "Guard".
 */
export function guardVerdict(
  guard: GuardMode,
  standing: Pick<BudgetStanding, 'state' | 'known' | 'stale' | 'partialDays' | 'days'>,
  key: { status: string; isExempt: boolean } | null,
): GuardVerdict {
  if (guard === 'off' || standing.known !== 'exceeded' || standing.state === 'no_data' || !key)
    return { kind: 'nothing' }
  const [stale] = standing.stale
  if (stale !== undefined) return { kind: 'waits', reason: `the figures are not fresh. ${stale}` }
  if (standing.partialDays.length > 0)
    return { kind: 'waits', reason: `what was read of ${standing.partialDays[0]} does not add up yet.` }
  const estimated = standing.days.find((each) => each.estimated)
  if (estimated)
    return {
      kind: 'waits',
      reason: `what the key cost on ${estimated.day} is an estimate: Anthropic’s legacy reports do not bill by key.`,
    }
  if (key.isExempt) return { kind: 'exempt' }
  return key.status === 'active' ? { kind: 'act' } : { kind: 'inactive' }
}
