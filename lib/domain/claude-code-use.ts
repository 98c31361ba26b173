import type { Nano } from './money'

/** What one person or key did with Claude Code in one kind of terminal as one kind of customer. */
export interface ClaudeCodeActivity {
  /** user_actor or api_actor; an open set. */
  actorType: string
  /** E-mail address of a person, name of a key. */
  actor: string
  /** api, or subscription: paid by a plan; an open set. */
  customerType: string
  subscriptionType: string | null
  terminalType: string
  isRemote: boolean
  sessions: bigint
  linesAdded: bigint
  linesRemoved: bigint
  commits: bigint
  pullRequests: bigint
}

/** Tokens of one model; `estimated` is what Anthropic thinks they would cost, in nano-dollars: never part of a bill. */
export interface ClaudeCodeModel {
  model: string
  input: bigint
  output: bigint
  cacheRead: bigint
  cacheCreation: bigint
  estimated: Nano
}

export interface ClaudeCodeUse extends ClaudeCodeActivity {
  estimated: Nano
  /** The most expensive first. */
  models: readonly ClaudeCodeModel[]
}
