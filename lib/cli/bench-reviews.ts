import { systemActor } from '@/lib/auth/system-actor'
import { decideLine } from '@/lib/commands/reviews'
import { closeDatabase, pool, prisma } from '@/lib/db/client'
import { dayOf } from '@/lib/domain/day'
import { lastOverPeriod } from '@/lib/domain/review-period'
import { closeDueReviews, openReview } from '@/lib/publish/reviews/open-review'
import { getReview, listReviews } from '@/lib/queries/reviews'
import { HOURLY_ROWS } from './bench-figures'
import { fillKeyFigures, KEYS } from './bench-key-figures'
import { median, ms, percentile, timed, timeInTurn } from './bench-timing'

const viewer = systemActor('bench')

/**
 * Prints how long closing the last week and the last month takes, reading and deciding on them then, and what the clock costs
 * every minute while there is nothing to close; on a million hourly rows. Writes its rows into DATABASE_URL: only for a
 * database that can be thrown away.
 */
export async function benchReviews(): Promise<void> {
  const now = new Date()
  await fillKeyFigures(dayOf(now), now)
  console.log(
    `reviews: ${KEYS.toLocaleString('en-US')} keys, ${HOURLY_ROWS.toLocaleString('en-US')} hourly rows`,
  )
  for (const kind of ['week', 'month'] as const) {
    const { id: period } = lastOverPeriod(kind, dayOf(now))
    const open = () => openReview(viewer, { period, data: 'real' }, now)
    await prisma().review.deleteMany()
    const first = await timed(open)
    const again: number[] = []
    for (let round = 0; round < 5; round++) {
      await prisma().review.deleteMany()
      again.push(await timed(open))
    }
    const opened = await open()
    if (opened.state === 'preview') throw new Error(opened.preview.why)
    const { lines } = opened.review
    let seen = 0
    const decide = () =>
      decideLine(
        viewer,
        { data: 'real', period, lineId: lines[0]?.id ?? '' },
        { note: `said ${seen}`, seen: seen++ },
        now,
      )
    const works = [
      () => getReview(viewer, period, 'real', now),
      decide,
      () => listReviews(viewer, { data: 'real', kind, limit: 50 }),
      () => closeDueReviews(viewer, now),
    ]
    const [read = [], said = [], history = [], tick = []] = await timeInTurn(25, works)
    const told = (times: readonly number[]) => `p50 ${ms(median(times))}, p95 ${ms(percentile(times, 95))}`
    console.log(`  closing a ${kind} of ${lines.length} lines: first ${ms(first)}, then ${told(again)}`)
    console.log(
      `  reading it ${told(read)}; deciding ${told(said)}; history ${told(history)}; a minute ${told(tick)}`,
    )
  }
  await pool().query('truncate reviews cascade')
  await closeDatabase()
}
