import type { RuleId } from '@/lib/domain/findings/finding'
import type { GuideSlug } from './guide'

/** The guide that answers what a finding of a rule makes people ask. */
export const GUIDE_OF_RULE: Record<RuleId, GuideSlug> = {
  'key-overrides-plan': 'who-pays',
  'console-login': 'who-pays',
  'leaked-key': 'leaked-key',
  'forgotten-job': 'api-keys',
  'agent-loop': 'spend-limits',
  'fast-mode': 'usage-credits',
  'long-context': 'api-keys',
  'cache-waste': 'api-keys',
  'playground-use': 'prepaid-credit',
  'key-hygiene': 'leaked-key',
  'cap-run-rate': 'spend-limits',
  'unclaimed-api-credit': 'three-pools',
  'usage-cost-gap': 'reading-the-bill',
  'retiring-model': 'api-keys',
  'forgotten-workspace': 'spend-limits',
  'double-subscription': 'plan-covers',
}
