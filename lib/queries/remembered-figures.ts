import { createHash } from 'node:crypto'
import { addDays, type Day, type DayRange, earlier, later } from '@/lib/domain/day'
import { contentOf, type CoverageRow, type TimelineSources } from './timeline-sources'

/** Every group by every bucket of a few people's ranges; an answer is some hundred kilobytes at most. */
const REMEMBERED = 120

/** What was read, with the coverage the very same statement saw. */
export interface Reading<T> {
  figures: T
  coverage: CoverageRow[]
}

/**
 * Remembers what heavy statements gave for as long as the figures behind it are the same. Facts and the coverage that
 * carries their digest change in one transaction, so equal coverage means equal figures. A reading that saw other coverage
 * than `sources` did, because a sync committed in between, is given back but not kept under the wrong name.
 */
export class RememberedFigures<T> {
  private readonly known = new Map<string, Promise<T>>()

  constructor(private readonly most = REMEMBERED) {}

  /**
   * `question` is all that decides the answer beside the figures of `ranges` and what `beside` tells, which is asked for
   * before and after reading for the same reason.
   */
  async get(
    question: unknown,
    ranges: readonly DayRange[],
    sources: TimelineSources,
    read: () => Promise<Reading<T>>,
    beside: (() => Promise<string>) | null = null,
  ): Promise<T> {
    const content = contentOf(sources, ranges)
    const stamp = await beside?.()
    const key = createHash('sha256')
      .update(JSON.stringify([question, ranges]))
      .update(content)
      .update(stamp ?? '')
      .digest('base64')
    const there = this.known.get(key)
    if (there) {
      this.known.delete(key)
      this.known.set(key, there)
      return there
    }
    const asked = read().then(async ({ figures, coverage }) => {
      const isSame = contentOf({ ...sources, days: coverage }, ranges) === content
      if (!isSame || (await beside?.()) !== stamp) this.known.delete(key)
      return figures
    })
    asked.catch(() => this.known.delete(key))
    this.known.set(key, asked)
    for (const longestUnasked of this.known.keys()) {
      if (this.known.size <= this.most) break
      this.known.delete(longestUnasked)
    }
    return asked
  }
}

/**
 * The range cut where syncs leave off changing figures: today and yesterday are read anew after each, the days before once.
 * A restated day of those is noticed as any other change is. Never empty.
 */
export function stretchesOf({ from, to }: DayRange, today: Day): DayRange[] {
  const cut = addDays(today, -1)
  const stretches = [
    { from, to: earlier(to, cut) },
    { from: later(from, cut), to },
  ].filter((stretch) => stretch.from < stretch.to)
  return stretches.length > 0 ? stretches : [{ from, to }]
}

/** The coverage of days as one value of a statement; `days` is a condition on the columns of `v`. */
export function coverageSeen(days: string): string {
  return `(select coalesce(json_agg(json_build_object('organizationId', v.organization_id, 'day', v.day,
    'state', v.state, 'granularity', v.granularity, 'digest', v.digest)), '[]') from coverage v where ${days})`
}
