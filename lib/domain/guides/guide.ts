/** In the order they are read in. */
export const GUIDE_SLUGS = [
  'plan-covers',
  'api-keys',
  'three-pools',
  'usage-credits',
  'who-pays',
  'prepaid-credit',
  'spend-limits',
  'reading-the-bill',
  'plan-or-api',
  'leaked-key',
] as const
export type GuideSlug = (typeof GUIDE_SLUGS)[number]

/** Text may hold `code` in backticks and [words](address) as links; nothing else. */
export type GuideBlock =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'steps'; items: string[] }
  /** What to type, and where. */
  | { kind: 'commands'; where: string; lines: string[] }
  /** `words`: columns from the left that hold words; the others hold figures. */
  | { kind: 'table'; label: string; head: string[]; rows: string[][]; words: number }
  /** A reckoning, line by line. */
  | { kind: 'example'; title: string; lines: { what: string; amount: string }[]; result: string }
  /** What happened to people; the only amounts that are not reckoned here. */
  | { kind: 'cases'; items: { what: string; source: string }[] }
  /** What is not certain. */
  | { kind: 'doubt'; text: string }

/** A price that a guide speaks of, with its date and where it comes from. */
export interface PriceNote {
  what: string
  amount: string
  /** "since 7 Oct 2026", "since its release, as of 23 Sep 2026" */
  date: string
  source: string
}

export interface Guide {
  slug: GuideSlug
  title: string
  /** The question it answers, in a sentence. */
  asks: string
  blocks: GuideBlock[]
  prices: PriceNote[]
  /** Where what is not a price comes from, with dates. */
  sources: string[]
}

/** All words of a guide but the table of its prices, a block a line. */
export function guideText({ title, asks, blocks }: Guide): string {
  return [title, asks, ...blocks.flatMap(blockText)].join('\n')
}

function blockText(block: GuideBlock): string[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'doubt':
      return [block.text]
    case 'list':
    case 'steps':
      return block.items
    case 'commands':
      return [block.where, ...block.lines]
    case 'table':
      return [block.label, block.head.join(' | '), ...block.rows.map((row) => row.join(' | '))]
    case 'example':
      return [block.title, ...block.lines.map(({ what, amount }) => `${what}: ${amount}`), block.result]
    case 'cases':
      return block.items.map(({ what, source }) => `${what} (${source})`)
  }
}
