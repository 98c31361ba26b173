import { RULE_GUIDES } from '@/lib/domain/findings/rule-guide'
import { divideHalfEven } from '@/lib/domain/money'
import { AUTO_RELOAD_CASES } from './guide-cases'
import type { GuideDraft } from './guide-draft'
import { modelName } from './guide-facts'
import { WORKED_PROFILES } from './worked-profiles'

const MODEL = 'claude-opus-5-5'

export const prepaidCredit: GuideDraft = {
  sources: ['Anthropic help article 8977456 (20 August 2026)'],
  write: (facts) => [
    {
      kind: 'text',
      text: 'The API is prepaid. Somebody with the role Admin or Billing buys credit in the Console, and each request draws from it: of programs, of the Playground, and of Claude Code logged in with Console. At zero, requests are refused. Only organisations with a sales contract get an invoice at the end of the month instead.',
    },
    {
      kind: 'list',
      items: [
        'Credit ends a year after it was bought. It cannot be prolonged or paid back; what ended stands in the Console under Invoice history.',
        'A plan’s API credit is used first, then what you bought.',
        `The smallest purchase was ${facts.usd(facts.published('leastPurchase'))}.`,
      ],
    },
    { kind: 'heading', text: 'Auto-reload' },
    {
      kind: 'text',
      text: 'Two numbers: a balance below which it buys, and a balance it buys up to. It buys again whenever the first is reached, several times an hour if need be. It is no limit: it is what keeps a program that ran wild supplied. A spend limit is something else, and is checked with a delay.',
    },
    facts.where(() => {
      const month = facts.cost(MODEL, WORKED_PROFILES.heavy).low
      const reload = facts.published('smallBundleFace')
      const reloads = divideHalfEven(month, reload)
      return {
        kind: 'example',
        title: `Heavy use with ${modelName(MODEL)} and a reload of ${facts.usd(reload)} at a time`,
        lines: [{ what: 'Use in a month', amount: facts.usd(month) }],
        result: `About ${reloads} charges a month. A loop that uses as much in a day makes them in a day.`,
      }
    }),
    { kind: 'heading', text: 'Keep it in hand' },
    {
      kind: 'steps',
      items: [
        'In the Console, open [Billing](https://platform.claude.com/settings/billing) and look whether auto-reload is on, and with which two numbers.',
        'Reload to what a normal week costs, not a month: a surprise then shows as a second charge.',
        'Set a spend limit below what you could bear to lose: [how](/learn/spend-limits).',
        'Make a budget here with an alert by mail or Slack: [Budgets](/budgets). It sees hours that are over, so it warns within the hour, not at once.',
      ],
    },
    { kind: 'heading', text: 'It happened' },
    { kind: 'cases', items: [...AUTO_RELOAD_CASES, ...RULE_GUIDES['agent-loop'].cases] },
    {
      kind: 'doubt',
      text: 'No report of Anthropic’s tells a balance, a purchase, a reload or an invoice, so Onebill does not know them. The smallest purchase is from documentation of 2025 and no longer written in the article of 2026.',
    },
  ],
}
