import type { Metadata } from 'next'
import { BilledSeparately } from '@/components/plans/billed-separately'
import { CatalogueTable } from '@/components/plans/catalogue-table'
import { EntryForm } from '@/components/plans/entry-form'
import { More } from '@/components/ui/more'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'
import { listCatalogue } from '@/lib/queries/plan-catalogue'
import { restoreEntry, saveEntry } from './actions'

export const metadata: Metadata = { title: 'Price catalogue' }

export default async function CataloguePage() {
  const viewer = await requireViewer()
  const entries = await listCatalogue(viewer)
  const mayEdit = isAllowed(viewer.role, 'edit_catalogue')
  return (
    <>
      <PageHeader
        title="Price catalogue"
        description="What plans are called and listed at, over time. It fills in the price when a plan is entered; plans keep what was really paid."
        actions={<ButtonLink href="/plans">All plans</ButtonLink>}
      />
      <div className="grid grid-cols-1 gap-4">
        <p className="text-ink-2 max-w-prose text-sm">
          <BilledSeparately what="any plan" />
        </p>
        <Card>
          <CatalogueTable
            entries={entries}
            actions={mayEdit ? { save: saveEntry, restore: restoreEntry } : null}
          />
        </Card>
        {mayEdit && (
          <Card>
            <More summary="Add a price">
              <EntryForm action={saveEntry} />
            </More>
          </Card>
        )}
      </div>
    </>
  )
}
