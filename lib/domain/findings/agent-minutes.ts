import { formatShortDay, groupDigits } from '@/lib/domain/written'
import { dayOf } from '@/lib/domain/day'
import type { Detected, MinuteLook } from './finding'

/** One minute with use of one key. */
export interface UsedMinute {
  startsAt: Date
  requests: number
  /** Tokens read, cached or not, and written to a cache. */
  input: number
}

const MINUTE_MS = 60_000

/** An agent in circles goes on for so long; billing.md §13, 7. */
const LEVEL_MINUTES = 20
/** Between its requests it thinks: one minute without any is no pause. */
const PAUSE_MINUTES = 1
const GROWING_MINUTES = 12

/**
 * What the minutes of a suspect say; null where there are none. `level`: at least 20 minutes on end, with no more than one
 * minute between two with use. `growing`: 12 minutes with use in a row, each reading more a request than the one before.
 * `bursts`: neither. Source: billing.md §13, 7.
 */
export function lookAtMinutes(
  minutes: readonly UsedMinute[],
  { from, to }: Pick<MinuteLook, 'from' | 'to'>,
): MinuteLook | null {
  const used = minutes
    .filter(({ requests }) => requests > 0)
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const [first] = used
  if (!first) return null
  const growing = longest(used, (one, next) => isNext(one, next) && promptOf(next) > promptOf(one))
  const level = longest(used, isNext)
  const look = (says: MinuteLook['says'], stretch: readonly UsedMinute[], sentence: string): MinuteLook => ({
    ...{ from, to, says, sentence },
    at: (stretch[0] ?? first).startsAt.toISOString().replace('.000Z', 'Z'),
  })
  const requests = groupDigits(BigInt(level.reduce((sum, minute) => sum + minute.requests, 0)))
  if (growing.length >= GROWING_MINUTES)
    return look(
      'growing',
      growing,
      `From ${instantInWords(growing)} on, prompts grew from minute to minute for ${growing.length} minutes.`,
    )
  if (lengthOf(level) >= LEVEL_MINUTES)
    return look(
      'level',
      level,
      `From ${instantInWords(level)} on, ${requests} requests came without a pause for ${lengthOf(level)} minutes.`,
    )
  return look(
    'bursts',
    level,
    `By the minute it never ran for ${LEVEL_MINUTES} minutes on end: it worked in ${used.length === 1 ? 'a single minute' : `${groupDigits(BigInt(used.length))} single minutes`}, the longest stretch ${lengthOf(level)} long.`,
  )
}

/**
 * The finding with what its minutes say. Where an agent was suspected and they show bursts instead, it is a notice: what turns
 * in circles does not pause. They never make a finding worse: hours alone already say that it is dear.
 */
export function withMinutes(found: Detected, look: MinuteLook): Detected {
  const isCleared = look.says === 'bursts'
  return {
    ...found,
    minutes: look,
    severity: isCleared ? 'low' : found.severity,
    evidence: [
      ...found.evidence,
      {
        what: look.sentence,
        when: look.at,
        amount: null,
        look: {
          from: dayOf(new Date(look.from)),
          to: dayOf(new Date(new Date(look.to).getTime() - 1)),
          bucket: 'hour',
          key: found.subject.id,
        },
      },
    ],
    cannotSee: isCleared
      ? `${found.cannotSee} Its minutes speak against an agent in circles, so this is a notice.`
      : found.cannotSee,
  }
}

function longest(
  used: readonly UsedMinute[],
  goesOn: (one: UsedMinute, next: UsedMinute) => boolean,
): readonly UsedMinute[] {
  let best: [number, number] = [0, 1]
  let start = 0
  for (let index = 1; index <= used.length; index++) {
    const [one, next] = [used[index - 1], used[index]]
    if (one && next && goesOn(one, next)) continue
    if (index - start > best[1] - best[0]) best = [start, index]
    start = index
  }
  return used.slice(...best)
}

function isNext(one: UsedMinute, next: UsedMinute): boolean {
  return next.startsAt.getTime() - one.startsAt.getTime() <= (1 + PAUSE_MINUTES) * MINUTE_MS
}

function promptOf({ input, requests }: UsedMinute): number {
  return input / requests
}

/** Minutes from the first to the last, both counted. */
function lengthOf(stretch: readonly UsedMinute[]): number {
  const [first, last] = [stretch[0], stretch.at(-1)]
  return first && last ? (last.startsAt.getTime() - first.startsAt.getTime()) / MINUTE_MS + 1 : 0
}

function instantInWords([first]: readonly UsedMinute[]): string {
  const at = first?.startsAt ?? new Date(0)
  return `${formatShortDay(dayOf(at))}, ${at.toISOString().slice(11, 16)} UTC`
}
