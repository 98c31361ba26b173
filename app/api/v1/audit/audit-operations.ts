import { z } from 'zod'
import { plainText, utcDay } from '@/lib/parse-text'
import { auditRecord } from '@/lib/publish/audit-export'
import { listAuditEntries } from '@/lib/queries/audit-entries'
import { endpoint } from '../endpoint'
import { listPage, pageLimit } from '../list-page'

const USUAL_ROWS = 50

const auditItem = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.object({
    kind: z.string().describe('`user`, `token` or `system`'),
    id: z.string().nullable(),
    name: z.string(),
  }),
  action: z.string(),
  subject: z.object({ type: z.string(), id: z.string().nullable() }),
  organization_id: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
})

/** What was changed, the newest first. `from` is inclusive, `to` exclusive, both UTC days. Never a secret. */
export const readAudit = endpoint(
  {
    permission: 'read_audit',
    summary: 'List entries of the audit log',
    query: z.object({
      actor: plainText(300).optional().describe('`user:<id>`, `token:<id>` or `system:<name>`'),
      action: plainText(100).optional().describe('`plan.created`, …'),
      subject: plainText(300).optional().describe('`plan`, or `plan:<id>`'),
      from: utcDay.optional(),
      to: utcDay.optional(),
      limit: pageLimit(USUAL_ROWS),
      cursor: z.string().max(300).optional(),
    }),
    answer: listPage(auditItem),
  },
  async ({ viewer, query }) => {
    const { limit, cursor, ...filter } = query
    const { rows, nextCursor } = await listAuditEntries(viewer, filter, { limit, cursor })
    return { data: rows.map(auditRecord), next_cursor: nextCursor }
  },
)
