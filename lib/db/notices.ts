import type { Notice, NoticeContent } from '@/lib/domain/notice'
import { nano } from '@/lib/domain/money'
import type { Prisma } from './generated/client'
import type { Transaction } from './transact'

/**
 * Writes what people are to be told, in the transaction of what happened. What is known under its key is not written again.
 * Never for a told story: nobody is alarmed by an example.
 */
export async function recordNotices(tx: Transaction, notices: readonly Notice[], now: Date): Promise<void> {
  if (notices.length === 0) return
  await tx.notice.createMany({
    data: notices.map(({ content, ...notice }) => ({ ...notice, at: now, content: storedContent(content) })),
    skipDuplicates: true,
  })
}

/** As it is stored: amounts as decimal text. */
export function storedContent(content: NoticeContent): Prisma.InputJsonObject {
  const { atStake, steps, digest, ...rest } = content
  return {
    ...rest,
    ...(digest && {
      digest: { ...digest, sections: digest.sections.map((section) => ({ ...section })) },
    }),
    atStake: atStake === null ? null : atStake.toString(),
    steps: steps.map(({ say, copy }) => (copy === undefined ? { say } : { say, copy })),
  }
}

/** As `recordNotices` wrote it. */
export function noticeContent(stored: Prisma.JsonValue): NoticeContent {
  const content = stored as unknown as Omit<NoticeContent, 'atStake'> & { atStake: string | null }
  return { ...content, atStake: content.atStake === null ? null : nano(BigInt(content.atStake)) }
}
