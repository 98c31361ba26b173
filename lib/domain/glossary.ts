import type { TokenKind } from './pricing'

export interface GlossaryEntry {
  word: string
  /** One or two sentences. Without amounts: they change, and the pages that tell them are named instead. */
  means: string
  /** What else somebody may call it; for search. */
  says: string
}

/** Every word that is explained, once; in the order of the alphabet. Facts: Anthropic's documentation of billing and of the Admin API. */
const ENTRIES = {
  'api-credit': {
    word: 'API credit',
    means:
      'What Max, Ultra and Team plans grant each month towards API usage, once it is claimed and linked to one organisation. What is not used by the end of the plan’s month expires.',
    says: 'monthly grant claim',
  },
  'api-equivalent': {
    word: 'API-equivalent',
    means:
      'What use that a plan pays for would have cost through the API at list price. Nobody is billed for it.',
    says: 'notional worth value of the plan',
  },
  'api-usage': {
    word: 'API usage',
    means:
      'What Anthropic bills an organisation for its API keys and its Console, after discounts and before any plan credit. It is billed separately from every plan.',
    says: 'pay as you go',
  },
  'at-stake': {
    word: 'At stake',
    means:
      'What a finding is about in money: spent so far, what a month of it comes to, or credit that is about to expire. The words beside the amount say which.',
    says: 'money lost',
  },
  'auto-reload': {
    word: 'Auto-reload',
    means:
      'Prepaid credit that buys itself anew, up to a chosen amount, whenever the balance falls below another. Each reload is charged to the card.',
    says: 'auto recharge top up',
  },
  batch: {
    word: 'Batch',
    means:
      'Requests that are handed in together and answered later, for a lower price of every kind of token. Web searches are not discounted.',
    says: 'message batches service tier',
  },
  billed: {
    word: 'Billed',
    means:
      'As Anthropic’s own report tells it for a day that is over, to the last digit: after discounts, before any plan credit and tax.',
    says: 'actual cost amount',
  },
  budget: {
    word: 'Budget',
    means:
      'An amount set here for a day, week, month or plan cycle, with people told when spend goes over parts of it. By itself it stops nothing.',
    says: 'threshold alert',
  },
  'cache-read': {
    word: 'Cache read',
    means:
      'Input that a model had kept from a request before and did not have to read anew. It costs a small part of uncached input; List prices tells how much of it for each model.',
    says: 'cached input prompt caching hit',
  },
  'cache-write-1h': {
    word: 'Cache write, 1 hour',
    means:
      'Input kept for an hour. It costs more than keeping it for five minutes, and pays off where the same input comes back after a longer pause.',
    says: 'prompt caching ephemeral_1h',
  },
  'cache-write-5m': {
    word: 'Cache write, 5 minutes',
    means:
      'Input kept for five minutes, so that requests which follow soon can read it again. It costs a little more than uncached input and pays off from the first time it is read.',
    says: 'prompt caching ephemeral_5m',
  },
  caching: {
    word: 'Caching',
    means:
      'Input that comes again and again is written to a cache once, for more than its usual price, and read from it for much less. What is written and never read only costs.',
    says: 'prompt caching cache write',
  },
  'carried-over': {
    word: 'Carried over',
    means:
      'Of a line in a review: nobody decided it, it was put off, or what was decided was not done. It is asked again in the next review.',
    says: 'later undecided',
  },
  console: {
    word: 'Console, Playground',
    means:
      'The Console is Anthropic’s site for API customers; the Playground, earlier called Workbench, tries prompts there. What is used there is billed as API usage and belongs to no key.',
    says: 'workbench no key platform.claude.com',
  },
  'context-window': {
    word: 'Context window',
    means:
      'How much a model takes in with one request, in tokens. Reports tell long requests from usual ones, as some models cost more beyond a certain length.',
    says: 'long context 200k 1M tokens',
  },
  'dry-run': {
    word: 'Dry run',
    means: 'A guard that only writes down what it would have done. Nothing is changed at Anthropic.',
    says: 'trial guard',
  },
  entered: {
    word: 'Entered',
    means: 'Told by a person here, because no API does: what plans cost, for example.',
    says: 'typed by hand',
  },
  estimated: {
    word: 'Estimated',
    means:
      'Reckoned here or by Anthropic from what was used, and so never called billed. Where a bill names no key, each of its lines is split over the keys by what they used of that kind.',
    says: 'split guess',
  },
  fast: {
    word: 'Fast mode',
    means:
      'Answers that come sooner, at a higher price for every kind of token. In Claude Code signed in with a plan it is always billed to usage credits; on a key, to the API.',
    says: 'speed',
  },
  finding: {
    word: 'Finding',
    means:
      'Something in the figures that looks like money lost or at risk, found by a rule after a sync. It shows its evidence, what it cannot see, and what to do.',
    says: 'alert anomaly rule',
  },
  forecast: {
    word: 'Forecast',
    means:
      'What a budget’s period will have cost at its end if things go on as on its closed days: a range, with the day on which the amount would be used up.',
    says: 'prediction run rate exhaustion',
  },
  guard: {
    word: 'Guard',
    means:
      'If an owner turns it on, exceeding a budget deactivates its key at Anthropic: at most once in a period, only on figures that are fresh, whole and not estimated, and it can be undone.',
    says: 'automatic stop kill switch',
  },
  'key-hint': {
    word: 'Hint of a key',
    means:
      'The first and last characters of a key, enough to recognise it and never enough to use it. Nobody can read the whole key again after it was made.',
    says: 'partial key sk-ant',
  },
  idle: {
    word: 'Idle',
    means:
      'An active key without use for as many known days as the team set in Key settings. Days that were not read do not count.',
    says: 'unused forgotten key',
  },
  'list-price': {
    word: 'List price',
    means:
      'What Anthropic asks publicly, before any discount. Each price that is reckoned with here stands with its day and its source under List prices, those of plans under Price catalogue.',
    says: 'catalogue rate million tokens',
  },
  'not-synced': {
    word: 'Not synced',
    means: 'Drawn hatched: nothing is known of the day, which is not the same as zero.',
    says: 'missing gap unread',
  },
  'on-the-day-charged': {
    word: 'On the day charged',
    means: 'A plan’s charge stands whole on the day it is charged, as on the card’s statement.',
    says: 'basis cash charged',
  },
  output: {
    word: 'Output',
    means: 'What a model wrote, in tokens. It is the dearest kind of token for every model.',
    says: 'answer tokens',
  },
  owner: {
    word: 'Owner of a key',
    means:
      'The person who answers for a key: named here, told by a rule, or else whoever created it. Spend of a day belongs to whoever owned the key on it.',
    says: 'whose key ownerless responsible',
  },
  partial: {
    word: 'Partial',
    means: 'Drawn dotted: what was read does not add up to the day’s total. It is read again.',
    says: 'incomplete',
  },
  'plan-fee': {
    word: 'Plan fee',
    means:
      'What a Claude subscription costs, as entered under Plans, without tax: no API tells it. It covers claude.ai and Claude Code up to the plan’s limits, never API usage.',
    says: 'subscription Pro Max Ultra Team seat',
  },
  pool: {
    word: 'Pool',
    means:
      'What something is paid from. There are three: plan fees, usage credits and API usage; a plan’s API credit pays a part of the third.',
    says: 'three pools of money',
  },
  'prepaid-credit': {
    word: 'Prepaid credit',
    means:
      'Credit for the API that is bought beforehand and used up, where no invoice comes each month. It expires a year after it was bought, and no API tells its balance.',
    says: 'balance purchased credits expire',
  },
  projected: {
    word: 'Projected',
    means: 'What this month will cost if its remaining days are like those that are closed.',
    says: 'forecast month end',
  },
  provisional: {
    word: 'Provisional',
    means: 'Drawn pale: the day is not over in Anthropic’s data, and its figure may still change.',
    says: 'not final today',
  },
  quality: {
    word: 'Quality',
    means:
      'How sure a figure is: billed, entered, provisional or estimated. A sum is called after the weakest of its parts.',
    says: 'how exact accuracy',
  },
  reconciliation: {
    word: 'Reconciliation',
    means:
      'Each day’s bill beside what its use costs at list price, with a reason for every difference until nothing is left over.',
    says: 'check the bill add up',
  },
  restatement: {
    word: 'Restatement',
    means:
      'A day that was final when it was read, and that Anthropic told otherwise afterwards. What it was before is kept beside it.',
    says: 'revision changed afterwards',
  },
  review: {
    word: 'Review',
    means:
      'A week or month that is over, kept as it was, with a line for everything worth a decision. Somebody decides line by line and signs it.',
    says: 'weekly sign',
  },
  'service-tier': {
    word: 'Service tier',
    means:
      'On which terms a request was answered: standard, batch, priority or flex. The same token has another price in each.',
    says: 'priority flex standard',
  },
  'spend-limit': {
    word: 'Spend limit',
    means:
      'A monthly limit that Anthropic keeps, of the organisation or of a workspace. Once it is reached, requests are refused until the first of the next month (UTC).',
    says: 'cap usage tier 429',
  },
  spread: {
    word: 'Spread',
    means: 'A plan’s charge is divided over the days it pays for; a whole cycle adds up to the charge.',
    says: 'accrual basis per day',
  },
  unattributed: {
    word: 'Unattributed',
    means:
      'What was billed and belongs to no key, workspace or person that is told. It stands as a line of its own, so that all lines add up to the bill.',
    says: 'residual remainder rest no key not told apart',
  },
  'uncached-input': {
    word: 'Uncached input',
    means:
      'What was sent to a model and was neither read from its cache nor written to it, in tokens. It is billed at the full price of input.',
    says: 'prompt tokens input',
  },
  'us-region': {
    word: 'US region',
    means:
      'Requests that are answered in the United States alone. Newer models cost more there, for every kind of token.',
    says: 'inference_geo us data residency region',
  },
  'usage-credits': {
    word: 'Usage credits',
    means:
      'Credit bought beforehand that pays for Claude beyond a plan’s limits, earlier called extra usage. It is charged beside the plan fee and pays for no API key.',
    says: 'extra usage overage',
  },
  'web-search': {
    word: 'Web search',
    means:
      'Searches a model made, billed by the search and beside its tokens. Searches that fail count as use and are free.',
    says: 'server tool searches',
  },
  workspace: {
    word: 'Workspace',
    means:
      'A part of an organisation at Anthropic with keys and a limit of its own. A key belongs to one workspace for good.',
    says: 'project',
  },
} as const satisfies Record<string, GlossaryEntry>

export type WordId = keyof typeof ENTRIES

export const GLOSSARY: Readonly<Record<WordId, GlossaryEntry>> = ENTRIES

export const TOKEN_WORDS: Record<TokenKind, WordId> = {
  uncachedInput: 'uncached-input',
  cacheWrite5m: 'cache-write-5m',
  cacheWrite1h: 'cache-write-1h',
  cacheRead: 'cache-read',
  output: 'output',
}

export const WORD_IDS = (Object.keys(ENTRIES) as WordId[]).sort((a, b) =>
  GLOSSARY[a].word.localeCompare(GLOSSARY[b].word, 'en'),
)
