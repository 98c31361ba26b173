import { day } from '@/lib/domain/day'
import { type Nano, parseUsd } from '@/lib/domain/money'
import type { PublishedAmounts } from '@/lib/domain/guides/guide-ground'

function dollars(text: string): Nano {
  const amount = parseUsd(text)
  if (amount === null) throw new RangeError(`${text} is no amount`)
  return amount
}

const CREDITS = { asOf: day('2026-08-22'), source: 'Anthropic help articles 12429409, 14246112 and 12005970' }
const TIERS = {
  since: day('2026-06-26'),
  asOf: day('2026-08-22'),
  source: 'Anthropic’s documentation of rate limits',
}
const TOOLS = { asOf: day('2026-08-22'), source: 'Anthropic’s documentation of prices' }
const MEAN = { asOf: day('2026-08-22'), source: 'Anthropic’s documentation of Claude Code costs, an average' }

/** What Anthropic publishes beside the prices of models and plans, each with its date. Source: billing.md §3, §4, §5.2 and §11. */
export const PUBLISHED_AMOUNTS: PublishedAmounts = {
  smallBundleFace: { what: 'Small bundle of usage credits, worth', amount: dollars('50'), ...CREDITS },
  smallBundlePaid: { what: 'Small bundle of usage credits, price', amount: dollars('45'), ...CREDITS },
  middleBundleFace: { what: 'Middle bundle of usage credits, worth', amount: dollars('250'), ...CREDITS },
  middleBundlePaid: { what: 'Middle bundle of usage credits, price', amount: dollars('200'), ...CREDITS },
  largeBundleFace: { what: 'Large bundle of usage credits, worth', amount: dollars('1000'), ...CREDITS },
  largeBundlePaid: { what: 'Large bundle of usage credits, price', amount: dollars('700'), ...CREDITS },
  bundlesMonthlyPersonal: {
    what: 'Most of bundles a month, Pro and Max',
    amount: dollars('2000'),
    ...CREDITS,
  },
  bundlesMonthlyTeam: { what: 'Most of bundles a month, Team', amount: dollars('3000'), ...CREDITS },
  redeemedDaily: { what: 'Most usage credits drawn in a day', amount: dollars('2000'), ...CREDITS },
  leastPurchase: {
    what: 'Smallest purchase of API credit',
    amount: dollars('5'),
    asOf: day('2025-12-31'),
    source: 'Anthropic’s documentation of 2025 and third parties; the help article of 2026 no longer says it',
  },
  startTier: { what: 'Monthly cap of the Start tier', amount: dollars('500'), ...TIERS },
  buildTier: { what: 'Monthly cap of the Build tier', amount: dollars('1000'), ...TIERS },
  scaleTier: { what: 'Monthly cap of the Scale tier', amount: dollars('200000'), ...TIERS },
  codeExecutionHour: { what: 'Code execution, a container hour', amount: dollars('0.05'), ...TOOLS },
  developerDay: { what: 'Claude Code, a developer’s active day', amount: dollars('13'), ...MEAN },
  developerMonthLow: { what: 'Claude Code, a developer’s month, from', amount: dollars('150'), ...MEAN },
  developerMonthHigh: { what: 'Claude Code, a developer’s month, to', amount: dollars('250'), ...MEAN },
}
