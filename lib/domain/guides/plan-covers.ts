import type { GuideDraft } from './guide-draft'

const PLANS = [
  ['pro', 'monthly'],
  ['pro', 'annual'],
  ['max', 'monthly'],
  ['ultra', 'monthly'],
  ['team_standard', 'monthly'],
  ['team_premium', 'monthly'],
  ['enterprise', 'annual'],
] as const

export const planCovers: GuideDraft = {
  sources: [
    'Anthropic help articles 8325606, 11049741 and 11049762 (July and August 2026), 9266767 and 9267289 (August 2026), 11526368 (15 July 2026), 8325618 (22 August 2026)',
    'Help article 17154008 on the API credit, as quoted on 8 October 2026',
  ],
  write: (facts) => [
    {
      kind: 'text',
      text: 'A plan is a fixed fee for one person, or one seat of a Team: claude.ai, the desktop and mobile apps, Cowork, and Claude Code signed in with that plan. Claude Code comes with every plan that is paid for. What you do there is limited by time windows, not by an amount of money.',
    },
    {
      kind: 'text',
      text: 'It does not cover programs. Whatever is sent with an API key is billed apart, by tokens, to the organisation the key belongs to. Anthropic keeps the two in different accounts with different invoices, and neither shows the other.',
    },
    { kind: 'heading', text: 'Covered, and not' },
    {
      kind: 'table',
      label: 'What a plan covers',
      head: ['What you do', 'Paid by'],
      words: 2,
      rows: [
        ['Chat on claude.ai, desktop, mobile, Cowork', 'the plan, within its limits'],
        ['Claude Code, signed in with the plan', 'the plan, within its limits'],
        ['The same beyond the limits', 'usage credits, if they are switched on; otherwise you wait'],
        ['Fast mode in Claude Code, signed in with the plan', 'usage credits, always'],
        ['Claude Code with an API key set, or logged in with Console', 'the API'],
        [
          'Your own programs, the Playground in the Console',
          'the API, first from the plan’s API credit if you linked it',
        ],
        ['An Enterprise seat', 'the fee buys the seat alone; all use is billed at API prices'],
      ],
    },
    { kind: 'heading', text: 'What plans list for' },
    facts.where(() => ({
      kind: 'table',
      label: 'List prices of plans',
      head: ['Plan', 'List price', 'API credit a month'],
      words: 1,
      rows: PLANS.map(([code, cycle]) => {
        const credit = facts.credit(code, 1, cycle)
        return [
          `${facts.planName(code, cycle)}, ${facts.planPer(code, cycle)}`,
          facts.usd(facts.planPrice(code, cycle)),
          credit === null ? 'none' : facts.usd(credit),
        ]
      }),
    })),
    {
      kind: 'text',
      text: 'These are list prices on the web without tax. What you really pay can differ: app stores add to it, some regions include tax, and a plan bought as a gift costs its holder nothing. That is why [a plan is entered here](/plans/new) with the price you see on your receipt.',
    },
    {
      kind: 'text',
      text: 'A plan renews on its own day of the month, not on the first; the API is billed by calendar month in UTC. The two never line up, so the timeline can spread a fee over the days it pays for.',
    },
    {
      kind: 'doubt',
      text: 'Nobody outside Anthropic knows how many tokens a plan carries: only multiples between plans are published. So no page here says what percentage of a plan is used. The names Max and Ultra, and the limits of Ultra, are known from release notes of others; no English announcement is known. The price of an Enterprise seat is reported, not official.',
    },
  ],
}
