import { hourOf, type HourNumber } from '@/lib/domain/findings/closed-hour'
import { joinEpisode } from '@/lib/domain/findings/episode'
import { evaluateRules } from '@/lib/domain/findings/evaluate-rules'
import { type Detected, SEVERITIES } from '@/lib/domain/findings/finding'
import type { Replay } from './replays'
import { CASE_NOW } from './tell-case'
import { type Told, worldEvidence } from './world-evidence'

const DAY_HOURS = 24
const HOURS_BEFORE = 48
const DAYS_BEFORE = 14
const HOURS_AFTER = 24
const DAYS_AFTER = 21

export interface Walked {
  couldShow: HourNumber
  /** Null: not within a day. */
  detectedAt: HourNumber | null
  finding: Detected | null
  /** Seen once and not before it could be. */
  isInTime: boolean
  /** Their first days, as a store would name them, within three weeks. */
  episodes: string[]
}

/**
 * Moves the clock over a replay: by the day through the fortnight before, by the hour through the two days before it could be
 * seen and until it is, and by the day through the three weeks after.
 */
export function walkReplay(replay: Replay, told: Omit<Told, 'limits'>): Walked {
  const story = replay.tell()
  const limits = replay.limits?.(story.world) ?? []
  const subject = replay.subject(story)
  const couldShow = replay.couldShow(story)
  const first = Math.floor((story.world.facts[0]?.minute ?? 0) / 60) + 1
  const seenAt = (until: HourNumber): Detected[] =>
    until < first
      ? []
      : evaluateRules(worldEvidence(story, until, { ...told, limits }), undefined, [
          replay.rule,
        ]).detected.filter((found) => found.subject.id === subject)
  const isBadEnough = ({ severity }: Detected) =>
    SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(replay.severity)

  let detectedAt: HourNumber | null = null
  let finding: Detected | null = null
  const look = (until: HourNumber) => {
    const found = seenAt(until).find(isBadEnough)
    if (!found || finding) return
    detectedAt = until
    finding = found
  }
  for (let day = DAYS_BEFORE; day > HOURS_BEFORE / DAY_HOURS; day--) look(couldShow - day * DAY_HOURS)
  for (let hour = -HOURS_BEFORE; hour <= HOURS_AFTER && !finding; hour++) look(couldShow + hour)

  const known: Pick<Detected, 'episode' | 'lastDay'>[] = []
  for (let day = 0; day <= DAYS_AFTER; day++) {
    const until = couldShow + day * DAY_HOURS
    if (until > hourOf(CASE_NOW)) break
    for (const found of seenAt(until)) {
      const episode = joinEpisode(known, found)
      const one = known.find((other) => other.episode === episode)
      if (one) one.lastDay = found.lastDay
      else known.push({ episode, lastDay: found.lastDay })
    }
  }
  return {
    couldShow,
    detectedAt,
    finding,
    isInTime: detectedAt === couldShow,
    episodes: known.map(({ episode }) => episode),
  }
}
