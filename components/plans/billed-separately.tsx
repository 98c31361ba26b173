import type { Nano } from '@/lib/domain/money'
import { formatUsd } from '@/lib/format'

const API_PRICES = 'https://claude.com/pricing#api'

/** The sentence people missed. `apiCredit`: monthly, for all seats; null where the plan has none. */
export function BilledSeparately({
  apiCredit,
  what = 'this plan',
}: {
  apiCredit?: Nano | null
  what?: string
}) {
  return (
    <>
      API usage is billed separately and is not part of {what}{' '}
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
      </span>
      {apiCredit && <> {creditSentence(apiCredit)}</>}
    </>
  )
}

function creditSentence(apiCredit: Nano): string {
  return `It includes ${formatUsd(apiCredit).text.replace(/\.00$/, '')} API credit a month once claimed and linked to an organisation; what is not used expires with the month.`
}
