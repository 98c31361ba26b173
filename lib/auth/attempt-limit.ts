import { prisma } from '@/lib/db/client'
import { ExpectedError } from '@/lib/errors'
import { tokenHash } from '@/lib/opaque-token'

const WINDOW_MINUTES = 15
const MINUTE_MS = 60_000

export interface AttemptLimit {
  /** What is counted: `email:…`, `address:…`. Stored as a hash: people type passwords into the wrong field. */
  subject: string
  /** Failed attempts allowed within any 15 minutes. */
  limit: number
}

export interface Attempt {
  /** Takes the attempt back because it did not fail. */
  succeeded(): Promise<void>
}

/**
 * Counts an attempt before it is made, so that attempts made at the same time cannot slip past the limit together.
 * `at` is real time, not the settable clock. Throws `rate_limited` and says when to try again.
 */
export async function countAttempt(limits: AttemptLimit[], at: Date): Promise<Attempt> {
  const slot = new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS)
  const windowStart = new Date(slot.getTime() - (WINDOW_MINUTES - 1) * MINUTE_MS)
  const counted: string[] = []
  for (const { subject, limit } of limits) {
    const key = tokenHash(subject)
    if (!(await countWithin(key, slot, windowStart, limit))) {
      await takeBack(counted, slot)
      throw tooMany(await whenFree(key, windowStart, limit), at)
    }
    counted.push(key)
  }
  await prisma().rateLimitSlot.deleteMany({ where: { startsAt: { lt: windowStart } } })
  return { succeeded: () => takeBack(counted, slot) }
}

/** One statement: simultaneous attempts queue at the row of the slot, and each sees the count left by the one before. */
async function countWithin(key: string, slot: Date, windowStart: Date, limit: number): Promise<boolean> {
  const counted = await prisma().$executeRaw`
    with earlier as (
      select coalesce(sum(attempts), 0) as attempts from rate_limit_slots
      where subject = ${key} and starts_at >= ${windowStart} and starts_at < ${slot}
    )
    insert into rate_limit_slots as counted (subject, starts_at, attempts)
    select ${key}, ${slot}, 1 from earlier where attempts < ${limit}
    on conflict (subject, starts_at) do update set attempts = counted.attempts + 1
    where counted.attempts + (select attempts from earlier) < ${limit}`
  return counted === 1
}

async function takeBack(keys: string[], slot: Date): Promise<void> {
  await prisma().rateLimitSlot.updateMany({
    where: { subject: { in: keys }, startsAt: slot, attempts: { gt: 0 } },
    data: { attempts: { decrement: 1 } },
  })
}

/** The instant at which enough slots have left the window for one more attempt. */
async function whenFree(key: string, windowStart: Date, limit: number): Promise<Date> {
  const slots = await prisma().rateLimitSlot.findMany({
    where: { subject: key, startsAt: { gte: windowStart } },
    orderBy: { startsAt: 'asc' },
  })
  let remaining = slots.reduce((sum, { attempts }) => sum + attempts, 0)
  let free = windowStart
  for (const { startsAt, attempts } of slots) {
    if (remaining < limit) break
    remaining -= attempts
    free = startsAt
  }
  return new Date(free.getTime() + WINDOW_MINUTES * MINUTE_MS)
}

function tooMany(free: Date, at: Date): ExpectedError {
  const seconds = Math.max(1, Math.ceil((free.getTime() - at.getTime()) / 1000))
  const minutes = Math.ceil(seconds / 60)
  const clock = free.toISOString().slice(11, 16)
  return new ExpectedError(
    'rate_limited',
    `Too many attempts that failed. Please try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, at ${clock} UTC.`,
    { retryAfterSeconds: seconds },
  )
}
