import { isFiltered, parseKeysView } from '@/components/keys/keys-view'
import { requireViewer } from '@/lib/auth/viewer'
import { addDays, dayOf } from '@/lib/domain/day'
import { previousRange, resolveRange } from '@/lib/domain/range'
import { currentTime } from '@/lib/env'
import { keysCsv } from '@/lib/publish/keys-csv'
import { listKeys } from '@/lib/queries/keys'
import { chosenData } from '../chosen-data'

const ALL = 1_000_000

/** Every key the list shows for the same address, on all of its pages; what it does not understand is refused, not guessed. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await requireViewer('read')
  const now = currentTime()
  const params: Record<string, string[] | string> = {}
  for (const [name, value] of new URL(request.url).searchParams)
    params[name] = params[name] === undefined ? value : [params[name], value].flat()
  const { view, problems } = parseKeysView(params)
  if (problems.length > 0)
    return new Response(`${problems.join(' ')}\n`, {
      status: 400,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  const { choice, organization, page: _page, ...filters } = view
  const range = resolveRange(choice, dayOf(now))
  const search = {
    ...{ ...filters, range, before: previousRange(choice, dayOf(now)), data: await chosenData(viewer) },
    ...(organization !== null && { organizationId: organization }),
    ...{ limit: ALL, offset: 0 },
  }
  const { keys, sums } = await listKeys(viewer, search, now)
  return new Response(keysCsv(keys, isFiltered(view) ? null : sums), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="onebill-keys-${range.from}-to-${addDays(range.to, -1)}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
}
