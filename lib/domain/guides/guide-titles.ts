import { type Guide, GUIDE_SLUGS, type GuideSlug } from './guide'

/** Apart from what the guides say: search takes these to the browser. */
export const GUIDE_TITLES: Record<GuideSlug, Pick<Guide, 'title' | 'asks'>> = {
  'plan-covers': {
    title: 'What a plan covers, and what it does not',
    asks: 'I pay for a plan. Why is there a second bill?',
  },
  'api-keys': {
    title: 'What an API key is, and how it bills',
    asks: 'What happens each time a program sends something with a key?',
  },
  'three-pools': {
    title: 'Three pools of money, and the plan’s API credit',
    asks: 'Which of my payments pays for what?',
  },
  'usage-credits': { title: 'Usage credits', asks: 'Why does claude.ai charge me beyond my plan?' },
  'who-pays': {
    title: 'Why an environment variable can switch who pays',
    asks: 'I have a plan. Why did Claude Code bill my API key?',
  },
  'prepaid-credit': {
    title: 'Prepaid credit and auto-reload',
    asks: 'Where does the API take its money from, and why are there several charges a day?',
  },
  'spend-limits': {
    title: 'Spend limits, in the Console and here',
    asks: 'How do I make sure that it never costs more than I want?',
  },
  'reading-the-bill': {
    title: 'Reading Anthropic’s bill, line by line',
    asks: 'What is this charge on my card, and why is it not the number in the Console?',
  },
  'plan-or-api': {
    title: 'Choosing plan or API',
    asks: 'Would a plan be cheaper for me, a larger one, or none at all?',
  },
  'leaked-key': {
    title: 'What to do when a key leaks',
    asks: 'Somebody may have one of my keys. What now, and in which order?',
  },
}

/** What else somebody may ask for who means it; for search. */
export const GUIDE_SAYS: Record<GuideSlug, string> = {
  'plan-covers': 'billed charged twice double included subscription fast mode',
  'api-keys': 'billed charged tokens price per token usage cheaper batch',
  'three-pools': 'billed charged twice claim monthly grant',
  'usage-credits': 'billed charged extra usage overage limit reached bundle fast mode',
  'who-pays': 'billed charged twice ANTHROPIC_API_KEY env instead of subscription Max Pro',
  'prepaid-credit': 'billed charged twice balance top up reload refund expired invoice receipt',
  'spend-limits': 'limit cap maximum budget stop too much',
  'reading-the-bill': 'billed charged twice invoice receipt tax vat refund currency',
  'plan-or-api': 'cheaper save compare worth upgrade downgrade tokens',
  'leaked-key': 'leak stolen hacked compromised exposed github refund',
}

/** Title and question of each, in order: they hold no numbers. */
export function listGuides(): Pick<Guide, 'slug' | 'title' | 'asks'>[] {
  return GUIDE_SLUGS.map((slug) => ({ slug, ...GUIDE_TITLES[slug] }))
}

/** The slug of an address; null for any other text. */
export function guideNamed(text: string): GuideSlug | null {
  return GUIDE_SLUGS.find((slug) => slug === text) ?? null
}
