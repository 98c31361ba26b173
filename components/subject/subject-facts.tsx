import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import type { Day } from '@/lib/domain/day'
import type { Nano } from '@/lib/domain/money'
import { formatDay, formatUsd } from '@/lib/format'

/** What is known of a workspace, model or person; what nobody told is a dash. */
export function SubjectFacts({
  record: { isGone, firstUsedOn, lastUsedOn, total },
  id,
}: {
  record: { isGone: boolean; firstUsedOn: Day | null; lastUsedOn: Day | null; total: Nano }
  id: string
}) {
  return (
    <Card>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        <Fact name="First used">{firstUsedOn ? formatDay(firstUsedOn) : 'Not on any day that is known'}</Fact>
        <Fact name="Last used">{lastUsedOn ? formatDay(lastUsedOn) : 'Not on any day that is known'}</Fact>
        <Fact name="Cost in total">{formatUsd(total).text}</Fact>
        <Fact name="Id">
          <span className="font-mono text-xs">{id}</span>
          {isGone && <span className="text-ink-3"> — gone at Anthropic</span>}
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-3 text-xs">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  )
}
