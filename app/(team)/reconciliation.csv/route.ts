import { dayNotes } from '@/components/reconciliation/prepare-reconciliation'
import { parseReconciliationView } from '@/components/reconciliation/reconciliation-view'
import { requireViewer } from '@/lib/auth/viewer'
import { addDays, dayOf } from '@/lib/domain/day'
import { resolveRange } from '@/lib/domain/range'
import { currentTime } from '@/lib/env'
import { reconciliationCsv } from '@/lib/publish/reconciliation-csv'
import { getReconciliation } from '@/lib/queries/reconciliation'
import { chosenData } from '../chosen-data'

/** The days the page shows for the same address, all pages of them; what it does not understand is refused. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await requireViewer('read')
  const now = currentTime()
  const { view, problems } = parseReconciliationView(Object.fromEntries(new URL(request.url).searchParams))
  if (problems.length > 0)
    return new Response(`${problems.join(' ')}\n`, {
      status: 400,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  const range = resolveRange(view.choice, dayOf(now))
  const { days } = await getReconciliation(
    viewer,
    {
      range,
      data: await chosenData(viewer),
      ...(view.organization && { organizationId: view.organization }),
    },
    now,
  )
  return new Response(reconciliationCsv(days, dayNotes), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="onebill-reconciliation-${range.from}-to-${addDays(range.to, -1)}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
}
