import { RULE_GUIDES } from '@/lib/domain/findings/rule-guide'
import type { GuideDraft } from './guide-draft'
import { modelName } from './guide-facts'
import { WORKED_PROFILES } from './worked-profiles'

const MODEL = 'claude-fable-5-2'

export const leakedKey: GuideDraft = {
  sources: [
    'Anthropic help article 8977456 (20 August 2026) on credit and refunds',
    'GitHub’s secret scanning tells Anthropic of keys it finds in public, and they are deactivated',
  ],
  write: (facts) => [
    {
      kind: 'text',
      text: 'Stop it first, find out later. A key that was deactivated by mistake is activated again in a moment; nobody promises to pay back what a stranger used.',
    },
    {
      kind: 'steps',
      items: [
        'Open the [key’s page](/keys) and deactivate it there, or in the Console under [API keys](https://platform.claude.com/settings/keys). It stops within seconds. Do not delete it: its history is your evidence.',
        'Turn auto-reload off in the Console under Billing, until you know what happened: it keeps paying.',
        'Look at the other keys of the same workspace and person. Whoever found one often found the file with all of them.',
        'Make a new key for what is legitimate, with an expiry, and put it where the old one was.',
        'Find the place it leaked from: public repositories and their history, build logs, screenshots, notebooks, an open endpoint of your own that passes requests on.',
        'Write to Anthropic’s support with the times, the models and the amounts. [For Anthropic’s support](/support) puts them together.',
        'Set a limit for the workspace and a budget here, so that the next one costs less: [how](/learn/spend-limits).',
      ],
    },
    {
      kind: 'commands',
      where: 'Was a key ever committed in this repository? Names commits and files, without showing it',
      lines: ['git log --all --oneline --name-only -S sk-ant-api'],
    },
    {
      kind: 'text',
      text: 'Taking it out of the newest version does not help: it stays in the history, and copies of it may be anywhere. The key itself has to go.',
    },
    facts.where(() => {
      const month = facts.cost(MODEL, WORKED_PROFILES.heavy).low
      return {
        kind: 'example',
        title: 'Why hours matter',
        lines: [
          { what: `A heavy month of one developer with ${modelName(MODEL)}`, amount: facts.usd(month) },
        ],
        result: `A program that does in an hour what a developer does in a month costs ${facts.usd(month)} an hour. Strangers run many at once.`,
      }
    }),
    { kind: 'heading', text: 'How it shows' },
    {
      kind: 'list',
      items: [
        'A key that lay idle for weeks is used again.',
        'A model, a region or an hour of the day that this key never had.',
        'One tiny request first, a burst a day later.',
      ],
    },
    {
      kind: 'text',
      text: 'The rule Leaked key looks for these with each sync, under [Findings](/findings). It needs something new and much of it; a colleague who tries something new looks alike.',
    },
    { kind: 'heading', text: 'It happened' },
    { kind: 'cases', items: [...RULE_GUIDES['leaked-key'].cases] },
    {
      kind: 'doubt',
      text: 'Anthropic tells no addresses requests came from, so nobody but its support can say who it was. Whether it gives anything back is its own decision; purchased credit is not refundable by its terms.',
    },
  ],
}
