import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { prepareHead } from '@/components/review/prepare-head'
import { prepareLine, prepareStanding, UNSAID } from '@/components/review/prepare-lines'
import { ReviewHead } from '@/components/review/review-head'
import { ReviewPrint } from '@/components/review/review-print'
import { ReviewSkeleton } from '@/components/review/review-skeleton'
import { ReviewTask } from '@/components/review/review-task'
import { ReviewHistory } from '@/components/review/review-history'
import { SignedStamp } from '@/components/review/signed-stamp'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import type { DataScope } from '@/lib/domain/data-scope'
import type { OpenedReview } from '@/lib/domain/review'
import { parsePeriod, periodAfter, periodBefore, type ReviewPeriod } from '@/lib/domain/review-period'
import { periodName, shortPeriodName } from '@/lib/domain/review-words'
import { isAllowed, refusalSentence, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { listTeam } from '@/lib/queries/people'
import { openReview } from '@/lib/publish/reviews/open-review'
import { chosenData } from '../../chosen-data'
import { sendOwnerQuestion, showOwnerQuestions } from '../../keys/owner-actions'
import { deactivateFromLine, offerDeactivation, reopen, sayOfLine, sign } from '../actions'

export async function generateMetadata({ params }: PageProps<'/review/[period]'>): Promise<Metadata> {
  const period = parsePeriod((await params).period)
  return { title: period ? `Review of ${shortPeriodName(period)}` : 'Review' }
}

export default async function ReviewPage({ params, searchParams }: PageProps<'/review/[period]'>) {
  const viewer = await requireViewer()
  const period = parsePeriod((await params).period)
  if (!period) notFound()
  const { line } = await searchParams
  const data = await chosenData(viewer)
  const address = (to: ReviewPeriod) => `/review/${to.id}`
  return (
    <>
      <PageHeader
        title={periodName(period)}
        description="Days are UTC. Plan fees count by the day."
        actions={
          <>
            <ButtonLink
              href={address(periodBefore(period))}
              prefetch={false}
              aria-label={`Before: ${periodName(periodBefore(period))}`}
            >
              <ChevronLeft aria-hidden className="size-4" />
            </ButtonLink>
            <ButtonLink
              href={address(periodAfter(period))}
              prefetch={false}
              aria-label={`After: ${periodName(periodAfter(period))}`}
            >
              <ChevronRight aria-hidden className="size-4" />
            </ButtonLink>
            <ButtonLink href={period.kind === 'month' ? '/review?kind=month' : '/review'}>
              All reviews
            </ButtonLink>
          </>
        }
      />
      <Suspense key={`${period.id} ${data}`} fallback={<ReviewSkeleton />}>
        <Body {...{ viewer, period, data }} asked={typeof line === 'string' ? line : null} />
      </Suspense>
    </>
  )
}

async function Body({
  viewer,
  period,
  data,
  asked,
}: {
  viewer: Viewer
  period: ReviewPeriod
  data: DataScope
  asked: string | null
}) {
  const opened = await openedOrWhyNot(viewer, period, data)
  if (typeof opened === 'string')
    return <Notice title={opened} actions={<ButtonLink href="/review">All reviews</ButtonLink>} />
  const people = await listTeam(viewer)
  const nameOf = (email: string) => people.find((person) => person.email === email)?.name ?? email
  const zone = viewer.timeZone
  const actions = {
    ...{ say: sayOfLine, offerDeactivation, deactivate: deactivateFromLine, sign },
    askOwner: { show: showOwnerQuestions, send: sendOwnerQuestion },
  }
  const task = {
    ...{ period: period.id, data, asked, people, actions, me: viewer.name },
    ...{ name: shortPeriodName(period), goesTo: shortPeriodName(periodAfter(period)) },
  }
  if (opened.state === 'preview') {
    const { figures, lines, why } = opened.preview
    const shown = lines.map((line, index) => ({
      ...prepareLine({ ...line, id: `preview-${index}`, carriedFrom: null, carriedTo: null }),
      standing: UNSAID,
    }))
    return (
      <div className="grid grid-cols-1 gap-4">
        <Notice title="A preview: nothing can be decided yet">{why}</Notice>
        <ReviewHead head={prepareHead(figures, { adjustments: null, isPreview: true }, zone)} />
        <ReviewTask {...task} state="preview" revision={0} lines={shown} locked={why} />
        <ReviewPrint lines={shown} nameOf={nameOf} />
      </div>
    )
  }
  const { review } = opened
  const shown = review.lines.map((line) => {
    const changedBy = review.events.find(({ lineId }) => lineId === line.id)?.actorName ?? null
    return { ...prepareLine(line), standing: prepareStanding({ ...line, changedBy }, zone) }
  })
  const mayDecide = isAllowed(viewer.role, 'review_spend')
  const locked =
    review.state === 'signed'
      ? `${review.signedBy ?? 'Somebody'} signed this review: reopen it to change anything.`
      : mayDecide
        ? null
        : refusalSentence(viewer.role, 'review_spend')
  return (
    <div className="grid grid-cols-1 gap-4">
      {review.state === 'signed' && (
        <SignedStamp
          review={review}
          zone={zone}
          reopen={mayDecide ? reopen : null}
          values={{ period: period.id, data }}
        />
      )}
      {review.state === 'open' && !mayDecide && <Notice>{locked}</Notice>}
      <ReviewHead
        head={prepareHead(review.figures, { adjustments: review.adjustments, isPreview: false }, zone)}
      />
      <ReviewTask {...task} state={review.state} revision={review.revision} lines={shown} locked={locked} />
      <ReviewPrint lines={shown} nameOf={nameOf} />
      <ReviewHistory review={review} zone={zone} nameOf={nameOf} />
    </div>
  )
}

/** Why there is nothing to open yet is a sentence on the page, not an error. */
async function openedOrWhyNot(
  viewer: Viewer,
  period: ReviewPeriod,
  data: DataScope,
): Promise<OpenedReview | string> {
  try {
    return await openReview(viewer, { period: period.id, data }, currentTime())
  } catch (error) {
    if (error instanceof ExpectedError && error.kind === 'not_found') return error.message
    throw error
  }
}
