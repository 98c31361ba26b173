import type { Day } from '@/lib/domain/day'
import type { GuideGround, PriceOrigins } from '@/lib/domain/guides/guide-ground'
import { CATALOGUE_DEFAULTS, type CatalogueEntry } from '@/lib/domain/plan-catalogue'
import {
  type EnteredPrice,
  LIBRARY_AS_OF,
  LIBRARY_NAME,
  listCatalogueModels,
  OVERLAY_AS_OF,
  priceBook,
} from './price-book'
import { PUBLISHED_AMOUNTS } from './published-amounts'

const ORIGINS: PriceOrigins = {
  library: { name: `Anthropic’s list prices as kept by ${LIBRARY_NAME}`, asOf: LIBRARY_AS_OF },
  overlay: {
    name: 'Onebill’s own additions, from Anthropic’s price page as far as it had them, else from release notes of others',
    asOf: OVERLAY_AS_OF,
  },
  entered: { name: 'Entered here by an owner', asOf: null },
}

/**
 * What the guides reckon with on a UTC day. Without prices and catalogue of an installation: what comes with Onebill, which is all
 * that strangers may see.
 */
export function guideGround(
  today: Day,
  own?: { entered: readonly EnteredPrice[]; catalogue: readonly CatalogueEntry[] },
): GuideGround {
  const book = priceBook(own?.entered)
  return {
    book,
    models: listCatalogueModels().map((model) => book.find(model.id)?.model ?? model),
    catalogue: own?.catalogue ?? CATALOGUE_DEFAULTS,
    published: PUBLISHED_AMOUNTS,
    origins: ORIGINS,
    today,
  }
}
