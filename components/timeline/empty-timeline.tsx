import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Progress } from '@/components/ui/progress'
import type { PageState } from './prepare-state'
import type { TimelineData } from './timeline-data'

/** Three kinds of nothing, each with what to do next. */
export function EmptyTimeline({
  state,
  sync,
  range,
  metric,
  widerHref,
  withoutFiltersHref,
}: {
  state: Exclude<PageState, 'figures'>
  sync: TimelineData['sync']
  range: string
  metric: string
  widerHref: string | null
  withoutFiltersHref: string | null
}) {
  if (state === 'nothing_yet')
    return (
      <Card>
        <EmptyState
          title="Nothing to show yet"
          actions={
            <>
              <ButtonLink href="/start" variant="primary">
                Choose where to begin
              </ButtonLink>
              <ButtonLink href="/plans">Enter a plan</ButtonLink>
              <ButtonLink href="/start" variant="quiet">
                Look at a demo organisation
              </ButtonLink>
            </>
          }
        >
          Connect an Anthropic organisation to see its API usage, or enter the plan you pay for. Both stand on
          one timeline, and neither needs the other.
        </EmptyState>
      </Card>
    )
  if (state === 'not_synced')
    return (
      <Card>
        <EmptyState
          title="These days have not been read yet"
          actions={<ButtonLink href="/settings/connections">See the sync</ButtonLink>}
        >
          What was used {range} is not known: that is not the same as nothing. Anthropic’s API reaches back
          365 days, and not before 1 January 2026.
          {sync ? (
            <div className="mx-auto mt-3 w-64">
              <Progress done={sync.daysDone} total={sync.daysTotal} label="Days read" />
              <p className="mt-1 text-sm">
                {sync.status === 'queued'
                  ? 'A sync is waiting to begin.'
                  : `${sync.daysDone} of ${sync.daysTotal} days read, newest first.`}
              </p>
            </div>
          ) : (
            <p className="mt-1">No sync is running now.</p>
          )}
        </EmptyState>
      </Card>
    )
  return (
    <Card>
      <EmptyState
        title="Nothing in this range"
        actions={
          <>
            {withoutFiltersHref && (
              <ButtonLink href={withoutFiltersHref} variant="primary">
                Remove the filters
              </ButtonLink>
            )}
            {widerHref && (
              <ButtonLink href={widerHref} variant={withoutFiltersHref ? 'secondary' : 'primary'}>
                Show 12 months
              </ButtonLink>
            )}
          </>
        }
      >
        {metric === 'cost'
          ? `No plan fee and no API cost fell ${range}.`
          : `No API usage fell ${range}. Plan fees have no ${metric}: they show under cost.`}
      </EmptyState>
    </Card>
  )
}
