import type { Day } from './day'

/** Of one organisation, the days of a range that were read, by the source that owns each; both oldest first. */
export interface ToldDays {
  id: string
  name: string
  /** What it is read through now; null: disconnected. */
  connectedThrough: 'analytics' | 'legacy' | null
  analytics: readonly Day[]
  legacy: readonly Day[]
}
