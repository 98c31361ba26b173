import type { Metadata } from 'next'
import { formatBytes, keptFor, prepareRetention, prepareStorage } from '@/components/settings/prepare-storage'
import { StorageRetentionForm } from '@/components/settings/storage-retention-form'
import { StorageUse } from '@/components/settings/storage-use'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { isAllowed } from '@/lib/domain/viewer'
import { getStorage } from '@/lib/queries/storage'
import { saveRetention } from './actions'

export const metadata: Metadata = { title: 'Storage' }

export default async function StoragePage() {
  const viewer = await requireViewer()
  const { kinds, databaseBytes, retention } = await getStorage(viewer)
  const fields = prepareRetention(retention)
  return (
    <>
      <PageHeader
        title="Storage"
        description="What Onebill keeps, what it takes on disk, and for how long."
      />
      <div className="grid max-w-3xl grid-cols-1 gap-4">
        <Card>
          <CardHeader
            title="Disk use"
            description="Space of cleared rows is used again by new ones; the files themselves seldom shrink."
          />
          <StorageUse rows={prepareStorage(kinds)} total={formatBytes(databaseBytes)} />
        </Card>
        <Card>
          <CardHeader title="How long it is kept" description="Older rows are cleared once a day." />
          {isAllowed(viewer.role, 'delete_data') ? (
            <StorageRetentionForm action={saveRetention} fields={fields} />
          ) : (
            <>
              <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
                {fields.map(({ name, label }) => (
                  <div key={name} className="contents">
                    <dt className="text-ink-2">{label}</dt>
                    <dd>{keptFor(retention[name])}</dd>
                  </div>
                ))}
              </dl>
              <p className="text-ink-3 mt-3 text-sm">Only an owner can change this.</p>
            </>
          )}
        </Card>
      </div>
    </>
  )
}
