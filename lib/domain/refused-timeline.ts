import type { Sources } from './timeline-refusals'
import type { TimelineRequest } from './timeline-request'

/** A timeline its sources cannot give, and who could. */
export interface RefusedTimeline {
  request: TimelineRequest
  sources: Sources
  /** How many there are to choose from. */
  organizations: number
  /** What filtered values are called, by `dimension:value`. */
  filterNames: ReadonlyMap<string, string>
  /** Of several organisations asked for, those that can answer. */
  among: readonly { id: string; name: string }[]
  /** Where none of those asked for can: the others that could. */
  instead: readonly { id: string; name: string }[]
}
