import { parseView, requestOf } from '@/components/timeline/timeline-view'
import { chosenData } from '../chosen-data'
import { requireViewer } from '@/lib/auth/viewer'
import { addDays, dayOf } from '@/lib/domain/day'
import { currentTime } from '@/lib/env'
import { ExpectedError } from '@/lib/errors'
import { timelineCsv } from '@/lib/publish/timeline-csv'
import { getTimeline } from '@/lib/queries/timeline'

/** The rows the timeline page shows for the same address; what it does not understand is refused, not guessed. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await requireViewer('read')
  const now = currentTime()
  const { view, problems } = parseView(paramsOf(new URL(request.url)))
  if (problems.length > 0) return refuse(problems.join(' '))
  try {
    const data = await chosenData(viewer)
    const timeline = await getTimeline(viewer, { ...requestOf(view, dayOf(now)), data }, now)
    const { from, to } = timeline.request.range
    return new Response(timelineCsv(timeline), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="onebill-${from}-to-${addDays(to, -1)}.csv"`,
        'cache-control': 'private, no-store',
      },
    })
  } catch (error) {
    if (error instanceof ExpectedError) return refuse(error.message)
    throw error
  }
}

function refuse(sentence: string): Response {
  return new Response(`${sentence}\n`, {
    status: 400,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}

function paramsOf({ searchParams }: URL): Record<string, string[] | string> {
  const params: Record<string, string[] | string> = {}
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name)
    params[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  return params
}
