/** What is looked at: what is real, or what is told. Never both in one sum. */
export const DATA_SCOPES = ['real', 'demo'] as const
export type DataScope = (typeof DATA_SCOPES)[number]
