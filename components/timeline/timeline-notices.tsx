import Link from 'next/link'
import { Notice } from '@/components/ui/notice'
import { legacyNotice, namesOf } from './prepare-origin'
import type { TimelineData } from './timeline-data'

/** What has to be known before the figures are believed. */
export function TimelineNotices({
  problems,
  organizations,
  told,
}: {
  problems: readonly string[]
  organizations: TimelineData['organizations']
  /** None where no API usage is asked for. */
  told: TimelineData['told']
}) {
  const legacy = legacyNotice(told)
  const failing = organizations.filter(({ failure }) => failure !== null)
  return (
    <>
      {problems.length > 0 && (
        <Notice
          tone="warning"
          title="Part of this address was not understood; the usual choice is shown instead."
        >
          {problems.join(' ')}
        </Notice>
      )}
      {failing.length > 0 && (
        <Notice tone="warning" title={`The last sync of ${namesOf(failing)} failed`}>
          {failing.map(({ id, name, failure }) => (
            <p key={id}>
              {failing.length > 1 && `${name}: `}
              {failure}
            </p>
          ))}
          <p>
            What was read before stays as it is.{' '}
            <Link href="/settings/connections" className="text-accent underline">
              Connections
            </Link>
          </p>
        </Notice>
      )}
      {legacy && (
        <Notice title={legacy.title}>
          {legacy.days.map((line, index) => (
            <p key={index}>{line}</p>
          ))}
          <p>
            These reports give no product, person, hour or number of requests, and nothing of a day before it
            is over: that is shown as unattributed, unknown or not synced, or cannot be chosen. What a key
            cost is estimated there: each billed line is split over the keys by their own tokens.
          </p>
        </Notice>
      )}
    </>
  )
}
