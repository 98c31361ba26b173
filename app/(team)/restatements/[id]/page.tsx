import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { prepareChanges } from '@/components/revisions/prepare-changes'
import { supportHref } from '@/components/support/support-view'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Table, Td, Th } from '@/components/ui/table'
import { requireViewer } from '@/lib/auth/viewer'
import { addDays } from '@/lib/domain/day'
import { formatInstant, formatUsd } from '@/lib/format'
import { getRevision } from '@/lib/queries/revisions'

export const metadata: Metadata = { title: 'Restatement' }

const MOST_SHOWN = 500

export default async function RestatementPage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer()
  const { id } = await params
  const revision = id.includes('\u0000') ? null : await getRevision(viewer, id)
  if (!revision) notFound()
  const lines = prepareChanges(revision.changes.slice(0, MOST_SHOWN))
  return (
    <>
      <PageHeader
        title={revision.sentence.replace(/\.$/, '')}
        description={`${revision.organizationName}, from ${formatUsd(revision.before).text} to ${formatUsd(revision.after).text}; noticed ${formatInstant(revision.noticedAt, viewer.timeZone)}.`}
        actions={
          <>
            <ButtonLink
              href={supportHref({
                choice: { custom: { from: revision.day, to: addDays(revision.day, 1) } },
                organization: revision.organizationId,
              })}
            >
              For support
            </ButtonLink>
            <ButtonLink href="/restatements">All restatements</ButtonLink>
          </>
        }
      />
      <Card>
        <CardHeader
          title={
            revision.changes.length > MOST_SHOWN
              ? `The first ${MOST_SHOWN} of ${revision.changes.length} changed facts`
              : `${revision.changes.length} changed fact${revision.changes.length === 1 ? '' : 's'}`
          }
        />
        <Table label="Changed facts">
          <thead>
            <tr>
              <Th>UTC hour</Th>
              <Th>What</Th>
              <Th>Model, key, tier</Th>
              <Th numeric>Before</Th>
              <Th numeric>After</Th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <Td className="figures">{line.hour}</Td>
                <Td className="font-mono text-xs">{line.what}</Td>
                <Td className="max-w-80 truncate font-mono text-xs" title={line.about}>
                  {line.about}
                </Td>
                <Td numeric>{line.before}</Td>
                <Td numeric>{line.after}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Card>
    </>
  )
}
