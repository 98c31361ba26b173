/** Says how cost by key came about where Anthropic does not tell it. */
export const SPLIT_WORDS =
  'Anthropic bills this organisation by workspace, model, kind of token, service tier, context window and region, not by key. ' +
  'Each of those lines of a day is split over the keys by their own tokens of that very kind (tokens of fast mode as often as they cost), and web searches by searches.'
