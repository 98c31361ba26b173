import type { DayRange } from './day'
import { nano, type Nano } from './money'
import type { LineEvidence, PoolFigures, ReasonPart, ReviewFigures, ReviewLineContent } from './review'

/** The same with amounts as decimal strings of nano-dollars and instants in RFC 3339: what JSON can hold. */
type Recorded<T> = T extends Nano | Date
  ? string
  : T extends readonly (infer Item)[]
    ? Recorded<Item>[]
    : T extends object
      ? { [Name in keyof T]: Recorded<T[Name]> }
      : T

export type FiguresRecord = Recorded<ReviewFigures>
export type LineRecord = Recorded<Omit<ReviewLineContent, 'kind'>>

const text = (amount: Nano | null) => amount?.toString() ?? null
const amount = (stored: string | null) => (stored === null ? null : nano(BigInt(stored)))

export function recordOfFigures(figures: ReviewFigures): FiguresRecord {
  const { period, kind, range, compared, takenAt, total, pools, reasons, openDays, deletions } = figures
  return {
    ...{ period, kind, range, compared, takenAt: takenAt.toISOString(), openDays },
    total: { now: String(total.now), before: text(total.before), longBefore: text(total.longBefore) },
    pools: pools.map(({ pool, now, before, longBefore }) => ({
      pool,
      ...{ now: String(now), before: text(before), longBefore: text(longBefore) },
    })),
    reasons: reasons?.map(({ reason, amount }) => ({ reason, amount: String(amount) })) ?? null,
    deletions: deletions.map((at) => at.toISOString()),
  } as FiguresRecord
}

export function figuresOfRecord(record: FiguresRecord): ReviewFigures {
  const { total, pools, reasons, takenAt, deletions, compared, range, openDays, period, kind } = record
  return {
    ...{ period, kind, range: range as DayRange, compared: compared as ReviewFigures['compared'] },
    takenAt: new Date(takenAt),
    total: {
      now: nano(BigInt(total.now)),
      before: amount(total.before),
      longBefore: amount(total.longBefore),
    },
    pools: pools.map(({ pool, now, before, longBefore }): PoolFigures => ({
      pool,
      ...{ now: nano(BigInt(now)), before: amount(before), longBefore: amount(longBefore) },
    })),
    reasons:
      reasons?.map(({ reason, amount }): ReasonPart => ({ reason, amount: nano(BigInt(amount)) })) ?? null,
    openDays: openDays as ReviewFigures['openDays'],
    deletions: deletions.map((at) => new Date(at)),
  }
}

export function recordOfLine(line: ReviewLineContent): LineRecord {
  const { subject, sentence, evidence, path, key, offered } = line
  return {
    ...{ subject, sentence, path, key, offered: [...offered] },
    amount: text(line.amount),
    evidence: evidence.map((row) => ({ ...row, amount: text(row.amount) })),
    stopsMonthly: text(line.stopsMonthly),
  } as LineRecord
}

export function lineOfRecord(kind: ReviewLineContent['kind'], record: LineRecord): ReviewLineContent {
  const { subject, sentence, path, key, offered, evidence } = record
  return {
    ...{ kind, subject, sentence, path, key, offered },
    amount: amount(record.amount),
    evidence: evidence.map((row): LineEvidence => ({ ...row, amount: amount(row.amount) })),
    stopsMonthly: amount(record.stopsMonthly),
  }
}
