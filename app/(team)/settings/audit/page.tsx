import type { Metadata } from 'next'
import { AuditFilterForm } from '@/components/settings/audit-filter-form'
import { AuditTable } from '@/components/settings/audit-table'
import { prepareAuditLines } from '@/components/settings/prepare-audit-lines'
import { ButtonAnchor, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { ExpectedError } from '@/lib/errors'
import { listAuditChoices, listAuditEntries, nameSubjects, type AuditPage } from '@/lib/queries/audit-entries'
import type { Viewer } from '@/lib/domain/viewer'
import { auditQuery, filterOf, parseAuditView, type AuditView } from './audit-view'

export const metadata: Metadata = { title: 'Audit log' }

const ROWS = 50

export default async function AuditLogPage({ searchParams }: PageProps<'/settings/audit'>) {
  const viewer = await requireViewer('read_audit')
  const view = parseAuditView(await searchParams)
  const [page, choices] = await Promise.all([readPage(viewer, view), listAuditChoices(viewer)])
  const names = await nameSubjects(viewer, page.rows)
  const lines = prepareAuditLines(page.rows, names, viewer.timeZone)
  const filtered = auditQuery(view) !== ''
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Who changed what, and when. It cannot be edited, and no password, key or token stands in it."
        actions={
          <>
            <ButtonAnchor href={`/settings/audit/export${auditQuery(view, { format: 'csv' })}`}>
              Download CSV
            </ButtonAnchor>
            <ButtonAnchor href={`/settings/audit/export${auditQuery(view, { format: 'jsonl' })}`}>
              JSON lines
            </ButtonAnchor>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <Card>
          <AuditFilterForm view={view} choices={choices} filtered={filtered} />
        </Card>
        <Card>
          {lines.length === 0 ? (
            <EmptyState title={filtered ? 'Nothing matches' : 'Nothing happened yet'}>
              {filtered ? 'Choose a longer time or leave a filter out.' : 'What people change appears here.'}
            </EmptyState>
          ) : (
            <AuditTable lines={lines} />
          )}
          {(page.nextCursor || view.cursor) && (
            <nav aria-label="Pages of the log" className="mt-3 flex flex-wrap gap-2">
              {view.cursor && (
                <ButtonLink size="sm" href={`/settings/audit${auditQuery(view)}`}>
                  Newest
                </ButtonLink>
              )}
              {page.nextCursor && (
                <ButtonLink
                  size="sm"
                  prefetch={false}
                  href={`/settings/audit${auditQuery(view, { cursor: page.nextCursor })}`}
                >
                  Older
                </ButtonLink>
              )}
            </nav>
          )}
        </Card>
      </div>
    </>
  )
}

/** A cursor that somebody cut off begins at the newest again. */
function readPage(viewer: Viewer, view: AuditView): Promise<AuditPage> {
  const read = (cursor: string | undefined) =>
    listAuditEntries(viewer, filterOf(view), { limit: ROWS, cursor })
  return read(view.cursor).catch((error: unknown) => {
    if (error instanceof ExpectedError && error.parameter === 'cursor') return read(undefined)
    throw error
  })
}
