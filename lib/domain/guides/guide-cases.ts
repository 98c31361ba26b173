/** What happened to people, told by them; the amounts are theirs. Source: billing.md §13 and product.md §1. */
export interface GuideCase {
  what: string
  source: string
}

export const USAGE_CREDIT_CASES: readonly GuideCase[] = [
  { what: '$3.23 drawn after they were switched off', source: 'anthropics/claude-code#48233' },
  { what: '$74.99 against a limit of $50', source: 'anthropics/claude-code#25647, February 2026' },
  {
    what: '$2,196 of automatic recharges on a Max plan, in charges that stood on neither billing page',
    source: 'anthropics/claude-code#66493',
  },
]

export const AUTO_RELOAD_CASES: readonly GuideCase[] = [
  { what: '29 charges, $661 together', source: 'anthropics/claude-code#68773, 16 June 2026' },
  {
    what: '$1,771 in four hours against a limit of $25, in 52 reloads',
    source: 'anthropics/claude-code#73795',
  },
  { what: '$604.71 on a plan', source: 'anthropics/claude-code#81703, 17 July 2026' },
]

export const LIMIT_CASES: readonly GuideCase[] = [
  { what: '$47.18 below zero, past a limit of $20', source: 'anthropics/claude-code#92642' },
  { what: '250 % of a cap, without a notice', source: 'anthropics/claude-code#59858' },
]

export const BUNDLED_KEY_CASE: GuideCase = {
  what: 'The key came from a 1Password environment, set by nobody in sight',
  source: 'MadAppGang/claudish#151',
}
