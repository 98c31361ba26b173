import Link from 'next/link'
import { NO_OWNER } from '@/lib/domain/key-list'
import { NOT_SAID } from '@/lib/domain/timeline-request'
import { formatUsd } from '@/lib/format'
import type { TimelineData } from './timeline-data'
import { DEFAULT_VIEW, viewHref, type TimelineView } from './timeline-view'

/** Where spend is shown by owner: how much of it nobody owned on its day, and which keys nobody owns. */
export function OwnerlessNote({
  timeline: { groups, byPool },
  view,
  within,
}: {
  timeline: Pick<TimelineData['timeline'], 'groups' | 'byPool'>
  view: TimelineView
  within: string
}) {
  const ownerless = groups.find(({ pool, group }) => pool === 'api' && group === NOT_SAID)
  if (view.group !== 'owner' || view.metric !== 'cost' || !ownerless) return null
  const list = viewHref(DEFAULT_VIEW, { choice: view.choice }, '/keys')
  return (
    <p>
      <strong className="figures font-semibold">{formatUsd(ownerless.amount).text}</strong> of{' '}
      <span className="figures">{formatUsd(byPool.api).text}</span> of API use {within} has no owner.{' '}
      <Link
        href={`${list}${list.includes('?') ? '&' : '?'}owner=${NO_OWNER}`}
        prefetch={false}
        className="text-accent underline"
      >
        Keys nobody owns
      </Link>
    </p>
  )
}
