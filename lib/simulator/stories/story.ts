import { DAY_MINUTES, MINUTE_MS, startOfDay, wireInstant } from '../instants'
import { hashText, type Random, seededRandom } from '../seeded-random'
import type { World } from '../world'

export type StoryOptions = {
  seed: string | number
  now: Date
  /** Days of history; by default what the story asks for, at least 200. */
  days?: number
  /** Days told ahead of the clock, which appear as it moves on. Default 3. */
  daysAhead?: number
}

/** What its people pay for claude.ai: `price` is net per cycle for all seats. */
export type HeldPlan = {
  holder_email: string
  plan: string
  seats: number
  price: string
  currency: 'USD'
  cycle: 'monthly' | 'annual'
  starts_on: string
  /** Its monthly API credit is used by the story's organisation since that day. */
  credit_claimed_on?: string
  /** Oldest first; the day of a change still belongs to what was. */
  changes?: { effective_on: string; plan: string; seats: number; price: string }[]
}

/** What its people wrote on their timeline. */
type WrittenNote = { text: string; day: string; key_id?: string }

export type Story = {
  title: string
  owner: { name: string; email: string }
  world: World
  plans: HeldPlan[]
  notes?: WrittenNote[]
}

/** What is on the cover of a story: for choosing one, and for knowing where to look in it. */
export type StoryCover = {
  /** Name of the organisation it is told of. */
  company: string
  /** Half a line. */
  title: string
  /** One paragraph. */
  whatToSee: string
}

/** Where a story stands in time. Its events hang on the clock's day; its noise hangs on seed and hour alone. */
export type StoryFrame = {
  random: Random
  noiseSeed: number
  todayMinute: number
  startMinute: number
  endMinute: number
  /** RFC 3339 with microseconds, at a time of that day drawn from the seed. */
  moment(daysAgo: number): string
  day(daysAgo: number): string
}

export function createFrame(name: string, options: StoryOptions, defaultDays: number): StoryFrame {
  const random = seededRandom(`${name} ${options.seed}`)
  const todayMs = startOfDay(options.now.getTime())
  const todayMinute = todayMs / MINUTE_MS
  const dayMs = (daysAgo: number) => todayMs - daysAgo * DAY_MINUTES * MINUTE_MS
  return {
    random,
    noiseSeed: hashText(`${name} ${options.seed}`),
    todayMinute,
    startMinute: todayMinute - (options.days ?? defaultDays) * DAY_MINUTES,
    endMinute: todayMinute + (1 + (options.daysAhead ?? 3)) * DAY_MINUTES,
    moment: (daysAgo) => {
      const at = dayMs(daysAgo) + random.int(7 * 3600, 18 * 3600) * 1000 + random.int(0, 999)
      return `${new Date(at).toISOString().slice(0, 23)}${String(random.int(0, 999)).padStart(3, '0')}Z`
    },
    day: (daysAgo) => wireInstant(dayMs(daysAgo)).slice(0, 10),
  }
}
