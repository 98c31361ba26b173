import { RULE_GUIDES } from '@/lib/domain/findings/rule-guide'
import { nano } from '@/lib/domain/money'
import { USAGE_CREDIT_CASES } from './guide-cases'
import type { GuideDraft } from './guide-draft'
import { percent } from './guide-facts'
import type { PublishedId } from './guide-ground'

const BUNDLES: readonly [face: PublishedId, paid: PublishedId][] = [
  ['smallBundleFace', 'smallBundlePaid'],
  ['middleBundleFace', 'middleBundlePaid'],
  ['largeBundleFace', 'largeBundlePaid'],
]

export const usageCredits: GuideDraft = {
  sources: ['Anthropic help articles 12429409 (22 August 2026), 14246112 and 12005970'],
  write: (facts) => [
    {
      kind: 'text',
      text: 'Usage credits, called extra usage until about June 2026, let you go on when the limits of your plan are used up. They are prepaid on claude.ai and drawn at the list prices of the API. They are neither part of the plan fee nor of the API credit of your Console organisation.',
    },
    {
      kind: 'list',
      items: [
        'They are switched on, and off, on the web only: claude.ai, Settings. While they are off, you wait until the limits come back.',
        'You set a monthly cap, or leave it unlimited; a balance below which they reload by themselves, and how much; and alerts. The cap can be passed by a little.',
        'Fast mode in Claude Code, when signed in with a plan, is always drawn from them, however much of the plan is left; on a key it is billed to the API. Fable is drawn from them on Pro and Team Standard.',
        'For a Team, the owner prepays one pool for all seats.',
        `At most ${facts.usd(facts.published('redeemedDaily'))} are drawn in a day.`,
        'They do not expire, except in Japan, where those bought from 10 September 2026 last six months.',
      ],
    },
    { kind: 'heading', text: 'Bundles: what you pay is not what you use' },
    {
      kind: 'table',
      label: 'Bundles of usage credits',
      head: ['Worth', 'You pay', 'Less by'],
      words: 0,
      rows: BUNDLES.map(([face, paid]) => {
        const [worth, price] = [facts.published(face), facts.published(paid)]
        return [facts.usd(worth), facts.usd(price), percent(worth - price, worth)]
      }),
    },
    {
      kind: 'text',
      text: `In a month, bundles are sold up to a worth of ${facts.usd(facts.published('bundlesMonthlyPersonal'))} for Pro and Max and ${facts.usd(facts.published('bundlesMonthlyTeam'))} for a Team. A charge on your card for a bundle is therefore less than the use it pays for.`,
    },
    facts.where(() => {
      const [pro, max] = [facts.planPrice('pro'), facts.planPrice('max')]
      const difference = nano(max - pro)
      const [face, paid] = [facts.published('smallBundleFace'), facts.published('smallBundlePaid')]
      const two = nano(paid * 2n)
      return {
        kind: 'example',
        title: `Two small bundles a month on ${facts.planName('pro')}, or ${facts.planName('max')}?`,
        lines: [
          { what: `${facts.planName('pro')}, a month`, amount: facts.usd(pro) },
          { what: `Two bundles, worth ${facts.usd(nano(face * 2n))}`, amount: facts.usd(two) },
          { what: 'Together', amount: facts.usd(nano(pro + two)) },
          { what: `${facts.planName('max')}, a month`, amount: facts.usd(max) },
        ],
        result:
          two > difference
            ? `The larger plan costs ${facts.usd(difference)} more and the credits ${facts.usd(two)}: two months like this in a row, and the larger plan is worth a thought.`
            : `The larger plan costs ${facts.usd(difference)} more and the credits ${facts.usd(two)}: as long as it stays there, credits are the cheaper way.`,
      }
    }),
    { kind: 'heading', text: 'It happened' },
    {
      kind: 'cases',
      items: [...RULE_GUIDES['fast-mode'].cases, ...USAGE_CREDIT_CASES],
    },
    {
      kind: 'doubt',
      text: 'No report tells what usage credits cost, to you or to anybody: Onebill shows none of it until charges can be imported. Read them on claude.ai under Settings, Usage, and on your receipts. Whether a receipt that only says Anthropic is for usage credits or for API credit cannot be told from its text alone.',
    },
  ],
}
