import type { Metadata } from 'next'
import { RevisionTable } from '@/components/revisions/revision-table'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { GLOSSARY } from '@/lib/domain/glossary'
import { listRevisions } from '@/lib/queries/revisions'
import { chosenData } from '../chosen-data'

export const metadata: Metadata = { title: 'Restatements' }

const PAGE = 50

export default async function RestatementsPage({
  searchParams,
}: {
  searchParams: Promise<{ before?: string | string[] }>
}) {
  const viewer = await requireViewer()
  const { before } = await searchParams
  const data = await chosenData(viewer)
  const asked = typeof before === 'string' && !before.includes('\u0000') ? before : null
  const newest = { limit: PAGE + 1, data }
  // A page that begins after something that is gone is the first page.
  const found =
    (await listRevisions(viewer, { ...newest, before: asked })) ?? (await listRevisions(viewer, newest)) ?? []
  const revisions = found.slice(0, PAGE)
  const last = found.length > PAGE ? revisions.at(-1) : undefined
  return (
    <>
      <PageHeader
        title="Restatements"
        description={GLOSSARY.restatement.means}
        actions={
          <>
            <ButtonLink href="/reconciliation">Reconciliation</ButtonLink>
            <ButtonLink href="/">Timeline</ButtonLink>
          </>
        }
      />
      <Card>
        {revisions.length === 0 ? (
          <EmptyState title="Nothing was restated">
            Every final day still says what it said when it was read. The last three days are read again at
            each sync, the last 31 once a day.
          </EmptyState>
        ) : (
          <RevisionTable revisions={revisions} zone={viewer.timeZone} />
        )}
      </Card>
      {(last || asked) && (
        <p className="mt-3 flex gap-3 text-sm">
          {asked && <ButtonLink href="/restatements">Newest</ButtonLink>}
          {last && <ButtonLink href={`/restatements?before=${last.id}`}>Older</ButtonLink>}
        </p>
      )}
    </>
  )
}
