import { chosenData } from '@/app/(team)/chosen-data'
import { OwnLines } from '@/components/learn/own-lines'
import { Card, CardHeader } from '@/components/ui/card'
import type { GuideSlug } from '@/lib/domain/guides/guide'
import { ownLines } from '@/lib/domain/guides/own-numbers'
import type { Viewer } from '@/lib/domain/viewer'
import { formatDayRange } from '@/lib/format'
import { getOwnNumbers } from '@/lib/queries/own-numbers'

/** The guide's question, answered with what is known of the reader's own money. Only ever for somebody who is signed in. */
export async function OwnNumbersCard({ viewer, slug, now }: { viewer: Viewer; slug: GuideSlug; now: Date }) {
  const data = await chosenData(viewer)
  const own = await getOwnNumbers(viewer, data, now)
  return (
    <Card>
      <CardHeader
        title={data === 'demo' ? 'In the demo’s numbers' : 'In your numbers'}
        description={formatDayRange(own.range)}
      />
      <OwnLines lines={ownLines(slug, own)} />
    </Card>
  )
}
