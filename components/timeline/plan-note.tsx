import Link from 'next/link'
import { GuideLink } from '@/components/learn/guide-link'
import { BilledSeparately, wholeDollars } from '@/components/plans/billed-separately'
import { Term } from '@/components/words/term'
import type { Nano } from '@/lib/domain/money'

/** What the plans do not cover, and the credit they have on API use. */
export function PlanNote({
  plans,
  hasAnyPlan,
}: {
  plans: readonly { id: string; name: string; apiCredit: Nano | null }[]
  hasAnyPlan: boolean
}) {
  const credits = new Map(
    plans.flatMap(({ name, apiCredit }) => (apiCredit ? [[name, apiCredit] as const] : [])),
  )
  return (
    <div className="text-ink-2 mt-1 flex flex-col gap-1 border-t pt-2 text-sm">
      <p>
        <BilledSeparately what={hasAnyPlan ? (plans.length > 1 ? 'these plans' : 'this plan') : 'any plan'} />
        {' · '}
        <GuideLink guide="three-pools" />
      </p>
      {credits.size > 0 && (
        <p>
          <Term of="api-credit">API credit</Term> a month, once claimed:{' '}
          {[...credits].map(([name, credit]) => `${name} ${wholeDollars(credit)}`).join(', ')}.
        </p>
      )}
      {!hasAnyPlan && (
        <p>
          No plan is entered.{' '}
          <Link href="/plans" className="text-accent underline">
            Enter a plan
          </Link>
        </p>
      )}
    </div>
  )
}
