import type { Day, DayRange } from '@/lib/domain/day'
import { type Nano, nano } from '@/lib/domain/money'
import type { Quality } from '@/lib/domain/quality'
import { formatUsd } from '@/lib/domain/written'
import type { GuideSlug } from './guide'
import { longDay } from './guide-facts'

/** What is known of the reader's own installation, of one kind of data. */
export interface OwnNumbers {
  /** The thirty days up to yesterday. */
  range: DayRange
  organizations: number
  /** Days of the range that were not read. */
  missingDays: number
  /** What the API billed in the range; the weakest of its parts. */
  api: { amount: Nano; quality: Quality }
  /** Of it, without any key: the Playground. */
  withoutKey: Nano
  /** Of it, on keys whose owner holds a running plan; `partial`: there are more keys than were looked at. */
  besidePlans: { amount: Nano; keys: { name: string; href: string; amount: Nano }[]; partial: boolean }
  keys: { active: number; idle: number; idleDays: number; neverExpires: number; unlimited: number }
  plans: { running: number; perMonth: Nano; next: { on: Day; amount: Nano } | null }
  /** Of the months of running plans that hold today; `unlinked`: a month’s credit of plans nobody said is claimed. */
  credit: { granted: Nano; used: Nano; lostOn: Day | null; unlinked: Nano }
  /** Limits known here, and how many of them this month is over or close to. */
  limits: { known: number; reached: number }
  leaks: number
}

/** How sure a line is; `counted`: not money; `unknown`: nobody tells. */
export type OwnQuality = Quality | 'counted' | 'unknown'

export interface OwnLine {
  what: string
  /** Null: not known. */
  value: string | null
  quality: OwnQuality
  /** What it rests on, or why it is not known. */
  note?: string
  href?: string
}

const UNKNOWN_BALANCE: OwnLine = {
  what: 'Balance of prepaid credit',
  value: null,
  quality: 'unknown',
  note: 'No report tells it. Read it in the Console, under Billing.',
}
const UNKNOWN_RELOAD: OwnLine = {
  what: 'Auto-reload on or off',
  value: null,
  quality: 'unknown',
  note: 'Only the Console shows it.',
}
const UNKNOWN_CREDITS: OwnLine = {
  what: 'Usage credits',
  value: null,
  quality: 'unknown',
  note: 'No report tells them. Read them on claude.ai, under Settings, Usage.',
}

const usd = (amount: Nano) => formatUsd(amount).text
const count = (of: number, one: string, many: string) =>
  `${of.toLocaleString('en-US')} ${of === 1 ? one : many}`

/** The lines of the card "In your numbers" beside a guide, each with what it is: billed, estimated, entered or not known. */
export function ownLines(slug: GuideSlug, own: OwnNumbers): OwnLine[] {
  const lines: Record<GuideSlug, () => OwnLine[]> = {
    'plan-covers': () => [planFees(own), api(own), besidePlans(own)],
    'api-keys': () => [api(own), withoutKey(own), activeKeys(own)],
    'three-pools': () => [planFees(own), UNKNOWN_CREDITS, api(own), ...credit(own)],
    'usage-credits': () => [UNKNOWN_CREDITS, planFees(own)],
    'who-pays': () => [besidePlans(own), ...besidePlanKeys(own)],
    'prepaid-credit': () => [api(own), pace(own), UNKNOWN_BALANCE, UNKNOWN_RELOAD],
    'spend-limits': () => [limits(own), unlimited(own), pace(own)],
    'reading-the-bill': () => [nextFee(own), api(own), ...credit(own)],
    'plan-or-api': () => [planFees(own), api(own), besidePlans(own)],
    'leaked-key': () => [leaks(own), idle(own), neverExpires(own)],
  }
  return lines[slug]()
}

function api({ api: { amount, quality }, organizations, missingDays }: OwnNumbers): OwnLine {
  const what = 'API use of the last 30 days'
  if (organizations === 0)
    return {
      what,
      value: null,
      quality: 'unknown',
      note: 'No organisation is connected.',
      href: '/settings/connections',
    }
  const note =
    missingDays > 0 ? `Without ${count(missingDays, 'day that was', 'days that were')} not read.` : undefined
  return { what, value: usd(amount), quality, note, href: '/' }
}

function pace({ api: { amount, quality }, organizations, missingDays }: OwnNumbers): OwnLine {
  const what = 'API use a day, on average'
  const days = 30 - missingDays
  if (organizations === 0 || days <= 0) return { what, value: null, quality: 'unknown' }
  return { what, value: usd(nano(amount / BigInt(days))), quality }
}

function planFees({ plans: { running, perMonth } }: OwnNumbers): OwnLine {
  if (running === 0)
    return {
      what: 'Plan fees a month',
      value: null,
      quality: 'unknown',
      note: 'No running plan is entered.',
      href: '/plans',
    }
  const note = `Of ${count(running, 'running plan', 'running plans')}, yearly ones with a twelfth.`
  return { what: 'Plan fees a month', value: usd(perMonth), quality: 'entered', note, href: '/plans' }
}

