import Link from 'next/link'
import { Term } from '@/components/words/term'
import type { Nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'

const API_PRICES = 'https://claude.com/pricing#api'

/**
 * The sentence people missed, on every page that shows a plan, with the guide that says the rest. `apiCredit`: monthly, for all
 * seats; null where the plan has none.
 */
export function BilledSeparately({
  apiCredit,
  what = 'this plan',
}: {
  apiCredit?: Nano | null
  what?: string
}) {
  return (
    <>
      <Term of="api-usage">API usage</Term> is billed separately and is not part of {what}{' '}
      <span className="whitespace-nowrap">
        (
        <a
          href={API_PRICES}
          target="_blank"
          rel="noreferrer"
          className="text-accent underline"
          aria-label="API prices (opens in a new tab)"
        >
          API prices
        </a>
        ).
      </span>{' '}
      {apiCredit && (
        <>
          It includes {wholeDollars(apiCredit)} <Term of="api-credit">API credit</Term> a month, once
          claimed.{' '}
        </>
      )}
      <Link href="/learn/plan-covers" prefetch={false} className="text-accent underline">
        What a plan covers
      </Link>
    </>
  )
}

/** "$100", "$12.50" */
export function wholeDollars(amount: Nano): string {
  return formatUsd(amount).text.replace(/\.00$/, '')
}
