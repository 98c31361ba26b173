import { agentLoop } from './agent-loop'
import { cacheWaste } from './cache-waste'
import { capRunRate } from './cap-run-rate'
import { consoleLogin } from './console-login'
import { doubleSubscription } from './double-subscription'
import type { Evidence } from './evidence'
import { fastMode } from './fast-mode'
import { type Findings, type Rule, RULE_IDS, type RuleId, SEVERITIES } from './finding'
import { forgottenJob } from './forgotten-job'
import { forgottenWorkspace } from './forgotten-workspace'
import { keyHygiene } from './key-hygiene'
import { keyOverridesPlan } from './key-overrides-plan'
import { leakedKey } from './leaked-key'
import { longContext } from './long-context'
import { playgroundUse } from './playground-use'
import { retiringModel } from './retiring-model'
import { DEFAULT_THRESHOLDS, type Thresholds } from './thresholds'
import { unclaimedApiCredit } from './unclaimed-api-credit'
import { usageCostGap } from './usage-cost-gap'

const RULES: Record<RuleId, Rule> = {
  'key-overrides-plan': keyOverridesPlan,
  'console-login': consoleLogin,
  'leaked-key': leakedKey,
  'forgotten-job': forgottenJob,
  'agent-loop': agentLoop,
  'fast-mode': fastMode,
  'long-context': longContext,
  'cache-waste': cacheWaste,
  'playground-use': playgroundUse,
  'key-hygiene': keyHygiene,
  'cap-run-rate': capRunRate,
  'unclaimed-api-credit': unclaimedApiCredit,
  'usage-cost-gap': usageCostGap,
  'retiring-model': retiringModel,
  'forgotten-workspace': forgottenWorkspace,
  'double-subscription': doubleSubscription,
}

/** Judge each key by what is known of it alone: those of a part of the keys are the same as among all of them. */
export const KEY_RULES = [
  'leaked-key',
  'forgotten-job',
  'agent-loop',
  'fast-mode',
  'long-context',
  'cache-waste',
] as const satisfies readonly RuleId[]

/** Look at everything an organisation has at once. */
export const ORGANIZATION_RULES: readonly RuleId[] = RULE_IDS.filter(
  (rule) => !(KEY_RULES as readonly RuleId[]).includes(rule),
)

/** All rules, or those named, over one organisation's evidence: the worst first, then in the order of the rules. */
export function evaluateRules(
  evidence: Evidence,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
  rules: readonly RuleId[] = RULE_IDS,
): Findings {
  const findings = rules.map((rule) => RULES[rule](evidence, thresholds))
  return {
    detected: findings
      .flatMap(({ detected }) => detected)
      .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
    learning: findings.flatMap(({ learning }) => learning),
  }
}
