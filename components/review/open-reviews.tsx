import Link from 'next/link'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import type { HistoryRow } from './prepare-history'

/** What waits for a signature, the newest first; and the period that still runs. */
export function OpenReviews({
  rows,
  isNew,
  waiting,
  running,
}: {
  rows: readonly HistoryRow[]
  /** None was ever closed. */
  isNew: boolean
  /** Over, and not closed yet; null: it is. */
  waiting: { href: string; name: string } | null
  running: { href: string; name: string }
}) {
  return (
    <Card>
      <CardHeader
        title={rows.length === 0 ? 'Nothing waits' : 'To decide and sign'}
        description={
          rows.length === 0
            ? `${isNew ? 'None is closed yet.' : 'Every closed one is signed.'} The next one closes by itself when it is over and read.`
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
        {waiting && (
          <li className="text-ink-2 text-sm">
            Over, and not closed yet:{' '}
            <Link
              href={waiting.href}
              prefetch={false}
              className="text-accent inline-flex min-h-9 items-center underline"
            >
              {waiting.name}
            </Link>
            . Opening it closes it where its days are read.
          </li>
        )}
        <li className="text-ink-2 text-sm">
          Under way:{' '}
          <Link
            href={running.href}
            prefetch={false}
            className="text-accent inline-flex min-h-9 items-center underline"
          >
            {running.name}
          </Link>
          , as it stands so far.
        </li>
      </ul>
    </Card>
  )
}
