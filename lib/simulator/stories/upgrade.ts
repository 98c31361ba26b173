import { addMonths, type Day } from '@/lib/domain/day'
import type { HeldPlan, StoryFrame } from './story'

const CYCLE_BEGAN = 19
const UPGRADED = 9
const CREDIT_CLAIMED = 40

/** Max for half a year, Ultra since nine days, ten days into a cycle; its API credit is claimed. */
export function upgradeInMidCycle(frame: StoryFrame, holder: string): HeldPlan {
  return {
    holder_email: holder,
    plan: 'max',
    seats: 1,
    price: '100.00',
    currency: 'USD',
    cycle: 'monthly',
    starts_on: addMonths(frame.day(CYCLE_BEGAN) as Day, -6),
    credit_claimed_on: frame.day(CREDIT_CLAIMED),
    changes: [{ effective_on: frame.day(UPGRADED), plan: 'ultra', seats: 1, price: '200.00' }],
  }
}
