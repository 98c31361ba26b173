import type { Metadata } from 'next'
import { Suspense } from 'react'
import { supportHref } from '@/components/support/support-view'
import { SavedViews } from '@/components/timeline/saved-views'
import { RefusedScreen } from '@/components/timeline/refused-screen'
import { TimelineScreen } from '@/components/timeline/timeline-screen'
import { TimelineSkeleton } from '@/components/timeline/timeline-skeleton'
import {
  comparedRange,
  parseView,
  requestOf,
  viewHref,
  type SearchParams,
  type TimelineView,
} from '@/components/timeline/timeline-view'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { isAllowed, type Viewer } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { listSavedViews } from '@/lib/queries/saved-views'
import { listTimelineMarks } from '@/lib/queries/timeline-marks'
import { getTimelineOverview } from '@/lib/queries/timeline-overview'
import { getRefusedTimeline } from '@/lib/queries/timeline-refused'

import { chosenData } from './chosen-data'
import { bringNoteBack, removeNote, saveNote } from './note-actions'
import { deleteThisView, saveThisView } from './view-actions'

export const metadata: Metadata = { title: 'Timeline' }

/** How long a page waits for its figures before it shows their skeleton; quicker pages come whole, without script. */
const PATIENCE_MS = 400

export default async function TimelinePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const viewer = await requireViewer('read')
  const params = await searchParams
  const screen = renderScreen(viewer, params, currentTime())
  const views = await listSavedViews(viewer)
  const { view } = parseView(params)
  const early = await Promise.race([screen, patience()])
  return (
    <>
      <PageHeader
        title="Timeline"
        description="What Claude costs: plan fees and API usage on one time axis."
        actions={
          <>
            <SavedViews
              views={views}
              query={viewHref(view, {}, '').slice(1)}
              save={saveThisView}
              remove={deleteThisView}
            />
            <ButtonLink size="sm" variant="quiet" href={supportOf(view)}>
              For support
            </ButtonLink>
          </>
        }
      />
      {early ?? <Suspense fallback={<TimelineSkeleton />}>{screen}</Suspense>}
    </>
  )
}

/** A text for Anthropic's support about the days that are shown, and the one organisation and key where one is chosen. */
function supportOf({ choice, filters }: TimelineView): string {
  const [organization = null, another] = filters.organization ?? []
  const [key = null, ...otherKeys] = filters.key ?? []
  return supportHref({
    ...{ choice, organization: another === undefined ? organization : null },
    key: otherKeys.length === 0 ? key : null,
  })
}

function patience(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null))
}

async function renderScreen(viewer: Viewer, params: SearchParams, now: Date) {
  const { view, problems } = parseView(params)
  const today = dayOf(now)
  const request = { ...requestOf(view, today), data: await chosenData(viewer) }
  const bucketChosen = view.bucket !== null
  try {
    const [data, marks] = await Promise.all([
      getTimelineOverview(viewer, { request, previous: comparedRange(view, today), bucketChosen }, now),
      listTimelineMarks(viewer, { ...request, kinds: view.marks }),
    ])
    const noteActions = isAllowed(viewer.role, 'edit_notes')
      ? { save: saveNote, remove: removeNote, bringBack: bringNoteBack }
      : null
    return <TimelineScreen {...{ data, view, problems, now, marks, noteActions }} />
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    const refused = await getRefusedTimeline(viewer, { request, bucketChosen }, now)
    return <RefusedScreen sentence={error.message} {...{ refused, view, problems, today }} />
  }
}
