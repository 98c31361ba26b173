import { type Nano, sum } from '@/lib/domain/money'
import { formatUsd } from '@/lib/domain/written'
import { claudeCodeOnKeys, claudeCodeRows, spentInWords } from './claude-code-on-key'
import { currentRun } from './episode'
import type { Evidence } from './evidence'
import type { Detected, Rule, Step } from './finding'
import { activePlans, planNamed } from './held-plans'
import { costByDay, keySubject, lastDayOf, onDay, spanInWords } from './key-days'

const RULE = 'key-overrides-plan'
const CANNOT_SEE =
  'A personal plan lives in another organisation: whether the plan had room left, and in which shell or file the key is set, Anthropic does not tell.'

const UNSET: Step[] = [
  {
    say: 'Take the variable out of the shell Claude Code is started from.',
    copy: 'unset ANTHROPIC_API_KEY',
  },
  {
    say: 'Find the file that sets it again, and take the line out there. This names the files alone, without showing what they hold.',
    copy: 'grep -ln ANTHROPIC_ ~/.zshrc ~/.zshenv ~/.zprofile ~/.bashrc ~/.bash_profile ~/.profile ~/.config/fish/config.fish .env .env.local .envrc 2>/dev/null',
  },
  {
    say: 'On Windows, or where no file is named: Claude Code’s own settings and bundles that fill the environment can set it too. The guide “Why an environment variable can switch who pays”, under Learn, says how to look.',
    guide: 'who-pays',
  },
  {
    say: 'Open a new shell, start Claude Code and look which login it uses: it should name the subscription.',
    copy: '/status',
  },
]

/**
 * `ANTHROPIC_API_KEY` in the environment overrides the plan: Claude Code bills the API while a plan is paid for.
 * Real case: anthropics/claude-code#37686, $1,800 in two days through `claude -p` beside a Max plan. billing.md §13, 1.
 */
export const keyOverridesPlan: Rule = (evidence, { [RULE]: limits }) => {
  const onKeys = claudeCodeOnKeys(evidence, 'environment', limits)
  const detected = onKeys.map((found): Detected => {
    const { key, run, plan, isTheirs } = found
    const name = planNamed(evidence, plan)
    return {
      rule: RULE,
      subject: keySubject(evidence, key.id),
      episode: run.from,
      lastDay: run.to,
      severity: isTheirs ? 'high' : 'medium',
      atStake: { amount: found.cost, means: 'spent' },
      sentence: isTheirs
        ? `Claude Code billed the key ${key.name} ${spentInWords(found, evidence)}, while ${plan.holderEmail} pays for ${name}.`
        : `Claude Code billed the key ${key.name} ${spentInWords(found, evidence)}, while ${name} of ${plan.holderEmail} is paid for; whether the same person used both is not known.`,
      evidence: [
        ...claudeCodeRows(found),
        {
          what: `${name} of ${plan.holderEmail}`,
          when: run.from,
          amount: null,
          look: onDay(run.from, { plan: plan.id }),
        },
      ],
      cannotSee: CANNOT_SEE,
      steps: [
        ...UNSET,
        {
          say: `Deactivate ${key.name} once nothing legitimate uses it. Where it is still set, requests with it fail then, and Claude Code does not turn to the plan by itself.`,
          act: { does: 'deactivate-key', keyId: key.id },
        },
      ],
    }
  })
  const named = new Set(onKeys.filter(({ isTheirs }) => isTheirs).map(({ plan }) => plan.holderEmail))
  const logins = claudeCodeOnKeys(evidence, 'console-login', limits)
  for (const { plan, isTheirs } of logins) if (isTheirs) named.add(plan.holderEmail)
  return { detected: [...detected, ...peopleWithoutKey(evidence, limits, named)], learning: [] }
}

/** Whom Claude Code's own report calls a customer of the API beside a plan, where no bill names the key. */
function peopleWithoutKey(
  evidence: Evidence,
  { dailyCost, overAfterDays }: { dailyCost: Nano; overAfterDays: number },
  named: ReadonlySet<string>,
): Detected[] {
  const lastDay = lastDayOf(evidence)
  return [...new Set(evidence.claudeCode.map(({ email }) => email))].flatMap((email): Detected[] => {
    if (named.has(email)) return []
    const rows = evidence.claudeCode.filter((row) => row.email === email)
    const spent = costByDay(rows.map(({ day, estimated }) => ({ day, cost: estimated })))
    const planOn = (day: typeof lastDay) =>
      activePlans(evidence.plans, day).find(({ holderEmail }) => holderEmail === email)
    const much = [...spent].filter(([day, cost]) => cost >= dailyCost && planOn(day))
    const run = currentRun(
      much.map(([day]) => day),
      lastDay,
      overAfterDays,
    )
    const plan = run && planOn(run.to)
    if (!run || !plan) return []
    const days = much.filter(([day]) => day >= run.from)
    const amount = sum(days.map(([, cost]) => cost))
    return [
      {
        rule: RULE,
        subject: { type: 'person', id: email, organizationId: evidence.organization.id },
        episode: run.from,
        lastDay: run.to,
        severity: 'high',
        atStake: { amount, means: 'spent' },
        sentence: `Claude Code of ${email} is billed to the API beside ${planNamed(evidence, plan)}: about ${formatUsd(amount).text} ${spanInWords(run, evidence)}, by Anthropic’s estimate.`,
        evidence: days.map(([day, cost]) => ({
          what: `Claude Code of ${email}, estimated`,
          when: day,
          amount: cost,
          look: onDay(day, { person: email, product: 'claude_code' }),
        })),
        cannotSee: `${CANNOT_SEE} The amount is Anthropic’s estimate; which key was billed is not told.`,
        steps: UNSET,
      },
    ]
  })
}
