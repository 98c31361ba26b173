import Link from 'next/link'
import { Card, CardHeader } from '@/components/ui/card'
import { Table, Th } from '@/components/ui/table'
import { Term, TermMark } from '@/components/words/term'
import type { WordId } from '@/lib/domain/glossary'
import type { Dimension } from '@/lib/domain/timeline-request'
import { CopyTsvButton } from './copy-tsv-button'
import { FIGURE_TABLE, figureCell } from './figure-cell'
import { GROUP_NOUNS } from './prepare-controls'
import { GroupRows } from './figure-rows'
import { figureWords, prepareGroupLine } from './prepare-lines'
import type { GroupTable as Prepared } from './prepare-tables'
import { SortHeader } from './sort-header'
import { TablePager } from './table-pager'
import { viewHref, type TimelineView } from './timeline-view'

const WORDS: Partial<Record<Dimension, WordId>> = { pool: 'pool', workspace: 'workspace' }

/** One line a group, in the colours of the chart. A name leads to what is inside it, the tail to all groups. */
export function GroupTable({ table, view }: { table: Prepared; view: TimelineView }) {
  const noun = GROUP_NOUNS[view.group]
  const { page } = table
  const tails = page.lines.some(({ series }) => series.members > 1)
  return (
    <Card>
      <CardHeader
        title={`By ${noun}`}
        actions={
          <div className="no-print flex flex-wrap items-center gap-2">
            {tails && (
              <Link
                href={viewHref(view, { all: true })}
                prefetch={false}
                scroll={false}
                className="text-accent underline"
              >
                Show all
              </Link>
            )}
            {view.all && (
              <Link
                href={viewHref(view, { all: false })}
                prefetch={false}
                scroll={false}
                className="text-accent underline"
              >
                Show the largest
              </Link>
            )}
            <CopyTsvButton tsv={table.tsv} />
          </div>
        }
      />
      <Table label={`By ${noun}`} className={FIGURE_TABLE}>
        <thead>
          <tr>
            <SortHeader
              href={viewHref(view, { sort: view.sort === 'name' ? '-name' : 'name' })}
              direction={view.sort === 'name' ? 'ascending' : view.sort === '-name' ? 'descending' : 'none'}
              mark={<TermMark of={WORDS[view.group]} name={noun} />}
            >
              {noun.charAt(0).toUpperCase() + noun.slice(1)}
            </SortHeader>
            {table.columns.slice(0, -1).map((column) => (
              <Th key={column} numeric>
                {column}
              </Th>
            ))}
            <SortHeader
              numeric
              href={viewHref(view, { sort: view.sort === '-amount' ? 'amount' : '-amount' })}
              direction={
                view.sort === '-amount' ? 'descending' : view.sort === 'amount' ? 'ascending' : 'none'
              }
            >
              {table.columns.at(-1)}
            </SortHeader>
            <Th numeric>Share</Th>
            <Th>
              <Term of="quality">Quality</Term>
            </Th>
          </tr>
        </thead>
        <tbody>
          <GroupRows lines={page.lines.map((row) => prepareGroupLine(row, view))} />
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <td>Total</td>
            {table.totals.map((figure, index) => figureCell(figureWords(figure), index))}
            <td />
            <td />
          </tr>
        </tfoot>
      </Table>
      <TablePager
        label={`Pages of the table by ${noun}`}
        page={page}
        hrefOf={(groupPage) => viewHref(view, { groupPage, bucketPage: view.bucketPage })}
      />
    </Card>
  )
}
