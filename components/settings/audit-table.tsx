import Link from 'next/link'
import { Table, Td, Th } from '@/components/ui/table'
import type { AuditLine } from './prepare-audit-lines'

export function AuditTable({ lines }: { lines: AuditLine[] }) {
  return (
    <Table label="Audit log">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Who did what</Th>
          <Th>About</Th>
          <Th>What changed</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id} className="align-top">
            <Td className="py-2 whitespace-nowrap">
              <time dateTime={line.instant}>{line.when}</time>
            </Td>
            <Td className="min-w-48 py-2">
              <span className="font-medium">{line.who}</span>
              {line.by && <span className="text-ink-3"> ({line.by})</span>} {line.what}
            </Td>
            <Td className="min-w-32 py-2">
              <Link
                href={`/settings/audit?subject=${encodeURIComponent(line.subject.filter)}`}
                prefetch={false}
                className="text-accent underline-offset-3 hover:underline"
              >
                {line.subject.words}
              </Link>
            </Td>
            <Td className="min-w-64 py-2">
              {line.changes.length > 0 && (
                <ul className="grid gap-0.5 text-sm">
                  {line.changes.map(({ field, before, after }) => (
                    <li key={field} className="wrap-anywhere">
                      <span className="text-ink-2">{field}:</span>{' '}
                      {before !== null && (
                        <del className="text-ink-3">
                          <span className="sr-only">before </span>
                          {before}
                        </del>
                      )}
                      {before !== null && after !== null && <span aria-hidden> → </span>}
                      {after !== null && <span>{after}</span>}
                    </li>
                  ))}
                </ul>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
