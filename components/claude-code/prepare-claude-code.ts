import type { ClaudeCodeUse } from '@/lib/domain/claude-code-use'
import { formatCount, formatUsd, type UsdParts } from '@/lib/format'

export interface ClaudeCodeLine {
  id: string
  who: string
  /** Null for a person. */
  whoNote: string | null
  payer: { words: string; explanation: string; isPlan: boolean }
  terminal: string
  counts: { text: string; title: string }[]
  estimated: UsdParts
  models: { model: string; tokens: string; title: string; estimated: UsdParts }[]
}

export const COUNT_COLUMNS = ['Sessions', 'Lines added', 'Lines removed', 'Commits', 'Pull requests'] as const

/** One line per person or key, terminal and payer. */
export function prepareClaudeCode(uses: readonly ClaudeCodeUse[]): ClaudeCodeLine[] {
  return uses.map((use, index) => ({
    id: String(index),
    who: use.actor,
    whoNote: use.actorType === 'api_actor' ? 'API key' : null,
    payer: payerOf(use),
    terminal: use.isRemote ? `${use.terminalType}, remote` : use.terminalType,
    counts: [use.sessions, use.linesAdded, use.linesRemoved, use.commits, use.pullRequests].map(formatCount),
    estimated: formatUsd(use.estimated),
    models: use.models.map(({ model, input, output, cacheRead, cacheCreation, estimated }) => ({
      model,
      tokens: formatCount(input + output + cacheRead + cacheCreation).text,
      title: [
        ['input', input],
        ['output', output],
        ['cache read', cacheRead],
        ['cache write', cacheCreation],
      ]
        .map(([name, count]) => `${formatCount(count as bigint).title} ${name as string}`)
        .join(', '),
      estimated: formatUsd(estimated),
    })),
  }))
}

function payerOf({
  customerType,
  subscriptionType,
}: Pick<ClaudeCodeUse, 'customerType' | 'subscriptionType'>): ClaudeCodeLine['payer'] {
  if (customerType === 'subscription')
    return {
      words: subscriptionType ? `${subscriptionType.replace(/^./, (c) => c.toUpperCase())} plan` : 'Plan',
      explanation: 'Signed in with a plan: its fee covers this use.',
      isPlan: true,
    }
  if (customerType === 'api')
    return {
      words: 'API',
      explanation: 'Signed in with the Console or an API key: billed as API usage, apart from any plan.',
      isPlan: false,
    }
  return { words: customerType, explanation: 'A kind of customer this version does not know.', isPlan: false }
}
