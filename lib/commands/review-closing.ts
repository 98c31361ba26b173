import type { Prisma } from '@/lib/db/generated/client'
import { type Named, transact, type Transaction } from '@/lib/db/transact'
import type { DataScope } from '@/lib/domain/data-scope'
import { formatUsdExact } from '@/lib/domain/money'
import { carriesOver, type LineKind, type ReviewFigures, type ReviewLineContent } from '@/lib/domain/review'
import { carryInto } from '@/lib/domain/review-carry'
import { parsePeriod, type PeriodKind } from '@/lib/domain/review-period'
import { recordOfFigures, recordOfLine } from '@/lib/domain/review-record'

/** Who closes periods: it happens by itself, whoever looked first. */
const CLOSER: Named = { kind: 'system', id: null, name: 'reviews' }

export interface ClosedPeriod {
  data: DataScope
  figures: ReviewFigures
  lines: readonly ReviewLineContent[]
}

class AlreadyClosed extends Error {}

/**
 * Keeps the figures and lines of a period as they are, with the lines that earlier signed reviews carry on. Once for each
 * period and kind of data, whoever comes first; false where somebody did. `inside` belongs to the same transaction.
 */
export async function storeReview(
  { data, figures, lines }: ClosedPeriod,
  now: Date,
  inside: (tx: Transaction, reviewId: string) => Promise<void> = async () => {},
): Promise<boolean> {
  const isDemo = data === 'demo'
  try {
    await transact(CLOSER, now, async (tx, audit) => {
      await holdReviews(tx, figures.kind, isDemo)
      const [review] = await tx.review.createManyAndReturn({
        data: [
          {
            ...{ period: figures.period, startsOn: figures.range.from, isDemo, takenAt: figures.takenAt },
            figures: recordOfFigures(figures) as unknown as Prisma.InputJsonValue,
          },
        ],
        skipDuplicates: true,
      })
      if (!review) throw new AlreadyClosed()
      await tx.reviewLine.createMany({
        data: lines.map((line, ordinal) => ({
          ...{ reviewId: review.id, ordinal, kind: line.kind, organizationId: line.subject.organizationId },
          ...{ subjectType: line.subject.type, subjectId: line.subject.id, amountNano: line.amount },
          content: recordOfLine(line) as unknown as Prisma.InputJsonValue,
        })),
      })
      const carried = await carryOn(tx, review, await waitingLines(tx, review, figures.kind), now)
      await inside(tx, review.id)
      await audit({
        ...{ action: 'review.closed', subjectType: 'review', subjectId: figures.period, isDemo },
        after: { data, lines: lines.length, carried, total_usd: formatUsdExact(figures.total.now) },
      })
    })
    return true
  } catch (error) {
    if (error instanceof AlreadyClosed) return false
    throw error
  }
}

/** Until the transaction ends nobody else closes or signs a review of this kind: no line is carried twice, or missed between two. */
export async function holdReviews(tx: Transaction, kind: PeriodKind, isDemo: boolean): Promise<void> {
  const name = `onebill.reviews.${kind}.${isDemo ? 'demo' : 'real'}`
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`
}

interface Target {
  id: string
  period: string
  startsOn: string
  isDemo: boolean
  revision: number
}

type StoredLine = Awaited<ReturnType<Transaction['reviewLine']['findMany']>>[number]
export type WaitingLine = StoredLine & { review: { period: string } }

/** Of signed reviews before it: what is to be asked again and is asked nowhere yet, in the order it was first asked. */
async function waitingLines(
  tx: Transaction,
  { startsOn, isDemo }: Target,
  kind: PeriodKind,
): Promise<WaitingLine[]> {
  const lines = await tx.reviewLine.findMany({
    where: { carriedTo: null, review: { isDemo, signedAt: { not: null }, startsOn: { lt: startsOn } } },
    include: { review: { select: { period: true } } },
    orderBy: [{ review: { startsOn: 'asc' } }, { ordinal: 'asc' }],
  })
  return lines.filter((line) => parsePeriod(line.review.period)?.kind === kind && isOpen(line))
}

export function isOpen(line: Pick<StoredLine, 'decision' | 'deactivatedAt'>): boolean {
  return carriesOver({
    decision: line.decision as Parameters<typeof carriesOver>[0]['decision'],
    deactivatedAt: line.deactivatedAt,
  })
}

/** Asks lines again in another review: where one about the same stands there already it says since when, else they are appended. */
export async function carryOn(
  tx: Transaction,
  target: Target,
  waiting: readonly WaitingLine[],
  now: Date,
): Promise<number> {
  if (waiting.length === 0) return 0
  const there = await tx.reviewLine.findMany({ where: { reviewId: target.id }, orderBy: { ordinal: 'asc' } })
  const { onThere, appended } = carryInto(
    there.map((line) => ({ ...identityOf(line), since: line.carriedFrom })),
    waiting.map((line) => ({ ...identityOf(line), since: line.carriedFrom ?? line.review.period })),
  )
  let { revision } = target
  let ordinal = (there.at(-1)?.ordinal ?? -1) + 1
  const note = async (lineId: string, since: string) => {
    revision += 1
    await tx.reviewEvent.create({
      data: {
        ...{ reviewId: target.id, lineId, at: now, actorName: CLOSER.name, kind: 'carried', revision },
        note: since,
      },
    })
  }
  for (const [index, carriedFrom] of onThere) {
    const line = there[index]
    if (!line) continue
    await tx.reviewLine.update({ where: { id: line.id }, data: { carriedFrom } })
    await note(line.id, carriedFrom)
  }
  for (const [index, carriedFrom] of appended) {
    const line = waiting[index]
    if (!line) continue
    const { kind, organizationId, subjectType, subjectId, content, amountNano, assignee } = line
    const { id } = await tx.reviewLine.create({
      data: {
        ...{
          reviewId: target.id,
          ordinal: ordinal++,
          kind,
          organizationId,
          subjectType,
          subjectId,
          amountNano,
        },
        ...{ content: content as Prisma.InputJsonValue, carriedFrom, note: line.note, assignee },
      },
    })
    await note(id, carriedFrom)
  }
  await tx.reviewLine.updateMany({
    where: { id: { in: waiting.map(({ id }) => id) } },
    data: { carriedTo: target.period },
  })
  await tx.review.update({ where: { id: target.id }, data: { revision } })
  return waiting.length
}

function identityOf({ kind, subjectType, subjectId, organizationId }: StoredLine) {
  const subject = { type: subjectType as ReviewLineContent['subject']['type'], id: subjectId, organizationId }
  return { kind: kind as LineKind, subject }
}
