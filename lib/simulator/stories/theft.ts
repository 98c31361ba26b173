import { FABLE } from './model-eras'
import type { Traffic } from './traffic'

/** First hour of the night in which a stolen key is emptied, UTC, and the first hour after it. */
const NIGHT = { from: 1, to: 5 }

/** Somebody else's use of a key: two calls of a model the key never used, and the night after that all it gives. */
export function theft(
  name: string,
  key: Pick<Traffic, 'apiKeyId' | 'workspaceId' | 'product'>,
  { probed, requestsPerHour }: { probed: number; requestsPerHour: number },
): Traffic[] {
  return [
    {
      ...key,
      name: `${name}, probe`,
      models: FABLE,
      requestsPerHour: ({ daysAgo, hour }) => (daysAgo === probed && (hour === 21 || hour === 22) ? 1 : 0),
      per: { uncachedInput: 40, output: 25 },
    },
    {
      ...key,
      name: `${name}, burst`,
      models: FABLE,
      requestsPerHour: ({ daysAgo, hour }) =>
        daysAgo === probed - 1 && hour >= NIGHT.from && hour < NIGHT.to ? requestsPerHour : 0,
      per: { uncachedInput: 12000, output: 6000 },
    },
  ]
}
