import type { Metadata } from 'next'
import { EnteredPrices } from '@/components/prices/entered-prices'
import { preparePrices } from '@/components/prices/prepare-prices'
import { PriceForm } from '@/components/prices/price-form'
import { PriceTable } from '@/components/prices/price-table'
import { UnlistedModels } from '@/components/prices/unlisted-models'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { More } from '@/components/ui/more'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { dayOf } from '@/lib/domain/day'
import { isAllowed } from '@/lib/domain/viewer'
import { currentTime } from '@/lib/env'
import { formatDay } from '@/lib/format'
import { getListPrices } from '@/lib/queries/list-prices'
import { chosenData } from '../../chosen-data'
import { addPrice, bringPriceBack, takePriceBack } from './actions'

export const metadata: Metadata = { title: 'List prices' }

export default async function PricesPage() {
  const viewer = await requireViewer()
  const { catalogue, entered, unlisted, library, overlayAsOf } = await getListPrices(
    viewer,
    await chosenData(viewer),
  )
  const mayEdit = isAllowed(viewer.role, 'edit_prices')
  return (
    <>
      <PageHeader
        title="List prices"
        description="What a million tokens cost at Anthropic’s list price, over time. Bills are never made from them: they are what bills are held against."
        actions={<ButtonLink href="/reconciliation">Reconciliation</ButtonLink>}
      />
      <div className="grid grid-cols-1 gap-4">
        {unlisted.length > 0 && (
          <Card className="min-w-0">
            <CardHeader
              title="Used without a price of their own"
              description="Rows are combinations of a day, a service tier and a rate. What has no price is counted and never taken for nothing."
            />
            <UnlistedModels models={unlisted} />
          </Card>
        )}
        <Card className="min-w-0">
          <CardHeader
            title="Entered here"
            description="They stand over the catalogue from their day on, for the model of exactly this name and its dated ids."
          />
          {entered.length === 0 ? (
            <p className="text-ink-2">
              {unlisted.length === 0
                ? 'Nothing: every model that was used has a price in the catalogue.'
                : 'Nothing yet.'}
            </p>
          ) : (
            <EnteredPrices
              prices={entered.map(({ deletedAt, ...price }) => ({
                ...price,
                isTakenBack: deletedAt !== null,
              }))}
              actions={mayEdit ? { takeBack: takePriceBack, bringBack: bringPriceBack } : null}
            />
          )}
          <div className="mt-4">
            {mayEdit ? (
              <More summary="Enter a price">
                <PriceForm action={addPrice} models={unlisted.map(({ model }) => model)} />
              </More>
            ) : (
              <p className="text-ink-3 text-sm">Only an owner can enter prices.</p>
            )}
          </div>
        </Card>
        <Card className="min-w-0">
          <CardHeader
            title="Catalogue"
            description={`Dollars per million tokens, from ${library} and our own additions as of ${formatDay(overlayAsOf)}. Web searches cost $10 per thousand.`}
          />
          <PriceTable lines={preparePrices(catalogue, dayOf(currentTime()))} />
          <p className="text-ink-3 mt-3 max-w-prose text-sm">
            Batches cost half. Requests bound to the US cost a tenth more since 5 February 2026, on Opus 4.6
            and later models. Fast mode costs six times as much on Opus 4.6 and 4.7, twice on Opus 4.8, 5 and
            5.5. The Priority Tier has no list price.
          </p>
        </Card>
      </div>
    </>
  )
}
