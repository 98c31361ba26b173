import { addDays, type Day } from '@/lib/domain/day'
import { nano } from '@/lib/domain/money'
import { formatShortDay, formatUsd } from '@/lib/format'
import type { TimelineData } from './timeline-data'

const SHOWN = 3

interface CreditCycleLine {
  id: string
  href: string
  /** "Max 20x · ada@example.com" where several plans give credit, else what it is. */
  name: string
  /** "used $163.33 of $240.00, ends after 2 Dec" */
  words: string
  /** Why what was granted is not the plan's round figure; null where it is. */
  why: string | null
}

/** Granted and used per plan cycle, the newest first; what is not shown is counted. */
export function prepareCreditCycles(
  cycles: TimelineData['creditCycles'],
  today: Day,
): { lines: CreditCycleLine[]; more: number } {
  const isOnePlan = new Set(cycles.map(({ planId }) => planId)).size === 1
  return {
    lines: cycles.slice(0, SHOWN).map(({ planId, planName, from, to, grants, granted, used }) => ({
      id: `${planId} ${from}`,
      href: `/plans/${planId}`,
      name: isOnePlan ? 'API credit' : planName,
      words: `used ${formatUsd(used).text} of ${formatUsd(granted).text}, ${endWords(to, nano(granted - used), today)}`,
      why: whyWords(grants),
    })),
    more: Math.max(0, cycles.length - SHOWN),
  }
}

function endWords(to: Day, left: bigint, today: Day): string {
  const last = formatShortDay(addDays(to, -1))
  if (to > today) return `ends after ${last}`
  return left > 0n ? `ended after ${last}, the rest is lost` : `ended after ${last}`
}

function whyWords(grants: TimelineData['creditCycles'][number]['grants']): string | null {
  const [first, ...later] = grants
  if (!first || later.length === 0) return null
  const added = later.map(({ on, amount }) => `${formatUsd(amount).text} on ${formatShortDay(on)}`)
  return `${formatUsd(first.amount).text} on ${formatShortDay(first.on)}, then ${added.join(' and ')}: when a plan grows within its month, the difference in credit is granted only for the days left.`
}
