import type { Notice } from '@/lib/domain/notice'
import { formatUsd } from '@/lib/domain/written'
import type { Detected, RuleId } from './finding'
import type { Followed } from './follow-finding'

/** What a rule has found, in a few words. */
const TITLES: Record<RuleId, string> = {
  'key-overrides-plan': 'A key overrides the plan',
  'console-login': 'Claude Code logged in with Console',
  'leaked-key': 'Key perhaps leaked',
  'forgotten-job': 'Forgotten job',
  'agent-loop': 'Agent in a loop',
  'fast-mode': 'Fast mode',
  'long-context': 'Very long prompts',
  'cache-waste': 'Cache that does not pay',
  'playground-use': 'Playground use',
  'key-hygiene': 'Key hygiene',
  'cap-run-rate': 'Limit within reach',
  'unclaimed-api-credit': 'API credit not used',
  'usage-cost-gap': 'Usage and cost apart',
  'retiring-model': 'Model about to retire',
  'forgotten-workspace': 'Forgotten workspace',
  'double-subscription': 'Two plans for one person',
}
const MOST_ROWS = 5

/** What people are told of a finding; null where nothing is to be told. Named by id, returns and severity: each is told once. */
export function findingNotice(
  id: string,
  found: Detected,
  { tell, severity, returns }: Pick<Followed, 'tell' | 'severity' | 'returns'>,
  subjectName: string,
): Notice | null {
  if (tell === null) return null
  return {
    key: `finding:${id}:${returns}:${severity}`,
    kind: `finding_${tell}`,
    severity,
    organizationId: found.subject.organizationId,
    content: {
      title: `${TITLES[found.rule]}: ${subjectName}`,
      sentence: found.sentence,
      more: [
        ...found.evidence
          .slice(0, MOST_ROWS)
          .map(({ what, amount }) => (amount === null ? what : `${what}: ${formatUsd(amount).text}`)),
        `What cannot be seen: ${found.cannotSee}`,
      ],
      steps: found.steps.map(({ say, copy }) => (copy === undefined ? { say } : { say, copy })),
      path: `/findings/${id}`,
      atStake: found.atStake.amount,
      subject: { type: found.subject.type, id: found.subject.id, name: subjectName },
    },
  }
}
