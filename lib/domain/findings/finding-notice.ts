import type { Notice } from '@/lib/domain/notice'
import { formatUsd } from '@/lib/domain/written'
import type { Detected } from './finding'
import { RULE_WORDS } from './finding-standing'
import type { Followed } from './follow-finding'

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
      title: `${RULE_WORDS[found.rule]}: ${subjectName}`,
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
