import { compareText } from './compare-text'
import type { LineKind, LineSubject } from './review'

/** What makes two lines of different reviews the same question. */
export type LineIdentity = { kind: LineKind; subject: Pick<LineSubject, 'type' | 'id' | 'organizationId'> }

export function lineName({ kind, subject }: LineIdentity): string {
  return JSON.stringify([kind, subject.type, subject.id, subject.organizationId])
}

interface CarriedLine extends LineIdentity {
  /** Where it was first asked. */
  since: string
}

/**
 * Puts carried lines into a review: one that is there about the same takes their place, each of the others is appended once,
 * in the order given. Every name that comes out says since which period it is open, which is the earliest of those that meet
 * in it: `onThere` by index of `there`, `appended` by index of `carried`. Periods of one kind sort as text.
 */
export function carryInto(
  there: readonly (LineIdentity & { since: string | null })[],
  carried: readonly CarriedLine[],
): { onThere: Map<number, string>; appended: Map<number, string> } {
  const known = new Map(there.map((line, index) => [lineName(line), { index, isThere: true }]))
  const onThere = new Map<number, string>()
  const appended = new Map<number, string>()
  for (const [index, line] of carried.entries()) {
    const place = known.get(lineName(line)) ?? { index, isThere: false }
    known.set(lineName(line), place)
    const since = place.isThere ? onThere : appended
    const before = since.get(place.index) ?? (place.isThere ? there[place.index]?.since : null) ?? line.since
    since.set(place.index, compareText(before, line.since) <= 0 ? before : line.since)
  }
  return { onThere, appended }
}

/** A longer time without a word is a pause. */
const PAUSE_MS = 10 * 60_000

/** Time spent deciding: from the first thing said to the signature, pauses over ten minutes left out. Null: nothing was said. */
export function timeToDecide(said: readonly Date[], signedAt: Date): number | null {
  const times = said.map((at) => at.getTime()).sort((a, b) => a - b)
  if (times.length === 0) return null
  const steps = [...times.slice(1), signedAt.getTime()].map((at, index) => at - (times[index] ?? at))
  return steps.reduce((total, step) => (step > 0 && step <= PAUSE_MS ? total + step : total), 0)
}
