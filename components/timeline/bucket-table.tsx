import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Card, CardHeader } from '@/components/ui/card'
import { Table, Td, Th } from '@/components/ui/table'
import { CopyTsvButton } from './copy-tsv-button'
import { FigureCell } from './group-table'
import type { BucketState } from './prepare-buckets'
import type { PreparedSeries } from './prepare-series'
import type { BucketRow, BucketTable as Prepared } from './prepare-tables'
import { SortHeader } from './sort-header'
import { Swatch } from './swatch'
import { viewHref, type TimelineView } from './timeline-view'

const TITLES: Record<string, string> = { hour: 'By hour', day: 'By day', week: 'By week', month: 'By month' }
const STATE_WORDS: Partial<Record<NonNullable<BucketState>, string>> = {
  not_synced: 'not synced',
  some_not_synced: 'some days not synced',
  partial: 'partial',
  provisional: 'provisional',
}

/** The chart as a table: the same figures in the same colours, each line opening what its bar opens. */
export function BucketTable({
  table,
  series,
  view,
  bucket,
}: {
  table: Prepared
  series: PreparedSeries['drawn']
  view: TimelineView
  bucket: string
}) {
  const { bucketSort } = view
  const title = TITLES[bucket] ?? 'In total'
  return (
    <Card>
      <CardHeader title={title} actions={<CopyTsvButton tsv={table.tsv} />} />
      <Table label={title}>
        <thead>
          <tr>
            <SortHeader
              href={viewHref(view, { bucketSort: bucketSort === 'start' ? '-start' : 'start' })}
              direction={
                bucketSort === 'start' ? 'ascending' : bucketSort === '-start' ? 'descending' : 'none'
              }
            >
              UTC {bucket}
            </SortHeader>
            <SortHeader
              numeric
              href={viewHref(view, { bucketSort: bucketSort === '-amount' ? 'amount' : '-amount' })}
              direction={
                bucketSort === '-amount' ? 'descending' : bucketSort === 'amount' ? 'ascending' : 'none'
              }
            >
              Total
            </SortHeader>
            {series.map(({ id, name, color, pool }) => (
              <Th key={id} numeric className="max-w-44">
                <span className="inline-flex max-w-full items-center" title={name}>
                  <Swatch color={color} pool={pool} />
                  <span className="truncate">{name}</span>
                </span>
              </Th>
            ))}
            <Th>State</Th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <Line key={row.bucket.start} row={row} view={view} />
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <Td className="border-b-0">Total</Td>
            {table.totals.map((figure, index) => (
              <FigureCell key={index} figure={figure} className="border-b-0" />
            ))}
            <Td className="border-b-0" />
          </tr>
        </tfoot>
      </Table>
    </Card>
  )
}

function Line({ row: { bucket, figures, total }, view }: { row: BucketRow; view: TimelineView }) {
  const words = bucket.state && STATE_WORDS[bucket.state]
  const isGap = bucket.state === 'not_synced' || bucket.state === 'some_not_synced'
  return (
    <tr>
      <Td className="whitespace-nowrap">
        {bucket.zoom ? (
          <Link
            href={viewHref(view, bucket.zoom)}
            prefetch={false}
            scroll={false}
            title={`Open ${bucket.title}`}
            className="hover:underline"
          >
            {bucket.title}
          </Link>
        ) : (
          bucket.title
        )}
      </Td>
      <FigureCell figure={total} className="font-medium" />
      {figures.map((figure, index) => (
        <FigureCell key={index} figure={figure} />
      ))}
      <Td className={isGap ? 'hatched' : undefined}>
        {words && (
          <span title={bucket.note ?? undefined}>
            <Badge tone={bucket.state === 'partial' ? 'warn' : 'neutral'}>{words}</Badge>
          </span>
        )}
      </Td>
    </tr>
  )
}
