import { Table, Td, Th } from '@/components/ui/table'
import { ruleWords } from '@/lib/domain/findings/finding-standing'
import type { FindingLearningLine } from '@/lib/domain/findings/learning-line'

/** What cannot be judged yet, and how long that will take. */
export function LearningTable({ lines, many }: { lines: readonly FindingLearningLine[]; many: boolean }) {
  return (
    <Table label="Still learning">
      <thead>
        <tr>
          <Th>Rule</Th>
          {many && <Th>Organisation</Th>}
          <Th numeric>Days known</Th>
          <Th>What is missing</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ organizationName, rule, subjects, daysKnown, daysNeeded, sentence }) => (
          <tr key={`${organizationName} ${rule}`} className="align-top">
            <Td className="py-2 sm:whitespace-nowrap">{ruleWords(rule)}</Td>
            {many && <Td className="py-2">{organizationName}</Td>}
            <Td numeric className="py-2">
              {daysKnown} of {daysNeeded}
            </Td>
            <Td className="text-ink-2 min-w-40 py-2 sm:min-w-64">
              {sentence}
              {subjects > 1 && ` So it is with ${subjects}; this is the one known longest.`}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
