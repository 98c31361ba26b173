import { FindingTable } from '@/components/findings/finding-table'
import { DEFAULT_FINDINGS_VIEW, findingsHref } from '@/components/findings/findings-view'
import { prepareFinding } from '@/components/findings/prepare-findings'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Subject } from '@/lib/domain/findings/finding'
import type { Viewer } from '@/lib/domain/viewer'
import { listFindings } from '@/lib/queries/findings'

const MOST_SHOWN = 10

/** What was found about one thing, resolved or not. Nothing where nothing ever was: its page is long enough. */
export async function SubjectFindingsCard({
  viewer,
  subject: { type, id, organizationId },
  data,
  now,
}: {
  viewer: Viewer
  /** A model is everybody's. */
  subject: Pick<Subject, 'type' | 'id'> & { organizationId?: string }
  data: DataScope
  now: Date
}) {
  const found = await listFindings(
    viewer,
    { subject: { type, id }, organizationId, data, limit: MOST_SHOWN + 1 },
    now,
  )
  if (found.length === 0) return null
  const shown = found.slice(0, MOST_SHOWN)
  const open = shown.filter(({ stands }) => stands === 'open' || stands === 'acknowledged').length
  return (
    <Card>
      <CardHeader
        title="Findings"
        description={
          open === 0
            ? `Nothing is open about this ${type}.`
            : `${open} ${open === 1 ? 'is' : 'are'} still to be dealt with.`
        }
        actions={
          type === 'key' && (
            <ButtonLink size="sm" href={findingsHref({ ...DEFAULT_FINDINGS_VIEW, key: id })}>
              In the list
            </ButtonLink>
          )
        }
      />
      <FindingTable
        label={`Findings about this ${type}`}
        lines={shown.map((one) => prepareFinding(one, organizationId === undefined, now, viewer.timeZone))}
      />
      {found.length > MOST_SHOWN && (
        <p className="text-ink-3 mt-2 text-sm">The worst {MOST_SHOWN}; there are more.</p>
      )}
    </Card>
  )
}
