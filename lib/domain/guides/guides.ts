import { apiKeys } from './api-keys'
import type { Guide, GuideSlug } from './guide'
import type { GuideDraft } from './guide-draft'
import { GuideFacts } from './guide-facts'
import type { GuideGround } from './guide-ground'
import { GUIDE_TITLES } from './guide-titles'
import { leakedKey } from './leaked-key'
import { planCovers } from './plan-covers'
import { planOrApiGuide } from './plan-or-api'
import { prepaidCredit } from './prepaid-credit'
import { readingTheBill } from './reading-the-bill'
import { spendLimits } from './spend-limits'
import { threePools } from './three-pools'
import { usageCredits } from './usage-credits'
import { whoPays } from './who-pays'

const DRAFTS: Record<GuideSlug, GuideDraft> = {
  'plan-covers': planCovers,
  'api-keys': apiKeys,
  'three-pools': threePools,
  'usage-credits': usageCredits,
  'who-pays': whoPays,
  'prepaid-credit': prepaidCredit,
  'spend-limits': spendLimits,
  'reading-the-bill': readingTheBill,
  'plan-or-api': planOrApiGuide,
  'leaked-key': leakedKey,
}

/**
 * A guide with every number taken from the ground, each price noted with its date and source. `said`: every amount that was
 * written, as it stands in the text.
 */
export function writeGuide(slug: GuideSlug, ground: GuideGround): Guide & { said: ReadonlySet<string> } {
  const { write, sources } = DRAFTS[slug]
  const facts = new GuideFacts(ground)
  const blocks = write(facts)
  return { slug, ...GUIDE_TITLES[slug], sources, blocks, prices: facts.prices, said: facts.said }
}
