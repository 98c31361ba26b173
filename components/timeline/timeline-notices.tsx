import Link from 'next/link'
import { Notice } from '@/components/ui/notice'
import type { TimelineData } from './timeline-data'

function namesOf(organizations: readonly { name: string }[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(organizations.map(({ name }) => name))
}

/** What has to be known before the figures are believed. */
export function TimelineNotices({
  problems,
  organizations,
}: {
  problems: readonly string[]
  organizations: TimelineData['organizations']
}) {
  const legacy = organizations.filter(({ source }) => source === 'legacy')
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
      {legacy.length > 0 && (
        <Notice
          title={`${namesOf(legacy)} ${legacy.length > 1 ? 'are' : 'is'} read through Anthropic’s legacy reports`}
        >
          They give no product, person or hour, and nothing of a day before it is over: that is shown as not
          synced or cannot be chosen. What a key cost is estimated: each billed line is split over the keys by
          their own tokens.
        </Notice>
      )}
    </>
  )
}
