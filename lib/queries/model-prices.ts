import { readModelPrices } from '@/lib/db/model-price-rows'
import type { PriceBook } from '@/lib/domain/pricing'
import { priceBook } from '@/lib/prices/price-book'

/** The catalogue with what is entered and in force here. */
export async function loadPriceBook(): Promise<PriceBook> {
  const entered = await readModelPrices()
  return priceBook(entered.filter(({ deletedAt }) => deletedAt === null))
}
