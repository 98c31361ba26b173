import { addDays, parseDay, type Day } from '@/lib/domain/day'
import type { AuditFilter } from '@/lib/queries/audit-entries'

/** What the address of the audit page says; both days are inclusive there. */
export interface AuditView {
  actor: string
  action: string
  subject: string
  from: Day | null
  to: Day | null
  cursor: string | undefined
}

type Params = Record<string, string | string[] | undefined>

/** What is missing or cannot be read counts as not filtered. */
export function parseAuditView(params: Params): AuditView {
  return {
    actor: textOf(params.actor),
    action: textOf(params.action),
    subject: textOf(params.subject),
    from: parseDay(textOf(params.from)),
    to: parseDay(textOf(params.to)),
    cursor: textOf(params.cursor) || undefined,
  }
}

export function filterOf({ actor, action, subject, from, to }: AuditView): AuditFilter {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(subject && { subject }),
    ...(from && { from }),
    ...(to && { to: addDays(to, 1) }),
  }
}

/** The same filter as a query, with what else is given. */
export function auditQuery(
  { actor, action, subject, from, to }: AuditView,
  more: Record<string, string> = {},
): string {
  const given = Object.entries({ actor, action, subject, from, to, ...more })
  const query = new URLSearchParams(given.flatMap(([name, value]) => (value ? [[name, value]] : [])))
  return query.size > 0 ? `?${query}` : ''
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' && value.length <= 300 && !value.includes('\u0000') ? value.trim() : ''
}
