import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { currentTime } from '@/lib/env'
import { AUDIT_FORMATS, auditFile } from '@/lib/publish/audit-export'
import { eachAuditEntry } from '@/lib/queries/audit-entries'
import { filterOf, parseAuditView } from '../audit-view'

const MEDIA_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const

/** Exactly what the audit page shows for the same filter, all of its pages. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await requireViewer('read_audit')
  const { searchParams } = new URL(request.url)
  const format = AUDIT_FORMATS.find((known) => known === searchParams.get('format')) ?? 'csv'
  const view = parseAuditView(Object.fromEntries(searchParams))
  return new Response(auditFile(eachAuditEntry(viewer, filterOf(view)), format), {
    headers: {
      'content-type': MEDIA_TYPES[format],
      'content-disposition': `attachment; filename="onebill-audit-${dayOf(currentTime())}.${format}"`,
      'cache-control': 'private, no-store',
    },
  })
}
