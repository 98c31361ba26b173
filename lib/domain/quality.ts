/**
 * What a figure is, weakest first: estimated from tokens × price · provisional, as Anthropic reported it but not yet
 * final · entered by a person · billed, as Anthropic reported it for a closed day.
 * The order is total: a sum is called by its weakest part. Source: contract.md, "timeline", quality.
 */
export const QUALITIES = ['estimated', 'provisional', 'entered', 'billed'] as const
export type Quality = (typeof QUALITIES)[number]

export function weaker(a: Quality, b: Quality): Quality {
  return QUALITIES.indexOf(a) <= QUALITIES.indexOf(b) ? a : b
}
