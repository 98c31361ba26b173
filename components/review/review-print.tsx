import { Money } from '@/components/ui/money'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import type { ShownLine } from './prepare-lines'
import type { ShownStanding } from './task-state'

/** All lines with what was said of them, on paper: there nothing opens, and no filter hides anything. */
export function ReviewPrint({
  lines,
  nameOf,
}: {
  lines: readonly (ShownLine & { standing: ShownStanding })[]
  nameOf: (email: string) => string
}) {
  if (lines.length === 0) return <p className="hidden print:block">Nothing was there to decide.</p>
  return (
    <table className="mt-4 hidden w-full border-collapse print:table">
      <thead>
        <tr>
          {['About', 'What', 'Amount', 'Decision'].map((name) => (
            <th key={name} scope="col" className="border-b py-1 text-left text-xs font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ id, kind, sentence, amount, standing }) => (
          <tr key={id} className="align-top">
            <td className="border-b py-1 whitespace-nowrap">{kind}</td>
            <td className="border-b py-1" dir="auto">
              {sentence}
              {standing.note && <em> “{standing.note}”</em>}
            </td>
            <td className="border-b py-1 text-right">{amount && <Money parts={amount} />}</td>
            <td className="border-b py-1" dir="auto">
              {standing.decision === null ? 'Undecided' : DECISION_WORDS[standing.decision]}
              {standing.deactivatedAt && `, done ${standing.deactivatedAt}`}
              {standing.decidedBy && `, ${standing.decidedBy}`}
              {standing.assignee && `, for ${nameOf(standing.assignee)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
