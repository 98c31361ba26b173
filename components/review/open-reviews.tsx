import Link from 'next/link'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import type { PeriodKind } from '@/lib/domain/review-period'
import type { HistoryRow } from './prepare-history'

/** What waits for a signature, the newest first; what waits of the other kind; and the period that still runs. */
export function OpenReviews({
  kind,
  rows,
  isNew,
  others,
  notClosed,
  running,
}: {
  kind: PeriodKind
  rows: readonly HistoryRow[]
  /** None was ever closed. */
  isNew: boolean
  /** Of the other kind, what waits for a signature. */
  others: readonly HistoryRow[]
  /** Over, and not closed yet, of either kind; `why` it cannot be, null: opening it closes it. */
  notClosed: readonly { href: string; name: string; why: string | null }[]
  running: { href: string; name: string }
}) {
  const [other, ...more] = others
  const isQuiet = others.length === 0 && notClosed.length === 0
  return (
    <Card>
      <CardHeader
        title={rows.length > 0 ? 'To decide and sign' : isQuiet ? 'Nothing waits' : `No closed ${kind} waits`}
        description={
          rows.length === 0
            ? `${isNew ? 'None is closed yet.' : `Every closed ${kind} is signed.`} The next one closes by itself when it is over and read.`
            : undefined
        }
      />
      <ul className="flex flex-col gap-2">
        {rows.map(({ id, href, name, decided, stands, total }, index) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b pb-2">
            <div>
              <p className="font-medium">{name}</p>
              <p className="text-ink-2 text-sm">
                {total.text} · {decided === 'nothing asked' ? decided : `${decided} decided`} · {stands}
              </p>
            </div>
            <ButtonLink
              href={href}
              variant={index === 0 ? 'primary' : 'secondary'}
              aria-label={`Review ${name}`}
              className="max-sm:h-11"
            >
              Review it
            </ButtonLink>
          </li>
        ))}
        {other && (
          <li className="text-ink-2 text-sm">
            {kind === 'week' ? 'A month waits:' : 'A week waits:'} <To {...other} />, {other.stands}.
            {more.length > 0 && (
              <>
                {' '}
                <To
                  href={kind === 'week' ? '/review?kind=month' : '/review'}
                  name={`${more.length} more ${kind === 'week' ? 'under Months' : 'under Weeks'}`}
                />
                .
              </>
            )}
          </li>
        )}
        {notClosed.map(({ href, name, why }) => (
          <li key={href} className="text-ink-2 text-sm">
            Over, and not closed yet: <To {...{ href, name }} />. {why ?? 'Opening it closes it.'}
          </li>
        ))}
        <li className="text-ink-2 text-sm">
          Under way: <To {...running} />, as it stands so far.
        </li>
      </ul>
    </Card>
  )
}

function To({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} prefetch={false} className="text-accent inline-flex min-h-9 items-center underline">
      {name}
    </Link>
  )
}
