import { LimitTable } from '@/components/connections/limit-table'
import { prepareLimits, unreadWords } from '@/components/connections/prepare-limits'
import { Card, CardHeader } from '@/components/ui/card'
import { Term } from '@/components/words/term'
import type { OrganizationLimits } from '@/lib/domain/limit-use'
import { formatMonth } from '@/lib/format'

/** What may be spent in a workspace in a month, beside what was. */
export function LimitCard({ limits }: { limits: OrganizationLimits }) {
  const unread = unreadWords(limits.unreadDays)
  const label = `Spend limit, ${formatMonth(limits.month)}`
  return (
    <Card>
      <CardHeader
        title={
          <>
            <Term of="spend-limit">Spend limit</Term>, {formatMonth(limits.month)}
          </>
        }
      />
      <LimitTable lines={prepareLimits(limits)} label={label} />
      {unread && <p className="text-warn mt-1 text-sm">{unread}</p>}
    </Card>
  )
}
