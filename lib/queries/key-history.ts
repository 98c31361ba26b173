import { prisma } from '@/lib/db/client'
import { day } from '@/lib/domain/day'
import {
  assignmentOn,
  assignmentWords,
  NOTHING_SAID,
  SINCE_ALWAYS,
  type AssignedFrom,
  type Assignment,
} from '@/lib/domain/key-assignment'
import type { KeyHistoryEntry } from '@/lib/domain/key-history-entry'
import type { Viewer } from '@/lib/domain/viewer'

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
    prisma().keyAssignmentChange.findMany({ where, orderBy: { at: 'desc' }, take: MOST_HISTORY }),
  ])
  const ruleIds = assignments.flatMap(({ ruleId }) => ruleId ?? [])
  const rules = await prisma().keyRule.findMany({ where: { id: { in: ruleIds } } })
  const patterns = new Map(rules.map(({ id, pattern }) => [id, pattern]))
  // What was noticed because it was done here stands there already, with who and why.
  const isOurs = ({ kind, after, at }: (typeof events)[number]) =>
    actions.some(
      ({ state, field, wanted, answeredAt }) =>
        state === 'confirmed' && field === kind && wanted === after && answeredAt?.getTime() === at.getTime(),
    )
  const noticed = events.filter((event) => !isOurs(event))
  const entries = [
    ...noticed.map(({ id, at, kind, before, after }): KeyHistoryEntry => ({
      ...{ id, at, kind: 'noticed', what: kind, before, after },
      ...{ who: null, note: null, state: null },
    })),
    ...actions.map(
      ({ id, requestedAt, field, before, wanted, actorName, reason, state, failure }): KeyHistoryEntry => ({
        ...{ id, at: requestedAt, kind: 'acted', what: field, before, after: wanted, who: actorName, state },
        note: failure === null ? reason : `${reason} — ${failure}`,
      }),
    ),
    ...assignments.map((change): KeyHistoryEntry => {
      const { id, at, actorName, effectiveOn, ruleId, undoneBy } = change
      const notes = [
        effectiveOn === SINCE_ALWAYS ? 'since always' : `from ${effectiveOn} on`,
        ruleId !== null && `by the rule “${patterns.get(ruleId) ?? '?'}”`,
        undoneBy !== null && `taken back by ${undoneBy}`,
      ]
      return {
        ...{ id, at, kind: 'assigned', what: 'assignment', who: actorName, state: null },
        ...{ before: heldWords(change.before, effectiveOn), after: heldWords(change.after, effectiveOn) },
        note: notes.filter(Boolean).join(', '),
      }
    }),
  ]
  return entries.sort((a, b) => b.at.getTime() - a.at.getTime())
}

/** What a stored list of assignments says of a day. */
function heldWords(stored: unknown, on: string): string {
  const rows = (stored as (Assignment & { effectiveOn: string })[]).map((row): AssignedFrom => ({
    ...row,
    effectiveOn: day(row.effectiveOn),
  }))
  const { after } = assignmentWords(NOTHING_SAID, assignmentOn(rows, day(on)))
  const words = Object.entries(after).flatMap(([field, value]) =>
    value === null ? [] : [`${field}: ${value}`],
  )
  return words.join(' · ') || 'nothing said'
}
