import { sum } from '@/lib/domain/money'
import { formatUsd } from '@/lib/domain/written'
import { currentRun } from './episode'
import type { UseDay } from './evidence'
import type { Rule } from './finding'
import { costByDay, lastDayOf, onDay, organizationSubject, spanInWords } from './key-days'

const RULE = 'playground-use'

/** What use without a key counts as the Playground; Claude Code and others have products of their own. */
const PRODUCTS = new Set<UseDay['product']>(['claude_console', 'messages_api', null])

/**
 * The Playground of the Console bills the API, though it needs no key: no key shows what it costs.
 * Real case: SUP 8977456 names it among what prepaid credit pays for. billing.md §13, 11.
 */
export const playgroundUse: Rule = (evidence, { [RULE]: limits }) => {
  const lastDay = lastDayOf(evidence)
  const rows = evidence.days.filter(
    ({ keyId, product, cost }) => keyId === null && PRODUCTS.has(product) && cost > 0n,
  )
  const days = costByDay(rows)
  const run = currentRun(days.keys(), lastDay, limits.overAfterDays)
  if (!run) return { detected: [], learning: [] }
  const shown = [...days].filter(([day]) => day >= run.from).sort(([a], [b]) => (a < b ? -1 : 1))
  const amount = sum(shown.map(([, cost]) => cost))
  const people = new Set(
    evidence.keyPeople.flatMap(({ keyId, email }) => (keyId === null && email !== null ? [email] : [])),
  )
  const by = people.size > 0 ? ` by ${[...people].sort().slice(0, 3).join(', ')}` : ''
  return {
    detected: [
      {
        rule: RULE,
        subject: organizationSubject(evidence),
        episode: run.from,
        lastDay: run.to,
        severity: 'low',
        atStake: { amount, means: 'spent' },
        sentence: `Use without a key, as the Playground makes it,${by} cost ${formatUsd(amount).text} ${spanInWords(run, evidence)}.`,
        evidence: shown.slice(-12).map(([day, cost]) => ({
          what: 'Without a key',
          when: day,
          amount: cost,
          look: onDay(day, { key: null }),
        })),
        cannotSee:
          'Anthropic does not say outright that it was the Playground: it tells no key, and a product that points to it.',
        steps: [
          {
            say: 'Tell those who try prompts in the Console that it is billed; claude.ai is paid by the plan.',
          },
          { say: 'For experiments of a team, make a workspace with a spend limit in the Console.' },
        ],
      },
    ],
    learning: [],
  }
}
