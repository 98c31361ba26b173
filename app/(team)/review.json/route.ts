import { z } from 'zod'
import { prepareStanding } from '@/components/review/prepare-lines'
import type { Heard } from '@/components/review/use-others'
import { currentViewer } from '@/lib/auth/viewer'
import { DATA_SCOPES } from '@/lib/domain/data-scope'
import { isAllowed } from '@/lib/domain/viewer'
import { plainText } from '@/lib/parse-text'
import { reviewStandings } from '@/lib/queries/review-standings'
import { reviewRevision } from '@/lib/queries/reviews'

const asked = z.object({
  period: plainText(20),
  data: z.enum(DATA_SCOPES),
  after: z.coerce.number().int().min(0).max(2_147_483_647),
})

/** For a review that is open on a screen: what was said since; sentences where a page would send somebody to sign in. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await currentViewer()
  if (!viewer) return refuse(401, 'You are signed out. Load the page again to go on.')
  if (!isAllowed(viewer.role, 'read')) return refuse(403, 'You may not read reviews.')
  const query = asked.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!query.success) return refuse(400, 'This question cannot be read. Load the page again.')
  const { period, data, after } = query.data
  const revision = await reviewRevision(viewer, period, data)
  if (revision !== null && revision <= after)
    return answer({ revision, state: null, lines: [] } satisfies Heard)
  const found = revision === null ? null : await reviewStandings(viewer, period, data)
  if (!found) return refuse(404, 'This review is not there any more.')
  const heard: Heard = {
    ...{ revision: found.revision, state: found.state },
    lines: found.lines.map(({ id, ...line }) => ({ id, standing: prepareStanding(line, viewer.timeZone) })),
  }
  return answer(heard)
}

function answer(body: Heard): Response {
  return Response.json(body, { headers: { 'cache-control': 'private, no-store' } })
}

function refuse(status: number, sentence: string): Response {
  return Response.json({ sentence }, { status, headers: { 'cache-control': 'private, no-store' } })
}
