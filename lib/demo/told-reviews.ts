import { signReview } from '@/lib/commands/review-signing'
import { decideLine } from '@/lib/commands/reviews'
import { addDays, dayOf } from '@/lib/domain/day'
import type { Decision, ReviewLine } from '@/lib/domain/review'
import { lastOverPeriod, periodOf } from '@/lib/domain/review-period'
import type { Actor } from '@/lib/domain/viewer'
import { openReview } from '@/lib/publish/reviews/open-review'

/** Weeks before the last one, which is left to whoever looks. */
const WEEKS_AGO = [3, 2, 1]
const STEP_MS = 40_000

/**
 * Reviews of some weeks before the last one, opened, decided and signed by the real commands within the minutes before `now`:
 * what was put off in the last of them is asked again in the week people open first.
 */
export async function signEarlierReviews(actor: Actor, now: Date): Promise<void> {
  const last = lastOverPeriod('week', dayOf(now))
  let at = now.getTime() - WEEKS_AGO.length * 14 * STEP_MS
  for (const ago of WEEKS_AGO) {
    const { id: period } = periodOf('week', addDays(last.range.from, -7 * ago))
    const opened = await openReview(actor, { period, data: 'demo' }, now)
    if (opened.state !== 'closed') continue
    const name = { data: 'demo', period } as const
    for (const [index, line] of opened.review.lines.entries()) {
      at += STEP_MS
      const saying = { ...saidOf(line, index), seen: line.revision }
      await decideLine(actor, { ...name, lineId: line.id }, saying, new Date(Math.min(at, now.getTime())))
    }
    at += STEP_MS
    await signReview(actor, name, { note: null }, new Date(Math.min(at, now.getTime())))
  }
}

const USUALLY: Record<ReviewLine['kind'], Decision> = {
  finding: 'ask',
  budget: 'expected',
  mover: 'expected',
  new_key: 'keep',
  changed_key: 'expected',
  idle_key: 'later',
  ownerless: 'expected',
  restatement: 'expected',
}

/** Of what nobody can be asked about, every other one is put off. */
function saidOf({ kind, offered }: ReviewLine, index: number): { decision: Decision; note?: string } {
  const usual = USUALLY[kind]
  if (usual !== 'later' && offered.includes(usual)) return { decision: usual }
  return index % 2 === 0
    ? { decision: 'later', note: 'Until we know what it was made for.' }
    : { decision: 'expected' }
}
