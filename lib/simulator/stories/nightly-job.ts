import { OPUS } from './model-eras'
import type { Traffic } from './traffic'

const HOUR = 3

/** One long prompt at the same minute of every night, weekends too. */
export function nightlyJob(key: Pick<Traffic, 'apiKeyId' | 'workspaceId'>): Traffic {
  return {
    ...key,
    name: 'nightly job',
    product: 'messages_api',
    models: OPUS,
    longContext: true,
    requestsPerHour: ({ hour }) => (hour === HOUR ? 1 : 0),
    per: { uncachedInput: 310000, output: 9000 },
  }
}
