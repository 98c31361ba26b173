import type { Metadata } from 'next'
import { GuideList } from '@/components/learn/guide-list'
import { PriceChangeTable } from '@/components/learn/price-change-table'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { More } from '@/components/ui/more'
import { PageHeader } from '@/components/ui/page-header'
import { requireGuideReader } from '@/lib/auth/guide-reader'
import { listGuides } from '@/lib/domain/guides/guide-titles'
import { listPriceChanges } from '@/lib/domain/guides/price-changes'
import { currentTime } from '@/lib/env'
import { getGuideGround } from '@/lib/queries/guide-ground'

export const metadata: Metadata = { title: 'Learn' }

/** So many of the newest changes stand open; older ones are folded. */
const NEWEST = 8

export default async function LearnPage() {
  const viewer = await requireGuideReader()
  const changes = listPriceChanges(await getGuideGround(viewer, currentTime()))
  const older = changes.slice(NEWEST)
  return (
    <>
      <PageHeader
        title="Learn"
        description="Why you are billed, by whom and for what. Each guide is a screen or two; every number in them is reckoned from the list prices of today."
        actions={
          <>
            <ButtonLink href="/learn/words">Words</ButtonLink>
            <ButtonLink href="/learn/calculator" variant="primary">
              Calculator
            </ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-6">
        <GuideList guides={listGuides()} />
        <Card>
          <CardHeader
            title="What changed"
            description="Prices of plans and models, from the days they hold. Where a day is not known exactly, its source says so."
          />
          <PriceChangeTable changes={changes.slice(0, NEWEST)} label="Newest changes of prices" />
          {older.length > 0 && (
            <div className="mt-2">
              <More summary={`${older.length} older changes`}>
                <PriceChangeTable changes={older} label="Older changes of prices" />
              </More>
            </div>
          )}
        </Card>
      </div>
    </>
  )
}
