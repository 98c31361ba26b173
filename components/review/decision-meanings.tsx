import { More } from '@/components/ui/more'
import { DECISIONS } from '@/lib/domain/review'
import { DECISION_WORDS } from '@/lib/domain/review-words'
import { DECISION_MEANINGS } from './decision-words'

/** What each decision says, and that saying it changes nothing by itself. */
export function DecisionMeanings() {
  return (
    <More summary="What the decisions mean">
      <dl className="grid max-w-prose grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {DECISIONS.map((decision) => (
          <div key={decision} className="contents">
            <dt className="font-medium">{DECISION_WORDS[decision]}</dt>
            <dd className="text-ink-2">{DECISION_MEANINGS[decision]}</dd>
          </div>
        ))}
      </dl>
      <p className="text-ink-2 mt-2 max-w-prose text-sm">
        No decision changes anything by itself. A finding stays open until it is settled under Findings.
      </p>
    </More>
  )
}
