import { formatUsd } from '@/lib/domain/written'
import { claudeCodeOnKeys, claudeCodeRows, spentInWords } from './claude-code-on-key'
import type { Detected, Rule } from './finding'
import { planNamed } from './held-plans'
import { keySubject } from './key-days'

const RULE = 'console-login'

/**
 * Claude Code logged in with Console instead of the plan: no variable is set, yet each prompt is billed to the API.
 * Real case: CC#84545, the desktop app billed a Console key of a subscriber. billing.md §13, 2.
 */
export const consoleLogin: Rule = (evidence, { [RULE]: limits }) => ({
  detected: claudeCodeOnKeys(evidence, 'console-login', limits).map((found): Detected => {
    const { key, run, plan, isTheirs, cost } = found
    const name = planNamed(evidence, plan)
    return {
      rule: RULE,
      subject: keySubject(evidence, key.id),
      episode: run.from,
      lastDay: run.to,
      severity: isTheirs ? 'high' : 'medium',
      atStake: { amount: cost, means: 'spent' },
      sentence: isTheirs
        ? `Claude Code of ${plan.holderEmail} is logged in with Console, not with ${name}: the API was billed ${spentInWords(found, evidence)}.`
        : `Claude Code is logged in with Console on ${key.name} and billed the API ${spentInWords(found, evidence)}, while ${name} of ${plan.holderEmail} is paid for; whether that login is theirs is not known.`,
      evidence: claudeCodeRows(found),
      cannotSee:
        'That the key was made by a login is read from its name or workspace. Whether the plan had room left is not told.',
      steps: [
        { say: 'In Claude Code, log out of Console.', copy: '/logout' },
        {
          say: 'Log in again and choose the account with the subscription, not Console.',
          copy: '/login',
        },
        {
          say: `Deactivate ${key.name}, so that ${formatUsd(cost).text} stays all it cost; a login with Console would make a new one.`,
          act: { does: 'deactivate-key', keyId: key.id },
        },
      ],
    }
  }),
  learning: [],
})
