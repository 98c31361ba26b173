import { addDays, addMonths, type Day, daysBetween, firstOfMonth } from '@/lib/domain/day'
import { divideHalfEven, nano, type Nano } from '@/lib/domain/money'
import { formatShortDay, formatUsd } from '@/lib/domain/written'
import { DAY_HOURS, dayNumber, dayOfHour } from './closed-hour'
import type { Evidence, SpendLimit, UseDay } from './evidence'
import type { Detected, Learning, Rule } from './finding'
import { lastDayOf, sumCost } from './key-days'
import type { Thresholds } from './thresholds'

const RULE = 'cap-run-rate'
type Limits = Thresholds[typeof RULE]

/**
 * At this pace a spend limit is reached before the month is over, and then every request is refused; or it was passed and did
 * not hold. Month to date + mean hour of the last seven closed days × hours left in the month.
 * Real cases: CC#59858, 250 % of a cap without notice; CC#73795, $1,771 in four hours against a limit of $25.
 * billing.md §13, 14.
 */
export const capRunRate: Rule = (evidence, { [RULE]: limits }) => {
  const findings = tightestOf(evidence.limits).map((limit) => judgeLimit(evidence, limit, limits))
  return {
    detected: findings.flatMap(({ detected }) => detected ?? []),
    learning: findings.flatMap(({ learning }) => learning ?? []),
  }
}

/** Of several limits on the same spend only the smallest matters. */
function tightestOf(all: readonly SpendLimit[]): SpendLimit[] {
  const smallest = new Map<string, SpendLimit>()
  for (const limit of all) {
    const known = smallest.get(limit.subject.id)
    if (!known || limit.amount < known.amount) smallest.set(limit.subject.id, limit)
  }
  return [...smallest.values()]
}

function judgeLimit(
  evidence: Evidence,
  limit: SpendLimit,
  { warnPercent, meanDays }: Limits,
): { detected?: Detected; learning?: Learning } {
  const lastDay = lastDayOf(evidence)
  const month = firstOfMonth(lastDay)
  const rows = evidence.days.filter(
    ({ workspaceId }) => limit.subject.type === 'organization' || workspaceId === limit.subject.id,
  )
  const spent = sumCost(rows.filter(({ day }) => day >= month))
  const subject = { ...limit.subject, organizationId: evidence.organization.id }
  const isReached = spent >= limit.amount
  const mean = meanOf(rows, evidence, meanDays)
  if (mean === null && !isReached) {
    const daysKnown = daysBetween(evidence.knownSince, closedDay(evidence))
    return {
      learning: {
        rule: RULE,
        subject,
        daysKnown,
        daysNeeded: meanDays,
        sentence: `${daysKnown} of the ${meanDays} closed days are known that a month is projected from.`,
      },
    }
  }
  const monthEnd = dayNumber(addMonths(month, 1)) * DAY_HOURS
  const rest =
    mean === null
      ? 0n
      : divideHalfEven(mean * BigInt(monthEnd - evidence.until), BigInt(meanDays * DAY_HOURS))
  const projected = nano(spent + rest)
  if (projected * 100n < limit.amount * BigInt(warnPercent)) return {}
  const [soFar, cap, end] = [spent, limit.amount, projected].map((amount) => formatUsd(amount).text)
  const percent = divideHalfEven(projected * 100n, limit.amount)
  const reached = reachedOn(rows, month, limit.amount)
  return {
    detected: {
      rule: RULE,
      subject,
      episode: month,
      lastDay,
      severity: isReached ? 'high' : projected > limit.amount ? 'medium' : 'low',
      atStake: isReached ? { amount: spent, means: 'spent' } : { amount: projected, means: 'monthly' },
      sentence: isReached
        ? `The ${limit.called} of ${cap} was reached on ${formatShortDay(reached ?? lastDay)}; ${soFar} are spent this month.`
        : `${soFar} of ${cap}, the ${limit.called}, are spent this month; at the pace of the last ${meanDays} days it ends at ${end}, ${percent} %.`,
      evidence: [
        {
          what: 'This month so far',
          when: month,
          amount: spent,
          look: { from: month, to: lastDay, bucket: 'day', ...narrowed(limit) },
        },
        ...(mean === null
          ? []
          : [
              {
                what: `The last ${meanDays} closed days`,
                when: addDays(closedDay(evidence), -meanDays),
                amount: mean,
                look: {
                  from: addDays(closedDay(evidence), -meanDays),
                  to: addDays(closedDay(evidence), -1),
                  bucket: 'day' as const,
                  ...narrowed(limit),
                },
              },
            ]),
      ],
      cannotSee:
        'What is planned. Anthropic counts a limit a little later than it bills, so it may be passed before it holds.',
      steps: [
        {
          say: isReached
            ? 'Requests may be refused until the first of next month: raise the limit in the Console, or stop what can wait.'
            : 'Look at what grew, and stop what can wait.',
        },
        { say: 'If the pace is right, raise the limit in the Console before it is reached.' },
      ],
    },
  }
}

/** The first day that is not closed: half-open end of the days a mean is taken of. */
function closedDay({ until }: Evidence): Day {
  return dayOfHour(until)
}

/** Cost of the last `days` closed days; null where not all of them are known. */
function meanOf(rows: readonly UseDay[], evidence: Evidence, days: number): Nano | null {
  const to = closedDay(evidence)
  const from = addDays(to, -days)
  return from < evidence.knownSince ? null : sumCost(rows.filter(({ day }) => day >= from && day < to))
}

function reachedOn(rows: readonly UseDay[], month: Day, amount: Nano): Day | null {
  let spent = 0n
  for (const { day, cost } of rows
    .filter((row) => row.day >= month)
    .sort((a, b) => (a.day < b.day ? -1 : 1))) {
    spent += cost
    if (spent >= amount) return day
  }
  return null
}

function narrowed({ subject }: SpendLimit): { workspace?: string } {
  return subject.type === 'workspace' ? { workspace: subject.id } : {}
}
