import { addDays, type Day, dayOf, daysBetween, type DayRange } from '@/lib/domain/day'
import { formatUsdExact, nano, type Nano, sum } from '@/lib/domain/money'
import { formatDayRange, formatInstant } from '@/lib/format'
import type { SupportDay, SupportFacts } from '@/lib/queries/support-facts'
import { toldName, toldText } from './told-text'

/** Days that are told one by one; of a longer range the latest, and what came before as a sum. */
const MOST_DAYS = 100

const STATES: Record<SupportDay['state'], string> = {
  synced: '',
  partial: ', its parts did not add up to its total when read',
  provisional: ', not final when read',
}

/**
 * The facts about an organisation or one of its keys on these days (half-open, UTC), for Anthropic's support: exact amounts
 * by day and model, restatements, and the request to look at it. No secret, and no name but the organisation's and the key's.
 */
export function supportText(
  { organization, key, days, restatements }: SupportFacts,
  range: DayRange,
  now: Date,
): string {
  const told = days.slice(-MOST_DAYS)
  const earlier = days.slice(0, -MOST_DAYS)
  const missing = daysBetween(range.from, range.to < tomorrow(now) ? range.to : tomorrow(now)) - days.length
  const about = key ? `the API key ${toldName(key.name)}` : 'our organisation'
  return [
    `Please look at the cost of ${about}, ${formatDayRange(range)} (UTC).`,
    [
      `Organisation: ${toldText(organization.name)}`,
      `Organisation id: ${organization.id}`,
      ...(key
        ? [
            `API key id: ${key.id}`,
            `API key name: ${toldName(key.name)}`,
            ...(key.hint ? [`API key hint: ${key.hint}`] : []),
            `Status as last read: ${key.status}`,
            ...(key.workspaceId ? [`Workspace id: ${key.workspaceId}`] : []),
            ...(key.createdAt ? [`Created: ${dayOf(key.createdAt)}`] : []),
            ...(key.expiresAt ? [`Expires: ${dayOf(key.expiresAt)}`] : []),
          ]
        : []),
      `Days: ${range.from} to ${addDays(range.to, -1)}, both included, UTC`,
    ].join('\n'),
    `What the Admin API told us, in US dollars, by day and model:`,
    [
      ...(earlier.length > 0 ? [`${earlier[0]?.day} to ${earlier.at(-1)?.day}: ${totalOf(earlier)}`] : []),
      ...told.map(dayInWords),
      `In total: ${totalOf(days)}`,
      ...(missing > 0 ? [`Not read by us: ${missing} of these days`] : []),
    ].join('\n'),
    ...(restatements.length > 0
      ? [
          [
            `Days whose figures changed after they were final${key ? ' (totals of the organisation)' : ''}:`,
            ...restatements.map(
              ({ day, noticedAt, before, after }) =>
                `${day}: from $${formatUsdExact(before)} to $${formatUsdExact(after)}, noticed ${formatInstant(noticedAt)}`,
            ),
          ].join('\n'),
        ]
      : []),
    'Please tell us what these amounts are for, and correct them where they are wrong.',
    `Read through Onebill; written ${formatInstant(now)}.`,
  ].join('\n\n')
}

function dayInWords({ day, state, models }: SupportDay): string {
  if (models.length === 0) return `${day}: no use${STATES[state]}`
  const parts = models.map((part) => `${toldText(part.model ?? 'no model')} ${figureOf([part])}`)
  return `${day}: ${figureOf(models)} (${parts.join(', ')})${STATES[state]}`
}

function totalOf(days: readonly SupportDay[]): string {
  return figureOf(days.flatMap(({ models }) => models))
}

/** Dollars where somebody told them, else tokens; never a zero that nobody told. */
function figureOf(parts: SupportDay['models']): string {
  const priced = parts.filter(({ isPriced }) => isPriced)
  const unpriced = parts.filter(({ isPriced }) => !isPriced)
  const tokens = unpriced.reduce((total, part) => total + part.tokens, 0n)
  const untold = tokens > 0n ? [`${tokens} tokens whose cost was not told by key`] : []
  if (priced.length === 0 && untold.length > 0) return untold.join('')
  return [`$${formatUsdExact(dollars(priced))}`, ...untold].join(' and ')
}

function dollars(parts: SupportDay['models']): Nano {
  return sum(parts.map(({ amount }) => nano(amount)))
}

function tomorrow(now: Date): Day {
  return addDays(dayOf(now), 1)
}
