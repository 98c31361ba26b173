import { type Day, daysBetween } from '@/lib/domain/day'
import type { Detected } from './finding'

/** Days in a row, `to` inclusive. */
export interface Run {
  from: Day
  to: Day
}

/** Runs of days with no more than `gap` days from one to the next, oldest first. Days in any order, also more than once. */
export function runsOf(days: Iterable<Day>, gap: number): Run[] {
  const runs: Run[] = []
  for (const day of [...days].sort()) {
    const last = runs.at(-1)
    if (last && daysBetween(last.to, day) <= gap) last.to = day
    else runs.push({ from: day, to: day })
  }
  return runs
}

/** The run that is not over yet: its last day is no more than `overAfterDays` ago. Null where there is none. */
export function currentRun(days: Iterable<Day>, lastDay: Day, overAfterDays: number): Run | null {
  const last = runsOf(days, overAfterDays).at(-1)
  return last && daysBetween(last.to, lastDay) <= overAfterDays ? last : null
}

/**
 * The episode a detection belongs to: that of a known one of the same rule and subject whose days it overlaps or follows
 * without a day between, the newest of them, else its own. So an episode keeps its name when its first days leave what the
 * evidence reaches, or are restated. `known` holds episodes that may still go on; what was resolved before is left out.
 */
export function joinEpisode(known: readonly Pick<Detected, 'episode' | 'lastDay'>[], found: Detected): Day {
  let episode = found.episode
  let newest: Day | null = null
  for (const one of known) {
    if (daysBetween(one.lastDay, found.episode) > 1 || one.episode > found.lastDay) continue
    if (newest === null || one.episode > newest) newest = episode = one.episode
  }
  return episode
}
