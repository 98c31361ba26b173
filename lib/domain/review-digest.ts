import { dayOf } from './day'
import { nano } from './money'
import type { Notice } from './notice'
import type { LineKind, ReviewFigures, ReviewLine, ReviewRow, ReviewTrend } from './review'
import { LINE_KINDS } from './review'
import { parsePeriod, type ReviewPeriod } from './review-period'
import {
  bySize,
  columnName,
  comparedWords,
  counted,
  countedKind,
  durationWords,
  lacksDays,
  notCompared,
  openDaysSentence,
  periodName,
  poolName,
  reasonsSentence,
  shortPeriodName,
  totalChangeWords,
  totalSentence,
  trendSentence,
} from './review-words'
import { formatDay, formatUsd, formatUsdChange } from './written'

/** A closed period in a minute: every figure as text, as its page shows it. What delivers it adds nothing but form. */
export interface ReviewDigest {
  period: string
  /** "Week 46, 9 – 15 Nov 2026" */
  name: string
  total: string
  /** The change and against what, or that it is not known. */
  change: string
  /** Why it changed; null: not known, or it did not. */
  reason: string | null
  /** What was not final when it was closed; null: all was. */
  caveat: string | null
  /** How much there is to decide, and of what kinds. */
  open: string
  columns: { now: string; before: string; change: string }
  /** The pools that have anything, and the total as the last. Null: not known, which is not zero. */
  rows: { label: string; now: string; before: string | null; change: string | null }[]
  sections: { title: string; sentences: string[] }[]
  /** What became of the review before; empty: there was none. */
  past: string[]
  path: string
  /** When it was closed, ISO 8601. */
  closedAt: string
  /** Whose data it speaks of: deleted with theirs. */
  organizationIds: string[]
}

/** Of a line what is told of it. */
type DigestLine = Pick<ReviewLine, 'kind' | 'subject' | 'sentence' | 'amount' | 'decision' | 'carriedFrom'>

export interface ToldReview {
  figures: ReviewFigures
  lines: readonly DigestLine[]
}

/** The review before, and all of them together, as they stand when the digest is made. */
export interface DigestPast {
  last: ReviewRow | null
  trend: ReviewTrend
}

const MOST_MOVERS = 3
const MOST_OPEN = 3
const MOST_OTHERS = 2

/**
 * What people are told of a closed review, made when it is closed: its total and pools beside the period before, the three
 * largest movers, open findings and budgets, the largest of the other lines, how many are to be decided, and what became of the
 * review before. Amounts are rounded to the cent as on the page (`formatUsd`). Throws where the figures name no period.
 */
export function buildDigest({ figures, lines }: ToldReview, past: DigestPast): ReviewDigest {
  const period = parsePeriod(figures.period)
  if (!period) throw new Error(`there is no period ${figures.period}`)
  const { total, kind } = figures
  return {
    period: period.id,
    name: periodName(period),
    total: formatUsd(total.now).text,
    change: totalChangeWords(figures),
    reason: reasonsSentence(figures),
    caveat: openDaysSentence(figures),
    open: openSentence(lines),
    columns: { now: `This ${kind}`, before: columnName(comparedWords(figures).before), change: 'Change' },
    rows: rowsOf(figures),
    sections: sectionsOf(lines),
    past: pastSentences(past),
    path: reviewPath(period),
    closedAt: figures.takenAt.toISOString(),
    organizationIds: [...new Set(lines.flatMap(({ subject }) => subject.organizationId ?? []))],
  }
}

/** Told once for each period, whoever closes it. */
export function reviewNotice(
  { figures, lines }: ToldReview,
  past: DigestPast,
): Notice & { content: { digest: ReviewDigest } } {
  const digest = buildDigest({ figures, lines }, past)
  const period = parsePeriod(figures.period)
  const { total } = figures
  const change =
    total.before === null || notCompared(figures) ? null : formatUsdChange(nano(total.now - total.before))
  const short = period ? shortPeriodName(period) : digest.period
  const open = undecided(lines).length
  return {
    ...{ key: `review ${digest.period}`, kind: 'review_ready', severity: 'low', organizationId: null },
    content: {
      title: `${capital(short)} is closed: ${digest.total}${change === null ? '' : ` (${change})`}, ${open} to decide`,
      sentence: totalSentence(figures),
      more: [digest.reason, digest.caveat, digest.open].filter((text) => text !== null),
      steps: [],
      path: digest.path,
      atStake: null,
      subject: { type: 'review', id: digest.period, name: digest.name },
      digest,
    },
  }
}

