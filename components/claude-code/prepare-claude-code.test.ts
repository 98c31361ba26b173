import { describe, expect, it } from 'vitest'
import { parseUsd, zero } from '@/lib/domain/money'
import type { ClaudeCodeUse } from '@/lib/domain/claude-code-use'
import { prepareClaudeCode } from './prepare-claude-code'

const use = (changes: Partial<ClaudeCodeUse> = {}): ClaudeCodeUse => ({
  actorType: 'user_actor',
  actor: 'ada@example.com',
  customerType: 'api',
  subscriptionType: null,
  terminalType: 'vscode',
  isRemote: false,
  sessions: 7n,
  linesAdded: 812n,
  linesRemoved: 240n,
  commits: 4n,
  pullRequests: 1n,
  estimated: parseUsd('0.93') ?? zero,
  models: [],
  ...changes,
})

describe('prepareClaudeCode', () => {
  it('says who pays: a plan, or the API', () => {
    const [api, plan, odd] = prepareClaudeCode([
      use(),
      use({ customerType: 'subscription', subscriptionType: 'team' }),
      use({ customerType: 'barter' }),
    ])
    expect(api?.payer).toMatchObject({ words: 'API', isPlan: false })
    expect(plan?.payer).toMatchObject({ words: 'Team plan', isPlan: true })
    expect(odd?.payer.words).toBe('barter')
  })

  it('tells keys from people, and remote from local', () => {
    const [line] = prepareClaudeCode([use({ actorType: 'api_actor', actor: 'ci', isRemote: true })])
    expect(line).toMatchObject({ who: 'ci', whoNote: 'API key', terminal: 'vscode, remote' })
  })

  it('sums the tokens of a model and keeps its kinds on hover', () => {
    const model = { model: 'm', input: 1n, output: 2n, cacheRead: 3n, cacheCreation: 4n, estimated: zero }
    const [line] = prepareClaudeCode([use({ models: [model] })])
    expect(line?.models).toMatchObject([
      { model: 'm', tokens: '10', title: '1 input, 2 output, 3 cache read, 4 cache write' },
    ])
  })
})
