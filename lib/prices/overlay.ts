import { type Day, day } from '@/lib/domain/day'
import type { Multiplier, Rational } from '@/lib/domain/pricing'

/** Dollars per million tokens, as the price page writes them. */
export interface WrittenPrices {
  uncachedInput: string
  cacheWrite5m: string
  cacheWrite1h: string
  cacheRead: string
  output: string
}

export interface WrittenPeriod {
  from: Day | null
  prices: WrittenPrices
  long: { above: number; prices: WrittenPrices } | null
}

function prices(
  uncachedInput: string,
  cacheWrite5m: string,
  cacheWrite1h: string,
  cacheRead: string,
  output: string,
): WrittenPrices {
  return { uncachedInput, cacheWrite5m, cacheWrite1h, cacheRead, output }
}

const always = (written: WrittenPrices): WrittenPeriod[] => [{ from: null, prices: written, long: null }]

/** Of the overlay's own facts. */
export const OVERLAY_AS_OF = day('2026-11-22')

/**
 * What the library lacks or has wrong, by the beginning of a name; the longest come first, before the library's own models.
 * Source: billing.md §6.2.
 */
export const OVERLAY: readonly { id: string; periods: WrittenPeriod[] }[] = [
  { id: 'claude-mythos-5-2', periods: always(prices('8', '10', '16', '0.20', '40')) },
  { id: 'claude-mythos-5-1', periods: always(prices('10', '12.5', '20', '0.25', '50')) },
  { id: 'claude-sonnet-5-5', periods: sonnet55() },
  { id: 'claude-haiku-5-5', periods: haiku55() },
  { id: 'claude-fable-5-2', periods: always(prices('8', '10', '16', '0.20', '40')) },
  { id: 'claude-mythos-5', periods: always(prices('10', '12.5', '20', '1', '50')) },
]

function sonnet55(): WrittenPeriod[] {
  return [
    { from: null, prices: prices('2', '2.5', '4', '0.20', '10'), long: null },
    { from: day('2026-10-07'), prices: prices('2', '2.5', '4', '0.10', '10'), long: null },
  ]
}

function haiku55(): WrittenPeriod[] {
  const long = { above: 100_000, prices: prices('0.50', '0.625', '1', '0.05', '2.50') }
  return [{ from: null, prices: prices('0.10', '0.125', '0.20', '0.01', '0.50'), long }]
}

/**
 * While prompts over 200,000 tokens cost more: all input twice, output one and a half times, of the whole request. `to` is
 * the UTC day after the last. Source: billing.md §5.2.
 */
export const LONG_PROMPTS = {
  above: 200_000,
  input: { numerator: 2n, denominator: 1n },
  output: { numerator: 3n, denominator: 2n },
  models: {
    'claude-sonnet-4-0': { from: day('2025-08-12'), to: day('2026-05-01') },
    'claude-sonnet-4-5': { from: null, to: day('2026-05-01') },
    'claude-sonnet-4-6': { from: null, to: day('2026-03-13') },
    'claude-opus-4-6': { from: null, to: day('2026-03-13') },
  } as Record<string, { from: Day | null; to: Day }>,
} as const

export const BATCH: Rational = { numerator: 1n, denominator: 2n }

/** Models older than Opus 4.6, which know no region and cost the same everywhere. */
const WITHOUT_REGION = /^claude-(v\d|[23](\D|$)|(opus|sonnet|haiku)-4-[015]$)/

export const US_REGION: readonly Multiplier[] = [
  {
    factor: { numerator: 11n, denominator: 10n },
    from: day('2026-02-05'),
    to: null,
    holdsFor: (id) => !WITHOUT_REGION.test(id),
  },
]

/** Fast mode as a multiple of the usual price; the days are its first and last. Source: billing.md §5.2. */
export const FAST_MODES = [
  { id: 'claude-opus-4-6', times: 6n, first: day('2026-02-07'), last: day('2026-06-29') },
  { id: 'claude-opus-4-7', times: 6n, first: day('2026-05-12'), last: day('2026-07-24') },
  { id: 'claude-opus-4-8', times: 2n, first: null, last: day('2026-11-30') },
  { id: 'claude-opus-5', times: 2n, first: null, last: null },
  { id: 'claude-opus-5-5', times: 2n, first: day('2026-10-15'), last: null },
] as const