function nextFee({ plans: { next, running } }: OwnNumbers): OwnLine {
  const what = 'Next plan charge'
  if (!next) {
    const note = running === 0 ? 'No running plan is entered.' : 'No charge is to come.'
    return { what, value: null, quality: 'unknown', note, href: '/plans' }
  }
  return {
    what,
    value: usd(next.amount),
    quality: 'entered',
    note: `On ${longDay(next.on)}.`,
    href: '/plans',
  }
}

function besidePlans({ plans, organizations, besidePlans: beside, api }: OwnNumbers): OwnLine {
  const what = 'API use on keys of people with a plan, 30 days'
  if (plans.running === 0 || organizations === 0)
    return {
      what,
      value: null,
      quality: 'unknown',
      note: 'It takes a connected organisation and an entered plan.',
    }
  const limit = beside.partial ? ' Only the 200 keys that cost most were looked at.' : ''
  const note = `Some of it may be use the plan covers: keys say nothing about that.${limit}`
  return { what, value: usd(beside.amount), quality: api.quality, note, href: '/findings' }
}

function besidePlanKeys({ besidePlans: { keys }, api }: OwnNumbers): OwnLine[] {
  return keys.map(({ name, href, amount }) => ({
    what: name,
    value: usd(amount),
    quality: api.quality,
    href,
  }))
}

function withoutKey({ withoutKey: amount, api, organizations }: OwnNumbers): OwnLine {
  const what = 'Of it without a key: the Playground'
  if (organizations === 0) return { what, value: null, quality: 'unknown' }
  return { what, value: usd(amount), quality: api.quality }
}

function credit({ credit: { granted, used, lostOn, unlinked }, plans }: OwnNumbers): OwnLine[] {
  const lines: OwnLine[] = []
  if (granted > 0n) {
    const left = nano(granted - used)
    const lost = lostOn ? `What is left is lost on ${longDay(lostOn)}.` : ''
    lines.push({
      what: 'API credit left this month',
      value: usd(left),
      quality: 'estimated',
      note: `${usd(used)} of ${usd(granted)} used, as reckoned. ${lost}`.trim(),
      href: '/plans',
    })
  }
  if (unlinked > 0n)
    lines.push({
      what: 'API credit nobody has entered as claimed',
      value: `${usd(unlinked)} a month`,
      quality: 'entered',
      note: 'By the plans that are entered. Whether it is claimed is not told.',
      href: '/plans',
    })
  if (lines.length > 0) return lines
  const note = plans.running === 0 ? 'No running plan is entered.' : 'No entered plan brings any.'
  return [{ what: 'API credit', value: null, quality: 'unknown', note }]
}

function activeKeys({ keys: { active }, organizations }: OwnNumbers): OwnLine {
  if (organizations === 0) return { what: 'Active keys', value: null, quality: 'unknown' }
  return { what: 'Active keys', value: active.toLocaleString('en-US'), quality: 'counted', href: '/keys' }
}

function limits({ limits: { known, reached } }: OwnNumbers): OwnLine {
  const what = 'Limits known here'
  if (known === 0)
    return {
      what,
      value: null,
      quality: 'unknown',
      note: 'Anthropic told none, and none was entered. There may be some.',
      href: '/settings/connections',
    }
  const note =
    reached === 0
      ? 'This month is close to none of them.'
      : `This month is close to or over ${count(reached, 'one', 'of them')}.`
  return { what, value: String(known), quality: 'counted', note, href: '/budgets' }
}

function unlimited({ keys: { unlimited, active }, organizations }: OwnNumbers): OwnLine {
  const what = 'Active keys under no limit or budget known here'
  if (organizations === 0) return { what, value: null, quality: 'unknown' }
  return {
    what,
    value: `${unlimited.toLocaleString('en-US')} of ${active.toLocaleString('en-US')}`,
    quality: 'counted',
    note: 'Usage tiers of Anthropic are not counted as a limit of yours.',
    href: '/budgets',
  }
}

function leaks({ leaks: found, organizations }: OwnNumbers): OwnLine {
  const what = 'Open findings of a leaked key'
  if (organizations === 0) return { what, value: null, quality: 'unknown' }
  return { what, value: String(found), quality: 'counted', href: '/findings' }
}

function idle({ keys: { idle: idleKeys, idleDays }, organizations }: OwnNumbers): OwnLine {
  const what = `Active keys without use for ${idleDays} days`
  if (organizations === 0) return { what, value: null, quality: 'unknown' }
  return { what, value: idleKeys.toLocaleString('en-US'), quality: 'counted', href: '/keys?card=idle' }
}

function neverExpires({ keys: { neverExpires: endless }, organizations }: OwnNumbers): OwnLine {
  const what = 'Active keys that never expire'
  if (organizations === 0) return { what, value: null, quality: 'unknown' }
  return {
    what,
    value: endless.toLocaleString('en-US'),
    quality: 'counted',
    href: '/keys?card=never_expires',
  }
}
