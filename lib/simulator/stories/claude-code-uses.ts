import { noise } from '../seeded-random'
import type { ClaudeCodeUse, Fact } from '../world'

export type Coder = Pick<ClaudeCodeUse, 'actor' | 'customerType' | 'subscriptionType'> & {
  /** Taken in turn from hour to hour. */
  places: readonly { terminalType: string; isRemote?: boolean }[]
}

/** What Claude Code says of itself about this traffic; its estimate is the list price in whole cents. */
export function claudeCodeUses(seed: number, coder: Coder, facts: readonly Fact[]): ClaudeCodeUse[] {
  const { places, ...who } = coder
  return facts.flatMap((fact, index): ClaudeCodeUse[] => {
    const place = places[index % places.length]
    if (!place || fact.model === null) return []
    const nano = fact.costs.reduce((sum, line) => sum + line.listAmount, 0n)
    const random = (channel: number) => noise(seed, fact.minute, channel)
    const sessions = 1 + Math.floor(random(20) * 3)
    return [
      {
        ...who,
        minute: fact.minute,
        terminalType: place.terminalType,
        isRemote: place.isRemote ?? false,
        sessions,
        linesAdded: Math.floor(random(21) * 140 * sessions),
        linesRemoved: Math.floor(random(22) * 60 * sessions),
        commits: random(23) > 0.6 ? 1 : 0,
        pullRequests: random(24) > 0.9 ? 1 : 0,
        models: [
          {
            model: fact.model,
            input: fact.uncachedInput,
            output: fact.output,
            cacheRead: fact.cacheRead,
            cacheCreation: fact.cacheWrite5m + fact.cacheWrite1h,
            estimatedCents: Math.round(Number(nano) / 10_000_000),
          },
        ],
      },
    ]
  })
}
