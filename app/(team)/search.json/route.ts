import { currentViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { chosenData } from '../chosen-data'
import { search, searchText } from '@/lib/queries/search'

/** For the search field: answers in sentences where a page would send somebody to sign in. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await currentViewer()
  if (!viewer) return refuse(401, 'You are signed out. Sign in again to search.')
  if (!isAllowed(viewer.role, 'read')) return refuse(403, 'You may not search here.')
  const text = searchText.safeParse(new URL(request.url).searchParams.get('text') ?? '')
  if (!text.success)
    return refuse(400, `What is looked for ${text.error.issues[0]?.message ?? 'cannot be read'}.`)
  return Response.json(await search(viewer, text.data, currentTime(), await chosenData(viewer)), {
    headers: { 'cache-control': 'private, no-store' },
  })
}

function refuse(status: number, sentence: string): Response {
  return Response.json({ sentence }, { status, headers: { 'cache-control': 'private, no-store' } })
}
