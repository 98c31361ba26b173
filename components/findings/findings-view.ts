import { RULE_IDS, type RuleId, SEVERITIES, type Severity } from '@/lib/domain/findings/finding'
import { FINDING_TABS, type FindingTab } from '@/lib/domain/findings/finding-standing'

/** What the page of findings shows, all of it in the address. */
export interface FindingsView {
  tab: FindingTab
  rule: RuleId | null
  severity: Severity | null
  organization: string | null
  /** Id of a key. */
  key: string | null
  /** The cursor a page ended with; null: the first page. */
  after: string | null
}

export const DEFAULT_FINDINGS_VIEW: FindingsView = {
  tab: 'open',
  rule: null,
  severity: null,
  organization: null,
  key: null,
  after: null,
}

const MOST_TEXT = 300
type SearchParams = Record<string, string | string[] | undefined>

/** What is not understood is left out and said in `problems`. */
export function parseFindingsView(params: SearchParams): { view: FindingsView; problems: string[] } {
  const problems: string[] = []
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | null => {
    const given = params[name]
    if (given === undefined || given === '') return null
    const known = allowed.find((value) => value === given)
    if (known === undefined) problems.push(`“${name}” cannot be what the address says.`)
    return known ?? null
  }
  const text = (name: string): string | null => {
    const given = params[name]
    if (given === undefined || given === '') return null
    if (typeof given === 'string' && given.length <= MOST_TEXT && !given.includes('\u0000')) return given
    problems.push(`“${name}” cannot be what the address says.`)
    return null
  }
  const view: FindingsView = {
    tab: oneOf('tab', FINDING_TABS) ?? 'open',
    rule: oneOf('rule', RULE_IDS),
    severity: oneOf('severity', SEVERITIES),
    organization: text('organization'),
    key: text('key'),
    after: text('after'),
  }
  return { view, problems }
}

/** The address of a view with changes, defaults left out; whatever changes, the list begins anew. */
export function findingsHref(view: FindingsView, changes: Partial<FindingsView> = {}): string {
  const next = { ...view, after: null, ...changes }
  const params = new URLSearchParams()
  if (next.tab !== 'open') params.set('tab', next.tab)
  for (const name of ['severity', 'rule', 'organization', 'key', 'after'] as const)
    if (next[name] !== null) params.set(name, next[name])
  const text = params.toString()
  return text ? `/findings?${text}` : '/findings'
}

export function isFilteredFindings(view: FindingsView): boolean {
  return [view.rule, view.severity, view.organization, view.key].some((value) => value !== null)
}
