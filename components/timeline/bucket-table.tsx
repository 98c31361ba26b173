import { NotebookPen } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Card, CardHeader } from '@/components/ui/card'
import { Table, Th } from '@/components/ui/table'
import { CopyTsvButton } from './copy-tsv-button'
import { FIGURE_TABLE, figureCell } from './figure-cell'
import type { BucketState } from './prepare-buckets'
import type { PreparedSeries } from './prepare-series'
import type { BucketRow, BucketTable as Prepared } from './prepare-tables'
import { SortHeader } from './sort-header'
import { Swatch } from './swatch'
import { TablePager } from './table-pager'
import { viewHref, type TimelineView } from './timeline-view'

const TITLES: Record<string, string> = { hour: 'By hour', day: 'By day', week: 'By week', month: 'By month' }
const STATE_WORDS: Partial<Record<NonNullable<BucketState>, string>> = {
  not_synced: 'not synced',
  some_not_synced: 'some days not synced',
  partial: 'partial',
  provisional: 'provisional',
}

/** A4 has room for the time, the total, five colours and the state. */
const PRINTED = 'print:[&_:is(th,td):nth-child(n+8):not(:last-child)]:hidden'

/** The chart as a table: the same figures in the same colours, each line opening what its bar opens. */
export function BucketTable({
  table,
  series,
  view,
  bucket,
  canNote = false,
}: {
  table: Prepared
  series: PreparedSeries['drawn']
  view: TimelineView
  bucket: string
  /** Whether a note can be begun from a day. */
  canNote?: boolean
}) {
  const { bucketSort } = view
  const { page } = table
  const title = TITLES[bucket] ?? 'In total'
  return (
    <Card>
      <CardHeader title={title} actions={<CopyTsvButton tsv={table.tsv} />} />
      <Table label={title} className={`${FIGURE_TABLE} ${PRINTED}`}>
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
        <tbody>{page.lines.map((row) => bucketLine(row, view, canNote && bucket === 'day'))}</tbody>
        <tfoot>
          <tr className="font-semibold">
            <td>Total</td>
            {table.totals.map((figure, index) => figureCell(figure, index))}
            <td />
          </tr>
        </tfoot>
      </Table>
      <TablePager
        label={`Pages of the table ${title.toLowerCase()}`}
        page={page}
        hrefOf={(bucketPage) => viewHref(view, { bucketPage, groupPage: view.groupPage })}
      />
    </Card>
  )
}

function bucketLine({ bucket, figures, total }: BucketRow, view: TimelineView, canNote: boolean) {
  const words = bucket.state && STATE_WORDS[bucket.state]
  const isGap = bucket.state === 'not_synced' || bucket.state === 'some_not_synced'
  return (
    <tr key={bucket.start}>
      <td>
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
        {canNote && (
          <a
            href={`#note=${bucket.start}`}
            title={`Add a note on ${bucket.title}`}
            className="text-ink-3 hover:text-ink no-print ml-2 inline-flex align-middle"
          >
            <NotebookPen aria-hidden className="size-3.5" />
            <span className="sr-only">Add a note on {bucket.title}</span>
          </a>
        )}
      </td>
      {figureCell(total, 'total', 'font-medium')}
      {figures.map((figure, index) => figureCell(figure, index))}
      <td className={isGap ? 'hatched' : undefined}>
        {words && (
          <span title={bucket.note ?? undefined}>
            <Badge tone={bucket.state === 'partial' ? 'warn' : 'neutral'}>{words}</Badge>
          </span>
        )}
      </td>
    </tr>
  )
}
