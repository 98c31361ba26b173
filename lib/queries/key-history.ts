import { pool } from '@/lib/db/client'
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

interface Noticed {
  id: string
  at: Date
  kind: string
  before: string | null
  after: string | null
}

interface Acted {
  id: string
  requestedAt: Date
  answeredAt: Date | null
  field: string
  before: string
  wanted: string
  actorName: string
  reason: string
  state: string
  failure: string | null
}

interface Assigned {
  id: string
  at: Date
  actorName: string
  effectiveOn: string
  isByRule: boolean
  pattern: string | null
  undoneBy: string | null
  before: unknown
  after: unknown
}

const OF_KEY = 'c.organization_id = $1 and c.key_id = $2'
const EVENTS = `select c.id, c.at, c.kind, c.before, c.after from key_events c where ${OF_KEY} order by c.at desc limit $3`
const ACTIONS = `select c.id, c.requested_at as "requestedAt", c.answered_at as "answeredAt", c.field, c.before, c.wanted,
    c.actor_name as "actorName", c.reason, c.state::text as state, c.failure
  from key_actions c where ${OF_KEY} order by c.requested_at desc limit $3`
const ASSIGNMENTS = `select c.id, c.at, c.actor_name as "actorName", c.effective_on as "effectiveOn",
    c.rule_id is not null as "isByRule", r.pattern, c.undone_by as "undoneBy", c.before, c.after
  from key_assignment_changes c left join key_rules r on r.id = c.rule_id
  where ${OF_KEY} order by c.at desc limit $3`

/** Events, actions and assignments of one key, the newest first, at most 200 of each. */
export async function keyHistory(
  _viewer: Viewer,
  { organizationId, id: keyId }: { organizationId: string; id: string },
): Promise<KeyHistoryEntry[]> {
  const key = [organizationId, keyId, MOST_HISTORY]
  const [{ rows: events }, { rows: actions }, { rows: assignments }] = await Promise.all([
    pool().query<Noticed>(EVENTS, key),
    pool().query<Acted>(ACTIONS, key),
    pool().query<Assigned>(ASSIGNMENTS, key),
  ])
  // What was noticed because it was done here stands there already, with who and why.
  const isOurs = ({ kind, after, at }: Noticed) =>
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
      const { id, at, actorName, effectiveOn, isByRule, pattern, undoneBy } = change
      const notes = [
        effectiveOn === SINCE_ALWAYS ? 'since always' : `from ${effectiveOn} on`,
        isByRule && `by the rule “${pattern ?? '?'}”`,
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
