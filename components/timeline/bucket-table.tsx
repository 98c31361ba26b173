import { Card, CardHeader } from '@/components/ui/card'
import { Table, Th } from '@/components/ui/table'
import { CopyTsvButton } from './copy-tsv-button'
import { FIGURE_TABLE, figureCell } from './figure-cell'
import { BucketRows } from './figure-rows'
import { figureWords, prepareBucketLine } from './prepare-lines'
import type { PreparedSeries } from './prepare-series'
import type { BucketTable as Prepared } from './prepare-tables'
import { SortHeader } from './sort-header'
import { Swatch } from './swatch'
import { TablePager } from './table-pager'
import { viewHref, type TimelineView } from './timeline-view'

const TITLES: Record<string, string> = { hour: 'By hour', day: 'By day', week: 'By week', month: 'By month' }
/** A4 has room for the time, the total, as many colours, each beneath its swatch on several lines, and the state. */
const PRINTED_SERIES = 6
const PRINTED =
  'print:text-[10px]! print:[&_th]:h-auto print:[&_th]:align-bottom print:[&_th]:text-[9px] ' +
  'print:[&_th>span]:flex-col print:[&_th>span]:items-end print:[&_th_.truncate]:max-w-14 ' +
  'print:[&_th_.truncate]:break-words print:[&_th_.truncate]:whitespace-normal ' +
  'print:[&_:is(th,td):nth-child(n+9):not(:last-child)]:hidden'

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
  const unprinted = series.length - PRINTED_SERIES
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
        <tbody>
          <BucketRows
            lines={page.lines.map((row) => prepareBucketLine(row, view, canNote && bucket === 'day'))}
          />
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <td>Total</td>
            {table.totals.map((figure, index) => figureCell(figureWords(figure), index))}
            <td />
          </tr>
        </tfoot>
      </Table>
      {unprinted > 0 && (
        <p className="text-ink-2 mt-2 hidden text-xs print:block">
          {unprinted} more {unprinted === 1 ? 'group is' : 'groups are'} in the total and in the CSV; this
          page has no room for {unprinted === 1 ? 'it' : 'them'}.
        </p>
      )}
      <TablePager
        label={`Pages of the table ${title.toLowerCase()}`}
        page={page}
        hrefOf={(bucketPage) => viewHref(view, { bucketPage, groupPage: view.groupPage })}
      />
    </Card>
  )
}
