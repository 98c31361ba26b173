import { addDays, type Day, dayOf } from '@/lib/domain/day'
import { MOST_SILENT_DAYS } from '@/lib/domain/findings/finding-standing'

/** Days something can be silent until: a week to begin with, tomorrow at the earliest, a year at most. */
export function silentDays(now: Date): { usual: Day; first: Day; last: Day } {
  const today = dayOf(now)
  return { usual: addDays(today, 7), first: addDays(today, 1), last: addDays(today, MOST_SILENT_DAYS) }
}
