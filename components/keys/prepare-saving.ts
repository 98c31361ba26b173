import { addDays } from '@/lib/domain/day'
import { type KeySaving, type KeyStop, TOLD_AFTER_DAYS } from '@/lib/domain/key-saving'
import { type Nano, nano } from '@/lib/domain/money'
import { formatDay, formatUsd } from '@/lib/format'

export interface SavingStep {
  label: string
  amount: string
  /** A figure that is reckoned, not told by Anthropic. */
  estimated: boolean
}

/** One stop in words; without a saving, why there is none yet. */
export function savingWords(
  { stoppedOn, endedOn }: KeyStop,
  saving: KeySaving | null,
  today: string,
): string {
  const when = endedOn
    ? `Stopped from ${formatDay(stoppedOn)} to ${formatDay(endedOn)}`
    : `Stopped on ${formatDay(stoppedOn)}`
  if (saving) return `${when}: ${savedWords(saving.saved)}.`
  const due = addDays(stoppedOn, TOLD_AFTER_DAYS)
  if (endedOn !== null && endedOn < due) return `${when}: less than two weeks, too short to tell a saving.`
  if (today < due) return `${when}. What that really saved is told here from ${formatDay(due)} on.`
  return `${when}. What that saved is not known: too few final days tell what this key cost, before or since.`
}

/** "saved about $4.00", "cost about $4.00 more than it would have". */
export function savedWords(saved: Nano): string {
  if (saved === 0n) return 'saved nothing'
  if (saved > 0n) return `saved about ${formatUsd(saved).text}`
  return `cost about ${formatUsd(nano(-saved)).text} more than before`
}

/** The reckoning, line by line: each amount follows from those above it. */
export function savingSteps(saving: KeySaving): SavingStep[] {
  const { beforeFrom, daysBefore, daysSince, sinceTo, spentBefore, spentSince, expected, saved } = saving
  return [
    {
      label: `Cost on the ${days(daysBefore)} known before the stop, from ${formatDay(beforeFrom)} on`,
      amount: formatUsd(spentBefore).text,
      estimated: false,
    },
    {
      label: `÷ ${daysBefore} × ${days(daysSince)} known since, to ${formatDay(addDays(sinceTo, -1))}: what it would have cost`,
      amount: formatUsd(expected).text,
      estimated: true,
    },
    { label: 'less what it still cost on these days', amount: formatUsd(spentSince).text, estimated: false },
    { label: 'Saved', amount: formatUsd(saved).text, estimated: true },
  ]
}

const days = (count: number) => `${count} day${count === 1 ? '' : 's'}`
