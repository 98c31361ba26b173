import type { Day } from '@/lib/domain/day'
import type { Plan } from '@/lib/domain/plan'
import { planNameOn } from '@/lib/domain/plan-catalogue'
import { describingTerm, planState } from '@/lib/domain/plan-cycles'
import type { Evidence } from './evidence'
import { lastDayOf } from './key-days'

/** Plans that are paid for on a day. */
export function activePlans<P extends Plan>(plans: readonly P[], on: Day): P[] {
  return plans.filter((plan) => planState(plan, on) === 'active')
}

/** What the plan is called at the end of the evidence: "Max". */
export function planNamed(evidence: Evidence, plan: Plan): string {
  const on = lastDayOf(evidence)
  return planNameOn(evidence.catalogue, describingTerm(plan, on).planCode, plan.cycle, on)
}
