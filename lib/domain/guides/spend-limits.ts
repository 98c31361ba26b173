import { RULE_GUIDES } from '@/lib/domain/findings/rule-guide'
import { LIMIT_CASES } from './guide-cases'
import type { GuideDraft } from './guide-draft'
import { WORKED_PROFILES } from './worked-profiles'

export const spendLimits: GuideDraft = {
  sources: [
    'Anthropic’s documentation of rate limits and errors (August 2026)',
    'Anthropic help article 9796807; Spend Limits API, early access (SDK 1.12.0)',
  ],
  write: (facts) => [
    {
      kind: 'text',
      text: 'Three limits lie over each other, and the smallest that is reached stops the requests. All of them count by calendar month and begin anew at 00:00 UTC on the first.',
    },
    {
      kind: 'table',
      label: 'Limits of the API',
      head: ['Limit', 'Set by', 'When it is reached'],
      words: 3,
      rows: [
        ['Usage tier', 'Anthropic', 'error 429, `enforced_spend_limit_reached`, until the 1st'],
        ['Organisation', 'you', 'error 400, “You have reached your specified API usage limits”'],
        ['Workspace', 'you, below that of the organisation', 'error 400, “…workspace API usage limits”'],
      ],
    },
    {
      kind: 'text',
      text: `The tiers are Start with ${facts.usd(facts.published('startTier'))} a month, Build with ${facts.usd(facts.published('buildTier'))} and Scale with ${facts.usd(facts.published('scaleTier'))}; buying credit does not raise them. A single key has no limit at Anthropic. To limit one key, give it a workspace of its own when you make it: it cannot move later.`,
    },
    facts.where(() => {
      const month = facts.cost('claude-opus-5-5', WORKED_PROFILES.heavy).low
      const tier = facts.published('startTier')
      const days = month > 0n ? Number((tier * 30n) / month) : 30
      return {
        kind: 'example',
        title: 'Does the Start tier last a month of heavy use with Opus 5.5?',
        lines: [
          { what: 'Use in thirty days, evenly', amount: facts.usd(month) },
          { what: 'Cap of the tier', amount: facts.usd(tier) },
        ],
        result:
          days >= 30
            ? 'It lasts the month.'
            : `It is reached after ${days} of thirty days, and requests fail until the first.`,
      }
    }),
    { kind: 'heading', text: 'In the Console, step by step' },
    {
      kind: 'steps',
      items: [
        'Open [Settings, Limits](https://platform.claude.com/settings/limits) in the Console as an admin. The cap of your tier stands there.',
        'Set the monthly limit of the organisation, and the mail addresses that are told before it is reached.',
        'Open each workspace, then its limits, and set one below that of the organisation.',
        'Leave room: a limit stops every program that uses the organisation or workspace, also the ones you need.',
      ],
    },
    { kind: 'heading', text: 'Here, step by step' },
    {
      kind: 'steps',
      items: [
        'Open [Connections](/settings/connections): limits that Anthropic tells are read there with each sync. Where it does not tell yours yet, enter it.',
        'Open [Budgets](/budgets), make one for a key, a person, a model or everything, and choose from which percentages on it warns.',
        'Choose where warnings go: [Alerts](/settings/alerts).',
        'For a key that may be stopped, an owner can let its budget deactivate it: the guard. It needs a connection that may change keys.',
      ],
    },
    {
      kind: 'text',
      text: 'A budget here is a warning and, with the guard, a switch. It sees closed hours. A limit in the Console is checked by Anthropic with each request, yet can be passed too. Set both.',
    },
    { kind: 'heading', text: 'It happened' },
    { kind: 'cases', items: [...LIMIT_CASES, ...RULE_GUIDES['cap-run-rate'].cases.slice(1)] },
    {
      kind: 'doubt',
      text: 'Whether Anthropic tells your limits through its API depends on an early access that not every organisation has. Thresholds of Anthropic’s own mails can only be seen in the Console.',
    },
  ],
}
