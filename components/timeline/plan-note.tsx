import Link from 'next/link'
import type { Nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'

const API_PRICES = 'https://claude.com/pricing#api'

/** The sentence people missed, with the price page and the credit a plan has on API use. */
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
        API usage is billed separately and is not part of {hasAnyPlan ? 'this plan' : 'any plan'}
        {plans.length > 1 && ', nor of any other'}.{' '}
        <a href={API_PRICES} className="text-accent underline" target="_blank" rel="noreferrer">
          API prices
        </a>
      </p>
      {credits.size > 0 && (
        <p>
          Monthly API credit, once claimed and linked to one organisation:{' '}
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

function wholeDollars(amount: Nano): string {
  const { whole, cents } = formatUsd(amount)
  return cents === '.00' ? whole : whole + cents
}
