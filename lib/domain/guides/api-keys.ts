import type { GuideDraft } from './guide-draft'
import { modelName, percent } from './guide-facts'

const MODELS = ['claude-haiku-4-5', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-fable-5-2']
const SHOWN = 'claude-sonnet-5-5'
const PROMPT = { cacheRead: 0.09, uncachedInput: 0.01, output: 0.002 }
const UNCACHED = { uncachedInput: 0.1, output: 0.002 }

export const apiKeys: GuideDraft = {
  sources: [
    'Anthropic’s documentation of prices (22 August 2026) and of workspaces',
    'Anthropic help article 8977456 (20 August 2026)',
  ],
  write: (facts) => [
    {
      kind: 'text',
      text: 'An API key is a long text beginning with `sk-ant-api`. Whoever holds it can send requests, and the organisation it belongs to pays. A key belongs to one workspace for ever. It has no budget of its own: what limits it is the credit, the limits of its workspace and organisation, or somebody who deactivates it.',
    },
    {
      kind: 'text',
      text: 'Each request is billed by tokens, pieces of words. What you send is input, what comes back is output, and each kind has its price. A conversation sends everything said before again with each turn; a cache makes that cheap.',
    },
    { kind: 'heading', text: 'What a million tokens costs' },
    {
      kind: 'table',
      label: 'Prices a million tokens',
      head: ['Model', 'Input', 'Write, 5 min', 'Write, 1 hour', 'Read', 'Output'],
      words: 1,
      rows: MODELS.map((model) => [
        modelName(model),
        ...(['uncachedInput', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead', 'output'] as const).map((kind) =>
          facts.tokenText(model, kind),
        ),
      ]),
    },
    facts.where(() => {
      const [cached, plain] = [facts.cost(SHOWN, PROMPT), facts.cost(SHOWN, UNCACHED)]
      const read = facts.token(SHOWN, 'cacheRead')
      const input = facts.token(SHOWN, 'uncachedInput')
      return {
        kind: 'example',
        title: `One turn on ${modelName(SHOWN)}: a prompt of 100,000 tokens, an answer of 2,000`,
        lines: [
          {
            what: '10,000 tokens of it new',
            amount: facts.exact(facts.cost(SHOWN, { uncachedInput: 0.01 }).low),
          },
          {
            what: `90,000 read from the cache, at ${percent(read, input)} of the price of input`,
            amount: facts.exact(facts.cost(SHOWN, { cacheRead: 0.09 }).low),
          },
          {
            what: '2,000 written as the answer',
            amount: facts.exact(facts.cost(SHOWN, { output: 0.002 }).low),
          },
        ],
        result: `${facts.exact(cached.low)} together; without a cache it would be ${facts.exact(plain.low)}. A hundred such turns: ${facts.usd(facts.cost(SHOWN, { cacheRead: 9, uncachedInput: 1, output: 0.2 }).low)} or ${facts.usd(facts.cost(SHOWN, { uncachedInput: 10, output: 0.2 }).low)}.`,
      }
    }),
    { kind: 'heading', text: 'What changes the price' },
    facts.where(() => ({
      kind: 'list',
      items: [
        `Batches, which are answered later, cost ${facts.batchShare()} of the usual price for input, output and cache.`,
        `Requests bound to the US cost ${facts.usMore('claude-opus-5-5') ?? 'nothing'} more on Opus 4.6 and later models.`,
        `Fast mode on ${modelName('claude-opus-5-5')} costs ${facts.fastTimes('claude-opus-5-5') ?? 'as much as'} the usual price, and does not go with batches.`,
        `On ${modelName('claude-haiku-5-5')} a prompt of over 100,000 tokens costs more for the whole request: a million tokens of input cost ${facts.exact(facts.cost('claude-haiku-5-5', { uncachedInput: 1 }).low)} in short prompts and ${facts.exact(facts.cost('claude-haiku-5-5', { uncachedInput: 1 }).high)} in long ones.`,
        `A thousand web searches cost ${facts.usd(facts.webSearches(1000n))}, whatever the model; failed ones are free. Code execution costs ${facts.usd(facts.published('codeExecutionHour'))} an hour beyond what is free each month.`,
        'A request that fails is free. One you break off, or that runs into a timeout of your own, is billed.',
      ],
    })),
    {
      kind: 'text',
      text: 'What each of your keys cost stands under [Keys](/keys); all list prices with their days under [List prices](/settings/prices).',
    },
    {
      kind: 'doubt',
      text: 'The prices of Fable 5.2, Haiku 5.5 and of reading Sonnet 5.5 from a cache come from translated release notes and third parties, not from Anthropic’s English price page. What you are billed is read from Anthropic and does not depend on them. Models from version 4.7 on make about 30 % more tokens of the same text, so prices across that line compare badly.',
    },
  ],
}
