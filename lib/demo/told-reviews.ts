import { signReview } from '@/lib/commands/review-signing'
import { decideLine } from '@/lib/commands/reviews'
import { addDays, dayOf, startOf } from '@/lib/domain/day'
import type { Decision, ReviewLine } from '@/lib/domain/review'
import { lastOverPeriod, periodOf } from '@/lib/domain/review-period'
import type { Actor } from '@/lib/domain/viewer'
import { openReview } from '@/lib/publish/reviews/open-review'

/** Weeks before the last one, which is left to whoever looks. */
const WEEKS_AGO = [3, 2, 1]
const STEP_MS = 40_000

/** On the Monday after. */
const TOLD_AT_MS = 9.5 * 3_600_000

/**
 * Reviews of some weeks before the last one, opened, decided and signed by the real commands on the Monday after each, by
 * somebody of the story: what was put off in the last of them is asked again in the week people open first. Whoever loads the
 * story signed nothing, so nothing stands in their name.
 */
export async function signEarlierReviews(teller: Actor, now: Date): Promise<void> {
  const last = lastOverPeriod('week', dayOf(now))
  for (const ago of WEEKS_AGO) {
    const { id: period, range } = periodOf('week', addDays(last.range.from, -7 * ago))
    let at = startOf(range.to).getTime() + TOLD_AT_MS
    const opened = await openReview(teller, { period, data: 'demo' }, new Date(at))
    if (opened.state !== 'closed') continue
    const name = { data: 'demo', period } as const
    for (const [index, line] of opened.review.lines.entries()) {
      at += STEP_MS
      const saying = { ...saidOf(line, index), seen: line.revision }
      await decideLine(teller, { ...name, lineId: line.id }, saying, new Date(at))
    }
    at += STEP_MS
    await signReview(teller, name, { note: null }, new Date(at))
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
