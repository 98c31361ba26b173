import type { Day } from '@/lib/domain/day'
import type { DayFacts } from '@/lib/db/facts'
import { type DueDay, type DueWindow, planWindows } from './due-days'
import { isClosed, matchControl, settleDay } from './judge-day'
import type { CheckedDay } from './read-window'

const MOST_READINGS = 3

/** What is learned of a source while its windows are read. */
export interface Findings {
  /** Closed days whose rows did not add up, or changed under our eyes, at their last reading. */
  partial: Set<Day>
  /** Its totals differ, steadily, from the sums of its rows by no more than rounding. */
  roundsAmounts: boolean
}

/** Yields days of a window as they become complete; adds to `disturbed` those that changed after that. */
type WindowReader = (window: DueWindow, disturbed: Set<Day>) => AsyncGenerator<CheckedDay[]>

export interface WindowSync {
  read: WindowReader
  clock: () => Date
  findings: Findings
  /** Takes a day that is ready to be stored; newest first within a reading, and again when a later reading replaces it. */
  store: (facts: DayFacts) => Promise<void>
  /** Days given to `store` as synced that are not: rows appeared after that. */
  doubt: (days: readonly Day[]) => Promise<void>
}

/** Reads a window, and the days of it that do not add up, or changed while they were read, up to twice more. */
export async function syncWindow(sync: WindowSync, window: DueWindow): Promise<void> {
  const seen = new Map<Day, string>()
  const synced = new Set<Day>()
  let windows = [window]
  for (let reading = 1; windows.length > 0; reading++) {
    const mayReadAgain = reading < MOST_READINGS
    const again = new Set<Day>()
    for (const some of windows) {
      const disturbed = new Set<Day>()
      try {
        for await (const days of sync.read(some, disturbed)) {
          for (const checked of days) {
            const { facts, isSettled } = judge(checked, some, sync, seen)
            if (!isSettled && mayReadAgain) again.add(facts.day)
            else {
              if (facts.state === 'partial') sync.findings.partial.add(facts.day)
              else sync.findings.partial.delete(facts.day)
              if (facts.state === 'synced') synced.add(facts.day)
              await sync.store(facts)
            }
          }
        }
      } finally {
        for (const day of disturbed) again.add(day)
        const doubtful = [...disturbed].filter((day) => synced.delete(day))
        for (const day of doubtful) sync.findings.partial.add(day)
        if (doubtful.length > 0) await sync.doubt(doubtful)
      }
    }
    windows = mayReadAgain ? planWindows(daysAgain(again, window), sync.clock()) : []
  }
}

function daysAgain(again: ReadonlySet<Day>, { days, width, source }: DueWindow): DueDay[] {
  return days.filter((day) => again.has(day)).map((day) => ({ day, width, source }))
}

/**
 * Not settled: rows and total of a closed day differ, and another reading may help. Two equal readings are as good as it
 * gets: where only rounding is between rows and total the day is synced, else the source contradicts itself.
 */
function judge(checked: CheckedDay, { width, source }: DueWindow, sync: WindowSync, seen: Map<Day, string>) {
  const { read, control, dataRefreshedAt } = checked
  const granularity = width === '1h' ? 'hour' : 'day'
  const { facts, repeats } = settleDay(read, { state: 'synced', source, granularity, dataRefreshedAt })
  if (!isClosed(read, dataRefreshedAt, sync.clock(), source))
    return { facts: { ...facts, state: 'provisional' as const }, isSettled: true }
  const match = matchControl(read, repeats, control)
  if (match === 'exact' || (match === 'rounding' && sync.findings.roundsAmounts))
    return { facts, isSettled: true }
  const reading = `${facts.digest} ${Object.values({ ...control.usage, ...control.cost }).join(' ')}`
  const isSteady = seen.get(read.day) === reading
  seen.set(read.day, reading)
  if (!isSteady || match === 'differs')
    return { facts: { ...facts, state: 'partial' as const }, isSettled: isSteady }
  sync.findings.roundsAmounts = true
  return { facts, isSettled: true }
}