function reviewPath({ id }: ReviewPeriod): string {
  return `/review/${id}`
}

function rowsOf(figures: ReviewFigures): ReviewDigest['rows'] {
  const { pools, total } = figures
  const isCompared = !lacksDays(figures)
  const shown = pools.filter(({ now, before }) => now !== 0n || before !== 0n)
  return [...shown.map((row) => ({ label: poolName(row.pool), ...row })), { label: 'Total', ...total }].map(
    ({ label, now, before }) => ({
      label,
      now: formatUsd(now).text,
      before: before === null ? null : formatUsd(before).text,
      change:
        before === null || !isCompared
          ? null
          : now === before
            ? 'the same'
            : formatUsdChange(nano(now - before)),
    }),
  )
}

function sectionsOf(lines: readonly DigestLine[]): ReviewDigest['sections'] {
  const single = (kinds: readonly LineKind[]) =>
    lines.filter((line) => kinds.includes(line.kind) && !isTail(line))
  const largest = (kinds: readonly LineKind[], most: number) =>
    single(kinds)
      .sort((a, b) => bySize(a.amount ?? 0n, b.amount ?? 0n))
      .slice(0, most)
  const budgets = largest(['budget'], MOST_OPEN)
  const findings = single(['finding']).slice(0, budgets.length > 0 ? MOST_OPEN - 1 : MOST_OPEN)
  const open = [...findings, ...budgets].slice(0, MOST_OPEN)
  const others = LINE_KINDS.filter((kind) => !['mover', 'finding', 'budget'].includes(kind))
  const said = (some: readonly DigestLine[]) => some.map(({ sentence }) => sentence)
  const sections = [
    { title: 'What moved most', sentences: said(largest(['mover'], MOST_MOVERS)) },
    { title: 'Open findings and budgets', sentences: said(open) },
    { title: 'Also to decide', sentences: said(largest(others, MOST_OTHERS)) },
  ]
  return sections.filter(({ sentences }) => sentences.length > 0)
}

/** "12 lines are to be decided: 3 findings, 1 budget, 4 new keys and more; 2 of them are carried over." */
function openSentence(lines: readonly DigestLine[]): string {
  const open = undecided(lines)
  if (open.length === 0) return 'Nothing is to be decided: it only waits for a signature.'
  const parts = LINE_KINDS.flatMap((kind) => {
    const ofKind = open.filter((line) => line.kind === kind)
    const single = ofKind.filter((line) => !isTail(line)).length
    if (single === 0) return []
    return `${countedKind(kind, single)}${single < ofKind.length ? ' and more' : ''}`
  })
  const carried = open.filter(({ carriedFrom }) => carriedFrom !== null).length
  const over = carried === 0 ? '' : `; ${carried} of them carried over`
  const are = open.length === 1 ? 'is' : 'are'
  return `${counted(open.length, ['line', 'lines'])} ${are} to be decided: ${parts.join(', ')}${over}.`
}

function undecided(lines: readonly DigestLine[]): DigestLine[] {
  return lines.filter(({ decision }) => decision === null)
}

/** One line for all of a kind beyond the first. */
function isTail({ subject }: DigestLine): boolean {
  return subject.type === 'keys'
}

function pastSentences({ last, trend }: DigestPast): string[] {
  if (!last) return []
  const since = trend.stoppedSince === null ? null : parsePeriod(trend.stoppedSince)
  return [
    signedSentence(last),
    ...(last.deactivated === 0 ? [] : [stoppedSentence(last)]),
    ...(trend.signed > 1 ? [trendSentence(trend, since)] : []),
  ]
}

function signedSentence({ period: id, signedBy, signedAt, tookMs, undecided: open }: ReviewRow): string {
  const period = parsePeriod(id)
  const name = period ? shortPeriodName(period) : id
  if (signedAt === null) {
    const left = open === 0 ? 'every line is decided' : `${counted(open, ['line is', 'lines are'])} undecided`
    return `Nobody has signed ${name} yet: ${left}.`
  }
  const took = tookMs === null ? '' : `, decided in ${durationWords(tookMs)}`
  const by = signedBy === null ? '' : ` by ${signedBy}`
  return `${capital(name)} was signed${by} on ${formatDay(dayOf(signedAt))}${took}.`
}

function stoppedSentence({ deactivated, stopped }: ReviewRow): string {
  const keys = counted(deactivated, ['key was', 'keys were'])
  return `${keys} deactivated from it: ${formatUsd(stopped).text} a month stopped.`
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
