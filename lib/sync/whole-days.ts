import { type Day, dayOf } from '@/lib/domain/day'
import type { ReportPage } from '@/lib/anthropic/reports'

/**
 * The rows of a report, newest first, a UTC day at a time. `take` must be asked for days newest first. A row of a day that
 * was taken, or passed over, already is added to `late`: the pages shifted while they were read.
 */
export function wholeDays<Row extends { startsAt: Date }>(
  pages: AsyncIterator<ReportPage<Row>>,
  late: Set<Day>,
) {
  const waiting = new Map<Day, Row[]>()
  let position: Day | null = null
  let taken: Day | null = null
  let hasEnded = false

  async function readPage(): Promise<void> {
    const page = await pages.next()
    if (page.done) {
      hasEnded = true
      return
    }
    for (const row of page.value.rows) {
      const day = dayOf(row.startsAt)
      if (position === null || day < position) position = day
      if (taken !== null && day >= taken) late.add(day)
      else {
        const rows = waiting.get(day)
        if (rows) rows.push(row)
        else waiting.set(day, [row])
      }
    }
  }

  return {
    async take(day: Day): Promise<Row[]> {
      while (!hasEnded && (position === null || position >= day)) await readPage()
      taken = day
      const rows = waiting.get(day) ?? []
      for (const read of waiting.keys()) if (read >= day) waiting.delete(read)
      return rows
    },
  }
}
