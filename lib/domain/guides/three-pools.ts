import { monthInCash } from '@/lib/domain/worked-month'
import { type Nano, nano, NANO_PER_USD, zero } from '@/lib/domain/money'
import type { GuideDraft } from './guide-draft'
import type { GuideFacts } from './guide-facts'

/** Sums to reckon with, no prices: API use of a month as parts of a fee, so that they move with it. */
const part = (of: Nano, numerator: bigint, denominator: bigint): Nano =>
  nano(((of * numerator) / denominator / NANO_PER_USD) * NANO_PER_USD)

export const threePools: GuideDraft = {
  sources: [
    'Help article 17154008 on the API credit, as quoted on 8 October 2026, and the announcement of 7 October 2026',
    'Anthropic help articles 12429409 (22 August 2026) and 8977456 (20 August 2026)',
  ],
  write: (facts) => [
    {
      kind: 'text',
      text: 'Anthropic takes money for three things, from three accounts, and each has invoices of its own.',
    },
    {
      kind: 'list',
      items: [
        'The plan fee: fixed, on the day the plan renews.',
        'Usage credits, once called extra usage: prepaid on claude.ai, drawn when a plan’s limits are used up.',
        'The API: prepaid credit of a Console organisation, drawn by every request with a key.',
      ],
    },
    {
      kind: 'text',
      text: 'The money does not flow between them. Usage credits do not pay for API keys, and API credit does not lengthen a plan. One thing crosses over: the monthly API credit that Max, Ultra and Team bring.',
    },
    { kind: 'heading', text: 'The monthly API credit' },
    facts.where(() => ({
      kind: 'list',
      items: [
        `${facts.planName('max')} brings ${creditOf(facts, 'max')} a month, ${facts.planName('ultra')} ${creditOf(facts, 'ultra')}, a ${facts.planName('team_standard')} seat ${creditOf(facts, 'team_standard')}, a ${facts.planName('team_premium')} seat ${creditOf(facts, 'team_premium')}; a Team’s seats share theirs, and it is never more than ${creditOf(facts, 'team_premium', 150)} a month.`,
        'It has to be claimed once: claude.ai, Settings, Billing, API credits, and there link one Console organisation. You cannot change the link yourself, and a new subscriber waits seven days.',
        'It pays for requests with keys of that organisation, batches, the Playground, the Agent SDK and `claude -p`. It does not pay for interactive Claude Code, for usage credits, or for Bedrock, Google Cloud and Foundry.',
        'It is used before credit you bought. What is left when the month of the plan ends is lost.',
      ],
    })),
    facts.where(() => {
      const fee = facts.planPrice('max')
      const credit = facts.credit('max') ?? zero
      const [scripts, other] = [part(fee, 3n, 5n), part(fee, 9n, 20n)]
      const month = { fee, usageCredits: zero, credit, creditable: nano(scripts + other), other: zero }
      const [linked, unlinked] = [monthInCash(month), monthInCash({ ...month, credit: zero })]
      const clean = monthInCash({ ...month, creditable: other })
      const interactive = monthInCash({ ...month, creditable: other, other: scripts })
      return {
        kind: 'example',
        title: `A month with ${facts.planName('max')}, scripts on a key and another program`,
        lines: [
          { what: 'Plan fee', amount: facts.usd(fee) },
          { what: '`claude -p` jobs with a key in the environment', amount: facts.usd(scripts) },
          { what: 'Other API use', amount: facts.usd(other) },
          { what: 'API credit, linked, pays', amount: facts.usd(nano(-linked.creditUsed)) },
        ],
        result: `${facts.usd(linked.cash)} leave your account. Without linking the credit it is ${facts.usd(unlinked.cash)}. Had the jobs run on the plan, ${facts.usd(clean.cash)}, with ${facts.usd(clean.creditLeft)} of the credit left. Had they been interactive Claude Code on a key, which the credit does not pay, ${facts.usd(interactive.cash)}.`,
      }
    }),
    {
      kind: 'text',
      text: 'Anthropic’s reports tell API use before that credit. So what they call cost can be more than what you pay. The timeline shows the credit as a pool of its own below zero, reckoned and marked as estimated. A month of the credit runs from the plan’s own day of the month, not from the first.',
    },
    {
      kind: 'doubt',
      text: 'The help article on the API credit is known through quotations only, and no report says which use it paid. What stands here about it is reckoned by the rules as quoted, but for one: a bill calls scripts and sessions alike Claude Code. On the timeline and on a plan’s page, Claude Code on a key therefore counts as covered. Where sessions run on a key, the credit looks more used there than it is, and you pay more than the figures say.',
    },
  ],
}

function creditOf(facts: GuideFacts, code: string, seats = 1): string {
  const credit = facts.credit(code, seats)
  return credit === null ? 'none' : facts.usd(credit)
}
