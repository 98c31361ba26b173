import { dayOf, daysBetween } from '@/lib/domain/day'
import { joinEpisode } from './episode'
import { type Detected, type RuleId, SEVERITIES, type Severity } from './finding'

/** What is known of a finding from before. */
export interface HeldFinding extends Pick<Detected, 'rule' | 'subject' | 'episode' | 'lastDay' | 'severity'> {
  state: 'open' | 'acknowledged' | 'snoozed' | 'expected' | 'resolved'
  returns: number
  goneAt: Date | null
  silentUntil: Date | null
  /** Of one that is silent: what happened since, and nobody was told. */
  missed: 'worsened' | 'returned' | null
}

type Happening = 'opened' | 'worsened' | 'eased' | 'gone' | 'returned' | 'woke'

/** How it stands after an evaluation. */
export interface Followed extends Pick<
  HeldFinding,
  'severity' | 'state' | 'returns' | 'goneAt' | 'silentUntil'
> {
  /** In this order. */
  happened: Happening[]
  /** What people are to be told of it. */
  tell: 'opened' | 'worsened' | 'returned' | null
}

/**
 * What becomes of a finding when it is evaluated at `now`: found again, or not (null: its cause is gone).
 * Silence ends at `silentUntil`, inclusive; until then nothing is told, and afterwards what was missed. What gets worse is open
 * again and told, also where somebody acknowledged or resolved it. What was gone and is found again returns; somebody's
 * `resolved` holds on unless it is worse, or a whole day lay between.
 */
export function followFinding(held: HeldFinding, found: Detected | null, now: Date): Followed {
  const { severity, state, returns, goneAt, silentUntil } = held
  const after: Followed = { severity, state, returns, goneAt, silentUntil, happened: [], tell: null }
  const wakes = isSilent(held) && silentUntil !== null && silentUntil.getTime() <= now.getTime()
  if (wakes) {
    after.state = 'open'
    after.silentUntil = null
    after.happened.push('woke')
  }
  if (!found) {
    if (goneAt === null) {
      after.goneAt = now
      after.happened.push('gone')
    }
    return after
  }
  const worse = rank(found.severity) - rank(severity)
  if (wakes) after.tell = held.missed
  if (goneAt !== null)
    comeBack(after, { isWorse: worse > 0, isLater: daysBetween(dayOf(goneAt), dayOf(now)) > 1 })
  if (worse > 0) {
    if (goneAt === null) after.happened.push('worsened')
    if (after.state === 'acknowledged' || after.state === 'resolved') after.state = 'open'
    after.tell ??= goneAt === null ? 'worsened' : 'returned'
  }
  if (worse < 0 && after.state !== 'resolved') after.happened.push('eased')
  // What was resolved is measured by what it was then.
  after.severity = worse < 0 && after.state === 'resolved' ? severity : found.severity
  if (isSilent(after)) after.tell = null
  return after
}

function comeBack(after: Followed, { isWorse, isLater }: { isWorse: boolean; isLater: boolean }): void {
  after.goneAt = null
  after.returns += 1
  after.happened.push('returned')
  if (after.state === 'resolved' && !isWorse && !isLater) return
  if (!isSilent(after)) after.state = 'open'
  after.tell = 'returned'
}

function isSilent({ state }: Pick<HeldFinding, 'state'>): boolean {
  return state === 'snoozed' || state === 'expected'
}

/** Higher is worse. */
function rank(severity: Severity): number {
  return -SEVERITIES.indexOf(severity)
}

/** Their episode is the calendar's: the limit of a new month is another one, though no day lies between. */
const BY_PERIOD: ReadonlySet<RuleId> = new Set(['cap-run-rate'])

/** One that was found, under the episode it belongs to. */
export interface Joined<Held> {
  found: Detected
  held: Held | null
}

/**
 * Which of what is held each detection is: the oldest first, each held one once. What joins one that is taken already stands
 * for itself, and is left out where even its own episode is taken.
 */
export function joinFindings<Held extends HeldFinding>(
  held: readonly Held[],
  detected: readonly Detected[],
): Joined<Held>[] {
  const known = new Map<string, Held[]>()
  for (const one of held) known.set(nameOf(one), [...(known.get(nameOf(one)) ?? []), one])
  const taken = new Set<string>()
  const oldestFirst = detected.toSorted((a, b) =>
    a.episode < b.episode ? -1 : a.episode > b.episode ? 1 : 0,
  )
  return oldestFirst.flatMap((found): Joined<Held>[] => {
    const name = nameOf(found)
    const others = known.get(name) ?? []
    const free = others.filter(({ episode }) => !taken.has(`${name} ${episode}`))
    const episode = BY_PERIOD.has(found.rule) ? found.episode : joinEpisode(free, found)
    if (taken.has(`${name} ${episode}`)) return []
    taken.add(`${name} ${episode}`)
    return [{ found: { ...found, episode }, held: others.find((one) => one.episode === episode) ?? null }]
  })
}

function nameOf({ rule, subject }: Pick<HeldFinding, 'rule' | 'subject'>): string {
  return JSON.stringify([rule, subject.type, subject.id])
}
