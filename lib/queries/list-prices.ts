import { pool } from '@/lib/db/client'
import { readModelPrices, type StoredPrice } from '@/lib/db/model-price-rows'
import { compareText } from '@/lib/domain/compare-text'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Day } from '@/lib/domain/day'
import type { PricePeriod, UnlistedModel } from '@/lib/domain/pricing'
import type { Viewer } from '@/lib/domain/viewer'
import { LIBRARY_NAME, listCatalogueModels, OVERLAY_AS_OF, priceBook } from '@/lib/prices/price-book'

/** A model and what it costs over time, the newest first. */
interface ListedModel {
  model: string
  periods: PricePeriod[]
}

export interface ListPrices {
  catalogue: ListedModel[]
  /** Those taken back among them. */
  entered: StoredPrice[]
  unlisted: UnlistedModel[]
  /** What the catalogue was made from. */
  library: string
  overlayAsOf: Day
}

/** List prices per million tokens in force and before, what was entered here, and what was used without a price. */
export async function getListPrices(_viewer: Viewer, data: DataScope): Promise<ListPrices> {
  const [entered, used] = await Promise.all([readModelPrices(), usedModels(data)])
  const book = priceBook(entered.filter(({ deletedAt }) => deletedAt === null))
  const unlisted = used.flatMap((one): UnlistedModel[] => {
    const found = book.find(one.model)
    return found?.isExact ? [] : [{ ...one, pricedAs: found?.model.id ?? null }]
  })
  return {
    catalogue: listCatalogueModels()
      .map(({ id, periods }) => ({ model: id, periods: [...periods].reverse() }))
      .sort((a, b) => compareText(a.model, b.model)),
    entered,
    unlisted,
    library: LIBRARY_NAME,
    overlayAsOf: OVERLAY_AS_OF,
  }
}

async function usedModels(data: DataScope): Promise<Omit<UnlistedModel, 'pricedAs'>[]> {
  const { rows } = await pool().query<Omit<UnlistedModel, 'pricedAs'>>(
    `select model, min(day) as "firstDay", max(day) as "lastDay", count(*) as rows,
       sum(uncached_input + cache_read + cache_write_5m + cache_write_1h + output)::bigint as tokens
     from priceable_usage where model is not null
       and organization_id in (select id from organizations where is_demo = $1)
     group by 1 having sum(uncached_input + cache_read + cache_write_5m + cache_write_1h + output) > 0
     order by tokens desc, model`,
    [data === 'demo'],
  )
  return rows
}
