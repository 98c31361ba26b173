import type { Metadata } from 'next'
import { HistoryTable } from '@/components/review/history-table'
import { OpenReviews } from '@/components/review/open-reviews'
import { prepareHistoryRow } from '@/components/review/prepare-history'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { GLOSSARY } from '@/lib/domain/glossary'
import { lastOverPeriod, parsePeriod, periodOf } from '@/lib/domain/review-period'
import { periodName, trendSentence } from '@/lib/domain/review-words'
import { currentTime } from '@/lib/env'
import { lastNotClosed } from '@/lib/publish/reviews/open-review'
import { listReviews } from '@/lib/queries/reviews'
import { chosenData } from '../chosen-data'

export const metadata: Metadata = { title: 'Review' }

const MOST_SHOWN = 60

export default async function ReviewsPage({ searchParams }: PageProps<'/review'>) {
  const viewer = await requireViewer()
  const kind = (await searchParams).kind === 'month' ? 'month' : 'week'
  const data = await chosenData(viewer)
  const other = kind === 'week' ? 'month' : 'week'
  const now = currentTime()
  const [{ rows, trend }, others, notClosed, otherNotClosed] = await Promise.all([
    listReviews(viewer, { data, kind, limit: MOST_SHOWN }),
    listReviews(viewer, { data, kind: other, limit: MOST_SHOWN }),
    lastNotClosed(viewer, { kind, data }, now),
    lastNotClosed(viewer, { kind: other, data }, now),
  ])
  const shown = rows.map((row) => prepareHistoryRow(row, viewer.timeZone))
  const running = periodOf(kind, dayOf(now))
  const last = lastOverPeriod(kind, dayOf(now))
  const since = trend.stoppedSince === null ? null : parsePeriod(trend.stoppedSince)
  return (
    <>
      <PageHeader title="Review" description={GLOSSARY.review.means} />
      <div className="grid grid-cols-1 gap-4">
        <div>
          <Segmented
            label="Period"
            segments={[
              { label: 'Weeks', href: '/review', current: kind === 'week' },
              { label: 'Months', href: '/review?kind=month', current: kind === 'month' },
            ]}
          />
        </div>
        <OpenReviews
          kind={kind}
          rows={shown.filter(({ isSigned }) => !isSigned)}
          isNew={shown.length === 0}
          others={others.rows
            .filter(({ state }) => state === 'open')
            .map((row) => prepareHistoryRow(row, viewer.timeZone))}
          notClosed={[notClosed, otherNotClosed].flatMap((one) =>
            one === null
              ? []
              : [{ href: `/review/${one.period.id}`, name: periodName(one.period), why: one.why }],
          )}
          running={{ href: `/review/${running.id}`, name: periodName(running) }}
        />
        <Card>
          <CardHeader title="History" description={trendSentence(trend, since)} />
          {shown.length === 0 ? (
            <EmptyState
              title={kind === 'week' ? 'No week is closed yet' : 'No month is closed yet'}
              actions={<ButtonLink href={`/review/${last.id}`}>Look at {periodName(last)}</ButtonLink>}
            >
              It closes by itself once it is over and its days are read. Opening an older one closes it as
              well.
            </EmptyState>
          ) : (
            <HistoryTable rows={shown} />
          )}
        </Card>
      </div>
    </>
  )
}
