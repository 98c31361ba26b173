import { prisma } from '@/lib/db/client'
import type { Viewer } from '@/lib/domain/viewer'

/** What happened to a key, and who did it; the newest first. */
export interface KeyHistoryEntry {
  id: string
  at: Date
  /** `noticed` at Anthropic, `acted` through Onebill, `assigned` here. */
  kind: 'noticed' | 'acted' | 'assigned'
  /** What changed: "status", "name", "owner" … or what was noticed. */
  what: string
  before: string | null
  after: string | null
  who: string | null
  note: string | null
  /** Of what was done through Onebill: intended, confirmed, refused, unconfirmed. */
  state: string | null
}

const MOST_HISTORY = 200

/** Events, actions and assignments of one key, the newest first, at most 200 of each. */
export async function keyHistory(
  _viewer: Viewer,
  { organizationId, id: keyId }: { organizationId: string; id: string },
): Promise<KeyHistoryEntry[]> {
  const where = { organizationId, keyId }
  const [events, actions, assignments] = await Promise.all([
    prisma().keyEvent.findMany({ where, orderBy: { at: 'desc' }, take: MOST_HISTORY }),
    prisma().keyAction.findMany({ where, orderBy: { requestedAt: 'desc' }, take: MOST_HISTORY }),
    prisma().keyAssignment.findMany({ where, orderBy: { effectiveOn: 'desc' }, take: MOST_HISTORY }),
  ])
  const entries = [
    ...events.map(({ id, at, kind, before, after }): KeyHistoryEntry => ({
      ...{ id, at, kind: 'noticed', what: kind, before, after },
      ...{ who: null, note: null, state: null },
    })),
    ...actions.map(
      ({ id, requestedAt, field, before, wanted, actorName, reason, state, failure }): KeyHistoryEntry => ({
        ...{ id, at: requestedAt, kind: 'acted', what: field, before, after: wanted, who: actorName, state },
        note: failure === null ? reason : `${reason} — ${failure}`,
      }),
    ),
    ...assignments.map((assigned, index): KeyHistoryEntry => {
      const earlier = assignments[index + 1]
      return {
        ...{
          id: `from ${assigned.effectiveOn}`,
          at: assigned.createdAt,
          kind: 'assigned',
          what: 'assignment',
        },
        ...{ before: earlier ? wordsOf(earlier) : null, after: wordsOf(assigned) },
        ...{ who: null, note: `from ${assigned.effectiveOn} on`, state: null },
      }
    }),
  ]
  return entries.sort((a, b) => b.at.getTime() - a.at.getTime())
}

function wordsOf(assigned: {
  ownerEmail: string | null
  purpose: string | null
  application: string | null
  environment: string | null
  costCentre: string | null
  tags: string[]
}): string {
  const { ownerEmail, purpose, application, environment, costCentre, tags } = assigned
  return [ownerEmail ?? 'no owner', purpose, application, environment, costCentre, ...tags]
    .filter(Boolean)
    .join(' · ')
}
