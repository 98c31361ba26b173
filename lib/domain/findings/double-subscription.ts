import { nano, sum } from '@/lib/domain/money'
import { monthlyEquivalent } from '@/lib/domain/plan-charges'
import { canonicalPlanCode } from '@/lib/domain/plan-catalogue'
import { termInForce } from '@/lib/domain/plan-cycles'
import type { StoredPlan } from '@/lib/domain/plan-record'
import { formatShortDay, formatUsd } from '@/lib/domain/written'
import type { Evidence } from './evidence'
import type { Detected, Rule } from './finding'
import { activePlans, planNamed } from './held-plans'
import { lastDayOf } from './key-days'

const RULE = 'double-subscription'

/**
 * One person pays for two plans at once: by card and by Apple, or a plan of their own beside a seat of a Team.
 * From entered plans alone. Known as a pattern without a thread of its own [C]. billing.md §13, 19.
 */
export const doubleSubscription: Rule = (evidence) => {
  const lastDay = lastDayOf(evidence)
  const byHolder = new Map<string, StoredPlan[]>()
  for (const plan of activePlans(evidence.plans, lastDay)) {
    if (termInForce(plan, lastDay).priceUsd === 0n) continue
    byHolder.set(plan.holderEmail, [...(byHolder.get(plan.holderEmail) ?? []), plan])
  }
  return {
    detected: [...byHolder].flatMap(([holder, plans]) => onePerson(evidence, holder, plans)),
    learning: [],
  }
}

/** Both kinds of seat in one Team are no double: a Team mixes them. */
function kindOf(plan: StoredPlan, evidence: Evidence): string {
  const code = canonicalPlanCode(termInForce(plan, lastDayOf(evidence)).planCode)
  return code.startsWith('team_') || code === 'enterprise' ? code : 'personal'
}

function onePerson(evidence: Evidence, holder: string, plans: readonly StoredPlan[]): Detected[] {
  const lastDay = lastDayOf(evidence)
  const kinds = plans.map((plan) => kindOf(plan, evidence))
  const isDouble = kinds.length > new Set(kinds).size || (kinds.includes('personal') && kinds.length > 1)
  if (!isDouble) return []
  const priced = plans
    .map((plan) => ({
      plan,
      monthly: monthlyEquivalent(plan, termInForce(plan, lastDay)),
      name: planNamed(evidence, plan),
    }))
    .sort((a, b) => (a.monthly < b.monthly ? 1 : a.monthly > b.monthly ? -1 : 0))
  const rest = sum(priced.slice(1).map(({ monthly }) => monthly))
  const since = plans.map(({ startsOn }) => startsOn).sort()[1] ?? lastDay
  const together = priced
    .map(({ name, monthly }) => `${name} (${formatUsd(monthly).text} a month)`)
    .join(' and ')
  return [
    {
      rule: RULE,
      subject: { type: 'person', id: holder, organizationId: evidence.organization.id },
      episode: since,
      lastDay,
      severity: 'medium',
      atStake: { amount: nano(rest), means: 'monthly' },
      sentence: `${holder} pays for ${together} at once since ${formatShortDay(since)}: one of them may be enough.`,
      evidence: priced.map(({ plan, monthly, name }) => ({
        what: `${name}, since ${formatShortDay(plan.startsOn)}`,
        when: plan.startsOn,
        amount: monthly,
        look: { from: plan.startsOn, to: lastDay, bucket: 'day', plan: plan.id },
      })),
      cannotSee:
        'Plans that were not entered here, and whether a Team’s seat is used by whoever pays for it.',
      steps: [
        {
          say: 'Look at both accounts: claude.ai, Settings, Billing; for Apple, the subscriptions of the Apple account.',
        },
        {
          say: 'Cancel the one that is not needed, at least a day before it renews, and enter its last day here.',
        },
      ],
    },
  ]
}
