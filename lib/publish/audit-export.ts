import type { AuditRow } from '@/lib/queries/audit-entries'
import { csvLine } from './csv'

export const AUDIT_FORMATS = ['csv', 'jsonl'] as const
export type AuditFormat = (typeof AUDIT_FORMATS)[number]

const BOM = '\uFEFF' // spreadsheets take the rest for UTF-8 with it
const COLUMNS = [
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'subject_type',
  'subject_id',
  'organization_id',
  'before',
  'after',
]

/** One entry as REST and JSON lines give it. */
export function auditRecord({ id, at, actor, action, subject, organizationId, before, after }: AuditRow) {
  return {
    id,
    at: at.toISOString(),
    actor,
    action,
    subject,
    organization_id: organizationId,
    before: before ?? null,
    after: after ?? null,
  }
}

/** The entries as a file, made while it is sent: its length does not matter. */
export function auditFile(
  entries: AsyncGenerator<AuditRow>,
  format: AuditFormat,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start(controller) {
      if (format === 'csv') controller.enqueue(encoder.encode(BOM + csvLine(COLUMNS)))
    },
    async pull(controller) {
      let text = ''
      for (let count = 0; count < 500; count += 1) {
        const { value, done } = await entries.next()
        if (done) {
          if (text) controller.enqueue(encoder.encode(text))
          controller.close()
          return
        }
        text += format === 'csv' ? csvRow(value) : `${JSON.stringify(auditRecord(value))}\n`
      }
      controller.enqueue(encoder.encode(text))
    },
    async cancel() {
      await entries.return(undefined)
    },
  })
}

function csvRow({ at, actor, action, subject, organizationId, before, after }: AuditRow): string {
  const json = (value: unknown) => (value === null || value === undefined ? '' : JSON.stringify(value))
  return csvLine([
    at.toISOString(),
    actor.kind,
    actor.id ?? '',
    actor.name,
    action,
    subject.type,
    subject.id ?? '',
    organizationId ?? '',
    json(before),
    json(after),
  ])
}
