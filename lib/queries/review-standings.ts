import { prisma } from '@/lib/db/client'
import type { DataScope } from '@/lib/domain/data-scope'
import type { Decision, LineStanding } from '@/lib/domain/review'
import type { Viewer } from '@/lib/domain/viewer'

export interface ReviewStandings {
  revision: number
  state: 'open' | 'signed'
  signedBy: string | null
  /** `changedBy`: who said the last of it. */
  lines: ({ id: string; changedBy: string | null } & LineStanding)[]
}

/** What is said of a review so far, without what it says itself; null where it was never closed. */
export async function reviewStandings(
  _viewer: Viewer,
  period: string,
  data: DataScope,
): Promise<ReviewStandings | null> {
  const found = await prisma().review.findUnique({
    where: { period_isDemo: { period, isDemo: data === 'demo' } },
    select: {
      ...{ revision: true, signedAt: true, signedBy: true },
      lines: {
        select: {
          ...{ id: true, decision: true, note: true, assignee: true, revision: true },
          ...{ decidedBy: true, decidedAt: true, deactivatedAt: true },
          events: { select: { actorName: true }, orderBy: { revision: 'desc' }, take: 1 },
        },
        orderBy: { ordinal: 'asc' },
      },
    },
  })
  if (!found) return null
  const { revision, signedAt, signedBy, lines } = found
  return {
    ...{ revision, state: signedAt ? 'signed' : 'open', signedBy },
    lines: lines.map(({ decision, events, ...line }) => ({
      ...line,
      decision: decision as Decision | null,
      changedBy: events[0]?.actorName ?? null,
    })),
  }
}
