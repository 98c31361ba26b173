import { day } from './day'
import { nano, type Nano } from './money'
import type { ReviewFigures, ReviewLine, ReviewRow, ReviewTrend } from './review'
import type { ToldReview } from './review-digest'

const cents = (amount: bigint): Nano => nano(amount * 10_000_000n)

/** A week as it was closed: odd amounts, so that no figure passes for another. */
export function closedWeek(more: Partial<ReviewFigures> = {}, lines = weekLines()): ToldReview {
  return {
    figures: {
      ...{ period: '2026-W46', kind: 'week', takenAt: new Date('2026-11-16T00:05:00Z') },
      range: { from: day('2026-11-09'), to: day('2026-11-16') },
      compared: {
        before: { from: day('2026-11-02'), to: day('2026-11-09') },
        longBefore: { from: day('2026-10-12'), to: day('2026-10-19') },
      },
      total: { now: cents(1_284_561n), before: cents(1_064_310n), longBefore: cents(903_377n) },
      pools: [
        { pool: 'plan', now: cents(70_033n), before: cents(70_033n), longBefore: cents(46_689n) },
        { pool: 'usage_credits', now: cents(5_012n), before: cents(0n), longBefore: cents(0n) },
        { pool: 'api', now: cents(1_212_849n), before: cents(997_610n), longBefore: cents(856_688n) },
        { pool: 'api_credit', now: cents(-3_333n), before: cents(-3_333n), longBefore: null },
      ],
      reasons: [
        { reason: 'volume', amount: cents(180_118n) },
        { reason: 'caching', amount: cents(35_121n) },
        { reason: 'usage_credits', amount: cents(5_012n) },
      ],
      openDays: [{ day: day('2026-11-15'), state: 'provisional' }],
      deletions: [],
      ...more,
    },
    lines,
  }
}

function weekLines(): ReviewLine[] {
  return [
    closedLine(
      'finding',
      '“ci-nightly” runs Claude Code on an API key while its owner pays for a plan: $312.47 in this week.',
      31_247n,
    ),
    closedLine('finding', '“batch-embed” pays for input it could cache: $88.09 since 2 Nov 2026.', 8_809n),
    closedLine(
      'budget',
      'Budget “Research” is exceeded on 13 Nov 2026: $2,140.77 of $2,000.00 (107 %) since 1 Nov 2026.',
      214_077n,
    ),
    closedLine(
      'mover',
      '“prod-agents” cost $6,402.18, +$1,711.05 (+36 %) against the week before: mostly more use (+$1,502.44), then caching that saved less (+$208.61).',
      171_105n,
    ),
    closedLine(
      'mover',
      '“support-bot” cost $910.36, −$402.71 (−31 %) against the week before: mostly less use (−$402.71).',
      -40_271n,
    ),
    closedLine(
      'mover',
      '“evals” cost $1,020.90, +$77.15 (+8 %) against the week before: a higher price per token (+$77.15).',
      7_715n,
    ),
    closedLine(
      'mover',
      '“small” cost $3.00, +$1.23 (+69 %) against the week before: more use (+$1.23).',
      123n,
    ),
    closedLine(
      'new_key',
      '“trial-ben” was created on 12 Nov 2026 by Ben; it cost $41.66, and nobody owns it.',
      4_166n,
    ),
    closedLine(
      'new_key',
      '“sandbox-2” was created on 10 Nov 2026 by Ada; it has not been used, and ada@example.com owns it.',
      null,
    ),
    closedLine(
      'idle_key',
      '“old-etl” was last used on 1 Sep 2026: 75 days without use, and Anthropic would still accept it; nobody owns it.',
      null,
    ),
    closedLine(
      'ownerless',
      '$531.28 (4 % of what keys cost) was spent by keys nobody owns; there are 3 of them.',
      53_128n,
    ),
    closedLine('changed_key', '“one” changed on 11 Nov 2026: status active → inactive by Ada.', null),
    {
      ...closedLine('changed_key', 'And 7 more changed keys.', null),
      subject: { type: 'keys', id: 'changed_key 2026-W46', name: '7 changed keys', organizationId: null },
    },
  ]
}

export function closedLine(kind: ReviewLine['kind'], sentence: string, amount: bigint | null): ReviewLine {
  return {
    ...{ id: sentence, kind, sentence, amount: amount === null ? null : cents(amount) },
    subject: { type: 'key', id: 'apikey_1', name: 'one', organizationId: 'org-1' },
    ...{ evidence: [], path: '/keys', key: null, offered: ['keep'], stopsMonthly: null },
    ...{ decision: null, note: null, assignee: null, decidedBy: null, decidedAt: null, deactivatedAt: null },
    ...{ revision: 0, carriedFrom: null, carriedTo: null },
  }
}

export const WEEK_BEFORE: ReviewRow = {
  ...{
    id: 'before',
    period: '2026-W45',
    kind: 'week',
    state: 'signed',
    lines: 9,
    undecided: 2,
    carriedIn: 0,
  },
  range: { from: day('2026-11-02'), to: day('2026-11-09') },
  total: { now: cents(1_064_310n), before: null },
  ...{ stopped: cents(21_209n), deactivated: 2, signedBy: 'Ada', tookMs: 6 * 60_000 },
  signedAt: new Date('2026-11-10T09:30:00Z'),
}

export const TREND: ReviewTrend = {
  ...{ signed: 4, usualMs: 5 * 60_000, stopped: cents(60_455n), stoppedSince: '2026-W40', undecided: 0 },
}
