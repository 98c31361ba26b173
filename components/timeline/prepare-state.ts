import type { Day } from '@/lib/domain/day'
import type { TimelineData } from './timeline-data'

/** Which of the three kinds of nothing the page shows, or that there is something. */
export type PageState =
  | 'figures'
  /** No organisation and no plan: choose a door. */
  | 'nothing_yet'
  /** Days that have not been read: zero is not known. */
  | 'not_synced'
  /** Everything was read, and there was nothing. */
  | 'nothing_in_range'

export function pageState({ timeline, organizations, hasAnyPlan }: TimelineData, today: Day): PageState {
  if (timeline.groups.length > 0) return 'figures'
  if (organizations.length === 0 && !hasAnyPlan) return 'nothing_yet'
  const passed = timeline.coverage.filter(({ day }) => day <= today)
  const unread = passed.every(({ state }) => state === 'not_synced')
  return organizations.length > 0 && passed.length > 0 && unread ? 'not_synced' : 'nothing_in_range'
}
