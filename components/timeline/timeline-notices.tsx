import Link from 'next/link'
import { Notice } from '@/components/ui/notice'
import type { TimelineData } from './timeline-data'

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
      {failing.map(({ id, name, failure }) => (
        <Notice key={id} tone="warning" title={`The last sync of ${name} failed`}>
          {failure} What was read before stays as it is.{' '}
          <Link href="/settings/connections" className="text-accent underline">
            Connections
          </Link>
        </Notice>
      ))}
      {legacy.map(({ id, name }) => (
        <Notice key={id} title={`${name} is read through Anthropic’s legacy reports`}>
          They give no cost per key, product or hour, and nothing of today’s cost before the day is over. What
          they cannot give is shown as not synced or cannot be chosen.
        </Notice>
      ))}
    </>
  )
}
