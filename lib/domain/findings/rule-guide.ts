import type { RuleId } from './finding'

/** What a rule is about, for whoever meets one of its findings. */
export interface RuleGuide {
  /** What it means, in one sentence. */
  means: string
  /** How it comes about. */
  comesAbout: string
  /** What it cost somebody; empty where no case of its own is known. */
  cases: readonly { what: string; source: string }[]
  cannotSee: string
}

/** Sources of the cases: billing.md §13; they stand beside each rule too. */
export const RULE_GUIDES: Record<RuleId, RuleGuide> = {
  'key-overrides-plan': {
    means: 'Claude Code bills an API key although a plan is paid for that covers the same work.',
    comesAbout:
      'Where ANTHROPIC_API_KEY is set in a shell, a profile or an .env file, Claude Code takes it before the login with the plan, also in scripts that call claude -p, and says little about it.',
    cases: [
      {
        what: '$1,800 in two days through claude -p beside a Max plan',
        source: 'anthropics/claude-code#37686',
      },
      { what: '$152 by agents started by an agent', source: 'anthropics/claude-code#39903' },
      { what: '$52 before it was noticed', source: 'anthropics/claude-code#58083' },
    ],
    cannotSee:
      'A personal plan lives in another organisation at Anthropic: whether it had room left is not told. Plans that were not entered here are not known.',
  },
  'console-login': {
    means:
      'Claude Code is logged in with Console, so each prompt is billed to the API, although a plan is paid for.',
    comesAbout:
      'At login one chooses between the subscription and Console. Whoever chooses Console, also by accident or through the desktop app, gets a key of their own made for it; no variable is set anywhere.',
    cases: [
      {
        what: 'The desktop app billed a Console key of a subscriber',
        source: 'anthropics/claude-code#84545',
      },
    ],
    cannotSee:
      'That a key was made by a login is read from its name or its workspace; a renamed key escapes.',
  },
  'leaked-key': {
    means:
      'A key is used in a way it never was: after a long rest, or much at once with something new about it.',
    comesAbout:
      'Keys leak through public repositories, screenshots, old laptops and open endpoints. Who finds one often tries it with one small request and comes back for more.',
    cases: [
      {
        what: '$16,713.95 from 28 April to 9 May 2026 on a key nobody had used for a year',
        source: 'devcowboy newsletter, 2026-05-11',
      },
      {
        what: 'A tiny probe on a new model, and the next night a burst, twice in twelve days',
        source: 'anthropics/claude-code#96048',
      },
      { what: '$380 in a weekend through an open endpoint', source: 'r/developer' },
    ],
    cannotSee:
      'Who sent the requests and from where: Anthropic tells no addresses. A colleague who tries something new looks the same.',
  },
  'forgotten-job': {
    means: 'Something runs like clockwork, nights and weekends included, and nobody said what it is for.',
    comesAbout:
      'A cron job, a poller or a process left behind with nohup goes on after its purpose is gone. Each day costs little, so no day stands out.',
    cases: [
      { what: 'About $500 of polling that did nothing', source: 'anthropics/claude-code#74547' },
      { what: '$350 in five days through nohup', source: 'anthropics/claude-code#50589' },
    ],
    cannotSee: 'What the job does. Enter a purpose for its key, and it counts as known.',
  },
  'agent-loop': {
    means: 'A key cost far more in an hour than it ever did, reading much and writing next to nothing.',
    comesAbout:
      'An agent that does not get on reads its files and its own output again and again, or starts itself anew. Each turn sends the whole conversation.',
    cases: [
      { what: '$1,031.92 in 48 hours', source: 'anthropics/claude-code#85912' },
      { what: 'An account below zero by the morning', source: 'AutoForge#162' },
    ],
    cannotSee: 'What the requests were about. Hours do not tell a loop from a large job done on purpose.',
  },
  'fast-mode': {
    means: 'Requests were sent in fast mode: the same model sooner, at a multiple of its price.',
    comesAbout:
      'Fast mode is switched on once, in Claude Code with /fast, and stays on. No plan covers it: it is billed on top.',
    cases: [{ what: '$23.84 of extra usage on a Max plan', source: 'anthropics/claude-code#41428' }],
    cannotSee: 'Whether the speed was worth it, and fast mode that the usage credits of a plan paid for.',
  },
  'long-context': {
    means:
      'A large part of the tokens comes in prompts of over 200,000, or is paid at the price of long prompts.',
    comesAbout:
      'A session that is never cleared, or a model with a million tokens chosen once, sends everything again with each turn. Until March 2026 long prompts cost more per token; for some models a step is left.',
    cases: [
      {
        what: '$130 while a session was stuck on the model with a million tokens',
        source: 'anthropics/claude-code#50804',
      },
    ],
    cannotSee: 'How long single prompts were, and whether their length was needed.',
  },
  'cache-waste': {
    means:
      'Prompts are written to the cache more often than they are read from it, so caching costs more than it saves; or a cache is missing where one would help.',
    comesAbout:
      'Writing costs a quarter more than sending plainly, twice as much for an hour, and reading a tenth. What changes before the marked end, or is asked for too late, is written anew each time.',
    cases: [
      {
        what: 'The cache of Claude Code fell from an hour to five minutes unannounced',
        source: 'anthropics/claude-code#46829',
      },
    ],
    cannotSee: 'What the prompts have in common. A cache may be worth its price in speed alone.',
  },
  'playground-use': {
    means: 'Something was billed to the API without any key, as the Playground of the Console does.',
    comesAbout: 'Trying prompts in the Console feels free, and no list of keys shows what it costs.',
    cases: [],
    cannotSee:
      'Anthropic does not say outright that it was the Playground: it tells no key, and a product that points to it.',
  },
  'key-hygiene': {
    means:
      'A key should be tidied up: nobody uses it, nobody owns it, several people share it, or it never ends.',
    comesAbout:
      'Keys outlive what they were made for. Nothing is lost by it until one is found by somebody else, or its owner leaves and nobody dares to deactivate it.',
    cases: [
      {
        what: '$16,713.95 on a key that had lain idle for a year',
        source: 'devcowboy newsletter, 2026-05-11',
      },
    ],
    cannotSee: 'Use before the first day that was read, and who holds a copy of a key.',
  },
  'cap-run-rate': {
    means:
      'At the pace of the last days the month ends near or above a spend limit, or the limit is reached.',
    comesAbout:
      'A limit is set once and the use grows. When it is reached, requests are refused; and Anthropic counts a little later than it bills, so it can be passed.',
    cases: [
      { what: '250 % of a cap without notice', source: 'anthropics/claude-code#59858' },
      { what: '$1,771 in four hours against a limit of $25', source: 'anthropics/claude-code#73795' },
    ],
    cannotSee: 'What is planned: the rest of the month is taken to go on as the last days did.',
  },
  'unclaimed-api-credit': {
    means:
      'A plan brings API credit each month, and it is not claimed or about to be lost, while the API is billed.',
    comesAbout:
      'The credit has to be claimed once for an organisation, and what a month leaves of it is lost when the cycle ends.',
    cases: [],
    cannotSee:
      'Whether the credit was claimed: Anthropic does not tell, it is what somebody entered with the plan.',
  },
  'usage-cost-gap': {
    means: 'The tokens of a model come to another amount at list price than what was billed for them.',
    comesAbout:
      'Requests that are refused for their content stand in the usage and in no bill; prices of some tiers are not public. It is a note about the figures, no alarm.',
    cases: [
      {
        what: 'Blocked requests stood in the usage and in no bill',
        source: 'anthropics/claude-quickstarts#431',
      },
    ],
    cannotSee: 'Which requests they were.',
  },
  'retiring-model': {
    means: 'A model that is still used stops answering soon; every request to it will then fail.',
    comesAbout:
      'Anthropic announces the last day of a model by mail and on a page; programs go on naming it.',
    cases: [{ what: 'Sonnet 4.5 ends on 30 November 2026', source: 'Anthropic’s page on deprecations' }],
    cannotSee: 'Programs that call it less often than once in the days looked at.',
  },
  'forgotten-workspace': {
    means:
      'A workspace costs money and belongs to nobody: no key in it is active, or no member of today made or used one.',
    comesAbout: 'Workspaces are made for a project or twice by mistake; people leave, programs go on.',
    cases: [],
    cannotSee:
      'Programs that run for people who are no members: who made a key is all that ties a workspace to somebody.',
  },
  'double-subscription': {
    means: 'One person pays for two plans at the same time.',
    comesAbout:
      'A subscription through Apple goes on beside one by card, or a personal plan beside a seat of the team.',
    cases: [],
    cannotSee: 'Plans that were not entered here, and whether a seat is used by whoever pays for it.',
  },
}
