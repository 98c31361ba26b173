import { auditChanges, type AuditChange } from '@/lib/domain/audit-changes'
import { auditAction } from '@/lib/domain/audit-words'
import { formatInstant } from '@/lib/format'

interface Entry {
  id: string
  at: Date
  actor: { kind: string; id: string | null; name: string }
  action: string
  subject: { type: string; id: string | null }
  before: unknown
  after: unknown
}

/** One entry as a sentence: who, did what, to whom. */
export interface AuditLine {
  id: string
  when: string
  /** ISO, for the machine. */
  instant: string
  who: string
  /** Where it was no person. */
  by: string | null
  what: string
  /** What it is about, with the filter that shows only that. */
  subject: { words: string; filter: string }
  changes: AuditChange[]
}

const BY: Record<string, string> = { token: 'token', system: 'Onebill itself' }

const SUBJECTS: Partial<Record<string, string>> = { user: 'person', view: 'saved view' }

/** What kind of thing an entry is about. */
export function subjectWords(type: string): string {
  return SUBJECTS[type] ?? type.replaceAll('_', ' ')
}

export function prepareAuditLines(
  entries: Entry[],
  names: ReadonlyMap<string, string>,
  timeZone: string | undefined,
): AuditLine[] {
  return entries.map(({ id, at, actor, action, subject, before, after }) => {
    const filter = subject.id === null ? subject.type : `${subject.type}:${subject.id}`
    const name = names.get(filter)
    const type = subjectWords(subject.type)
    return {
      id,
      when: formatInstant(at, timeZone),
      instant: at.toISOString(),
      who: actor.name,
      by: BY[actor.kind] ?? null,
      what: auditAction(action),
      subject: { words: name === undefined ? type : `${type} ${name}`, filter },
      changes: auditChanges(before, after).map((change) => ({
        field: change.field,
        before: clocked(change.before, timeZone),
        after: clocked(change.after, timeZone),
      })),
    }
  })
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

function clocked(text: string | null, timeZone: string | undefined): string | null {
  return text !== null && INSTANT.test(text) ? formatInstant(new Date(text), timeZone) : text
}
