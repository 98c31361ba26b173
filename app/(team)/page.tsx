import type { Metadata } from 'next'
import { Suspense } from 'react'
import { TimelineScreen } from '@/components/timeline/timeline-screen'
import { TimelineSkeleton } from '@/components/timeline/timeline-skeleton'
import { parseView, requestOf, viewHref, type SearchParams } from '@/components/timeline/timeline-view'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { previousRange } from '@/lib/domain/range'
import type { Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { getTimelineOverview } from '@/lib/queries/timeline-overview'

export const metadata: Metadata = { title: 'Timeline' }

/** How long a page waits for its figures before it shows their skeleton; quicker pages come whole, without script. */
const PATIENCE_MS = 400

export default async function TimelinePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const viewer = await requireViewer('read')
  const screen = renderScreen(viewer, await searchParams, currentTime())
  const early = await Promise.race([screen, patience()])
  return (
    <>
      <PageHeader
        title="Timeline"
        description="What Claude costs: plan fees and API usage on one time axis."
      />
      {early ?? <Suspense fallback={<TimelineSkeleton />}>{screen}</Suspense>}
    </>
  )
}

function patience(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null))
}

async function renderScreen(viewer: Viewer, params: SearchParams, now: Date) {
  const { view, problems } = parseView(params)
  const today = dayOf(now)
  try {
    const data = await getTimelineOverview(
      viewer,
      {
        request: requestOf(view, today),
        previous: previousRange(view.choice, today),
        bucketChosen: view.bucket !== null,
      },
      now,
    )
    return <TimelineScreen data={data} view={view} problems={problems} now={now} />
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    const plain = viewHref(view, { bucket: null, group: 'pool', filters: {} })
    return (
      <Notice
        tone="warning"
        title="This cannot be shown"
        actions={<ButtonLink href={plain}>Show the same days by pool</ButtonLink>}
      >
        {error.message}
      </Notice>
    )
  }
}
